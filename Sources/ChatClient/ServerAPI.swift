public import ChatDomain
import ChatWire
public import EventLoop
import FoundationEssentials
import HTTPWire

/// What people do on a server, as one call each (docs/protocol/http.md).
public struct ServerAPI: Sendable {
    public let server: ServerAddress
    /// Who asks. Nil before one is logged in.
    public var token: String?
    /// How long one attempt may take. Default: 20 seconds.
    public var timeout: Duration
    /// How often a call waits and asks again when the server says that it can be asked again within ten seconds. Log-in
    /// and registration are told at once. Default: 3.
    public var patience = 3

    /// What this client calls itself, in the list of one's sessions.
    public var agent = "roost"

    private let loop: EventLoop

    /// - Parameter loop: where the sockets live; it must be started.
    public init(server: ServerAddress, loop: EventLoop, token: String? = nil, timeout: Duration = .seconds(20)) {
        self.server = server
        self.loop = loop
        self.token = token
        self.timeout = timeout
    }

    // MARK: Accounts

    public func info() async throws(ClientError) -> ServerInfo {
        try await call(.get, "/v1/server")
    }

    /// Registers and logs in.
    public func register(_ registration: Registration) async throws(ClientError) -> LogIn {
        try await impatient.call(.post, "/v1/accounts", body: registration.json)
    }

    /// - Parameter login: a username or mail address.
    public func logIn(login: String, password: String) async throws(ClientError) -> LogIn {
        try await impatient.call(
            .post, "/v1/sessions",
            body: JSONObject.make { object in
                object.set("login", login)
                object.set("password", password)
            })
    }

    public func logOut() async throws(ClientError) {
        _ = try await exchange(.delete, "/v1/session")
    }

    public func me() async throws(ClientError) -> OwnAccount {
        try await call(.get, "/v1/me")
    }

    // MARK: Logs

    /// Events of a room, oldest first.
    public func events(
        of room: Int64, _ place: HistoryPlace = .latest, limit: Int = 50
    ) async throws(ClientError) -> EventsPage {
        var query = place.query
        query.set("limit", limit)
        return try await call(.get, "/v1/rooms/\(room)/events" + query.text)
    }

    /// Sends a message. When the outcome is unknown, the same call with the same key settles it.
    public func post(_ text: String, to room: Int64, key: SendKey) async throws(ClientError) -> PostedMessage {
        try await call(
            .post, "/v1/rooms/\(room)/messages",
            body: JSONObject.make { object in
                object.set("key", key.text)
                object.set("text", text)
            })
    }

    // MARK: Calling

    var impatient: ServerAPI {
        var api = self
        api.patience = 0
        return api
    }

    func call<Answer: Decodable & Sendable>(
        _ method: HTTPMethod, _ target: String, body: [UInt8] = []
    ) async throws(ClientError) -> Answer {
        let response = try await exchange(method, target, body: body)
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(response.body))
        } catch {
            throw .protocolFault("\(target) answered with something else than was expected.")
        }
    }

    @discardableResult
    func exchange(
        _ method: HTTPMethod, _ target: String, body: [UInt8] = []
    ) async throws(ClientError) -> HTTPResponse {
        var patience = patience
        while true {
            let response = try await send(method, target, body: body)
            if (200...299).contains(response.status) { return response }
            let error = Self.error(in: response)
            guard patience > 0, let pause = Self.pause(after: error) else { throw error }
            patience -= 1
            try? await Task.sleep(for: pause)
            if Task.isCancelled { throw error }
        }
    }

    /// When to ask again, where that is soon and nothing was changed.
    private static func pause(after error: ClientError) -> Duration? {
        guard case .refused(let refusal) = error, let code = RefusalCode(rawValue: refusal.code), code.mayRetry,
            code != .outcomeUnknown, let seconds = refusal.retryAfter, (0...10).contains(seconds)
        else { return nil }
        return .seconds(max(1, seconds))
    }

    private func send(_ method: HTTPMethod, _ target: String, body: [UInt8]) async throws(ClientError) -> HTTPResponse {
        var headers: HTTPHeaders = ["Accept": "application/json", "Connection": "close", "User-Agent": agent]
        if !body.isEmpty { headers.add("Content-Type", "application/json") }
        if let token { headers.add("Authorization", "Bearer \(token)") }
        var bytes: [UInt8] = []
        do throws(HTTPSerializationError) {
            try HTTPRequestHead(method, target, host: server.authority, headers: headers)
                .serialize(into: &bytes, body: body)
        } catch {
            throw .protocolFault("The request cannot be written: \(error)")
        }
        let (request, server, loop) = (bytes, server, loop)
        let limit = UInt64(max(1, timeout.milliseconds))
        let result: Result<HTTPResponse, ClientError> = await withCheckedContinuation { continuation in
            let posted = loop.post {
                HTTPExchange.start(request, answering: method, to: server, on: loop, within: limit) {
                    continuation.resume(returning: $0)
                }
            }
            if !posted { continuation.resume(returning: .failure(.unreachable("the program is ending"))) }
        }
        return try result.get()
    }

    /// What an answer that is no success says.
    static func error(in response: HTTPResponse) -> ClientError {
        guard let refusal = refusal(in: response.body) else {
            return .protocolFault("It answered with status \(response.status).")
        }
        return .refused(refusal)
    }

    static func refusal(in body: [UInt8]) -> RefusalView? {
        struct Envelope: Decodable { var error: RefusalView }
        return try? JSONDecoder().decode(Envelope.self, from: Data(body)).error
    }
}

extension Duration {
    /// Whole milliseconds, cut off.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
