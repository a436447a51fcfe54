import ChatDomain
import ChatService
import ChatWire
import EventLoop
import HTTPWire
import Metrics
import Secrets

/// One request and its one answer. Confined to the loop.
final class Exchange {
    let request: HTTPRequest
    /// The client's, past trusted proxies.
    let address: String
    let gateway: HTTPGateway
    /// Nil once it is answered.
    private var connection: HTTPConnection?
    private var activity: ActivityName = "an HTTP request"
    /// The values of the path's placeholders.
    private var parameters: [String: Int64] = [:]
    /// The parameters of the query that the operation declares, checked.
    private var query = RequestBody()
    /// What the operation's schema asks for has been checked; empty for an operation that takes none.
    private(set) var body = RequestBody()

    init(_ request: HTTPRequest, on connection: HTTPConnection, address: String, gateway: HTTPGateway) {
        self.request = request
        self.connection = connection
        self.address = address
        self.gateway = gateway
    }

    // MARK: Answering

    func answer(_ response: HTTPResponse) {
        guard let connection else { return }
        self.connection = nil
        connection.answer(self.request, response)
    }

    func answer(status: Int = 200, _ json: [UInt8]) {
        answer(Self.response(status: status, json))
    }

    func refuse(_ refusal: Refusal) {
        gateway.figures.refused(refusal.code)
        answer(Self.response(to: refusal))
    }

    static func response(status: Int, _ json: [UInt8]) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: ["Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"], body: json)
    }

    static func response(to refusal: Refusal) -> HTTPResponse {
        var response = response(status: refusal.code.httpStatus, refusal.json)
        if let seconds = refusal.retryAfter { response.headers.set("Retry-After", String(seconds)) }
        if refusal.code == .notLoggedIn { response.headers.set("WWW-Authenticate", "Bearer") }
        return response
    }

    /// An answer for the service to call, from any thread: it comes back to the loop, and refusals are written.
    func reply<Value: Sendable>(
        _ finish: @escaping @Sendable (Exchange, Value) -> Void
    ) -> Answer<Value> {
        let loop = gateway.loop
        let box = LoopBound(self, on: loop)
        return { result in
            loop.post {
                loop.activity.enter(box.value.activity)
                switch result {
                case .success(let value): finish(box.value, value)
                case .failure(let refusal): box.value.refuse(refusal)
                }
            }
        }
    }

    /// An answer of 204, for what succeeds without words.
    func replyWithNothing<Value: Sendable>() -> Answer<Value> {
        reply { exchange, _ in exchange.answer(HTTPResponse(status: 204)) }
    }

    /// Gives the connection away for good, after a 101.
    func handOver(_ response: HTTPResponse) -> (socket: TCPConnection, rest: [UInt8], release: () -> Void)? {
        guard let connection else { return nil }
        self.connection = nil
        return connection.handOver(request, response)
    }

    // MARK: Who asks

    static let cookieName = "roost_session"

    /// Finds the session and goes on with its owner; without one, refuses.
    func withCaller(_ body: @escaping @Sendable (Exchange, Caller) -> Void) {
        do throws(Refusal) {
            let token = try token()
            gateway.service.caller(token, address: address, answer: reply(body))
        } catch {
            refuse(error)
        }
    }

    /// The token in the header, or in the cookie: that one only from the server's own pages.
    private func token() throws(Refusal) -> Token {
        if let header = request.headers["authorization"] {
            let parts = header.split(separator: " ")
            guard parts.count == 2, parts[0].lowercased() == "bearer", let token = Token(text: String(parts[1])) else {
                throw .notLoggedIn
            }
            return token
        }
        guard let value = HTTPCookies(request.headers)[Self.cookieName], let token = Token(text: value) else {
            throw .notLoggedIn
        }
        // A browser attaches the cookie by itself: where that could do harm, the page must be ours.
        if !request.method.isSafe || request.isUpgrade(to: "websocket"), request.headers["origin"] == nil {
            throw Self.wrongOrigin
        }
        return token
    }

    static let wrongOrigin = Refusal(
        .wrongOrigin, "The request comes from another site's page, which is not allowed.")

    /// Whether a request that says where it comes from comes from the server's own pages.
    var hasAllowedOrigin: Bool {
        let origins = request.headers.values("origin")
        guard let origin = origins.first else { return true }
        guard origins.count == 1 else { return false }
        if let own = gateway.settings.publicOrigin { return origin == own }
        guard let host = request.authority else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    // MARK: What is asked

    /// Checks what is asked and does it; for a caller, once it is known that there is one.
    func run(_ operation: Operation, _ values: [Int64]) {
        activity = operation.activity
        gateway.loop.activity.enter(activity)
        parameters = Dictionary(zip(operation.parameters, values), uniquingKeysWith: { first, _ in first })
        switch operation.handler {
        case .open(let handler):
            attempt { () throws(Refusal) in
                try check(operation)
                try handler(self)
            }
        case .caller(let handler):
            withCaller { exchange, caller in
                exchange.attempt { () throws(Refusal) in
                    try caller.check(operation.scope)
                    try exchange.check(operation)
                    try handler(exchange, caller)
                }
            }
        }
    }

    private func attempt(_ work: () throws(Refusal) -> Void) {
        do throws(Refusal) { try work() } catch { refuse(error) }
    }

    private func check(_ operation: Operation) throws(Refusal) {
        query = try QueryReader.read(request.target, operation.query)
        guard let schema = operation.body else { return }
        if !request.body.isEmpty || !schema.mayBeEmpty { body = try RequestBody(request.body) }
        if let fault = schema.fault(in: .object(body.members)) { throw Refusal(.badRequest, fault) }
    }

    /// The value of a placeholder of the path.
    func parameter(_ name: String) -> Int64 {
        assert(parameters[name] != nil, "the path has no {\(name)}")
        return parameters[name] ?? 0
    }

    /// The room of a path with `{room}`.
    var room: RoomID { RoomID(rawValue: parameter("room")) }

    /// The account of a path with `{person}`.
    var person: AccountID { AccountID(rawValue: parameter("person")) }

    func queryInteger(_ name: String) -> Int64? { query.integer(name) }

    func queryString(_ name: String) -> String? { query.string(name) }

    /// False when absent.
    func queryFlag(_ name: String) -> Bool { query.flag(name) }
}
