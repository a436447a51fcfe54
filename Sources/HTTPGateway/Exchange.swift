import ChatDomain
import ChatService
import ChatWire
import EventLoop
import HTTPWire
import Secrets

/// One request and its one answer. Confined to the loop.
final class Exchange {
    let request: HTTPRequest
    /// The client's, past trusted proxies.
    let address: String
    let gateway: HTTPGateway
    /// Nil once it is answered.
    private var connection: HTTPConnection?
    /// The values of the route's placeholders.
    var parameters: [Int64] = []

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
                switch result {
                case .success(let value): finish(box.value, value)
                case .failure(let refusal): box.value.refuse(refusal)
                }
            }
        }
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
        let isSafe = request.method == .get || request.method == .head
        if !isSafe || request.isUpgrade(to: "websocket"), request.headers["origin"] == nil {
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

    func body() throws(Refusal) -> RequestBody {
        try RequestBody(request.body)
    }

    func queryInteger(_ name: String) throws(Refusal) -> Int64? {
        guard let items = try? request.target.queryItems() else {
            throw Refusal(.badRequest, "The query has a bad escape.")
        }
        let values = items.filter { $0.name == name }.map(\.value)
        guard let text = values.first else { return nil }
        guard values.count == 1, let value = Int64(text), value >= 0, value < 1 << 53 else {
            throw Refusal(.badRequest, "\"\(name)\" must be given once, as a number from 0 to 2^53-1.")
        }
        return value
    }
}
