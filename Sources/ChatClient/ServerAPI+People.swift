public import ChatWire

/// Everybody with an account, and what those who manage them do. Also one's own sessions and password.
extension ServerAPI {
    /// Page by page. Who manages people also sees mail addresses, and who is deactivated.
    ///
    /// - Parameters:
    ///   - text: only those with this in their name or username.
    ///   - most: asks for no more pages once there are so many.
    public func people(
        matching text: String? = nil, upTo most: Int = .max
    ) async throws(ClientError) -> [AccountView] {
        var people: [AccountView] = []
        var next: Int64?
        repeat {
            var query = Query()
            query.set("limit", 200)
            if let text { query.set("q", text) }
            if let next { query.set("after", next) }
            let page: PeopleList = try await call(.get, "/v1/people" + query.text)
            people += page.people
            next = page.next
        } while next != nil && people.count < most
        return people
    }

    public func addPerson(_ person: NewPerson) async throws(ClientError) -> AddedPerson {
        try await call(.post, "/v1/people", body: person.json)
    }

    /// Changes one thing of somebody.
    public func change(person id: Int64, _ change: PersonChange) async throws(ClientError) -> AccountView {
        let answer: OneAccount = try await call(.patch, "/v1/people/\(id)", body: change.json)
        return answer.account
    }

    /// For good.
    public func removePerson(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/people/\(id)")
    }

    /// A token that opens somebody's account. For owners.
    ///
    /// - Parameters:
    ///   - scopes: of "read", "write" and "manage"; nil for all.
    ///   - expiresAt: in milliseconds since 1970; nil for as long as it is not revoked.
    public func makeToken(
        for id: Int64, name: String? = nil, scopes: [String]? = nil, expiresAt: Int64? = nil
    ) async throws(ClientError) -> String {
        struct Answer: Decodable { var token: String }
        let answer: Answer = try await call(
            .post, "/v1/people/\(id)/tokens",
            body: JSONObject.make { object in
                if let name { object.set("name", name) }
                if let scopes { object.set("scopes", strings: scopes) }
                if let expiresAt { object.set("expires_at", expiresAt) }
            })
        return answer.token
    }

    /// argon2id strings by account, empty where no password opens it. For owners.
    public func passwordHashes() async throws(ClientError) -> [Int64: String] {
        let answer: HashList = try await call(.get, "/v1/people/hashes")
        return Dictionary(answer.hashes.map { ($0.id, $0.hash) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Oneself

    /// Ends all other sessions.
    public func changePassword(from old: String, to new: String) async throws(ClientError) {
        let body = JSONObject.make { object in
            object.set("old", old)
            object.set("new", new)
        }
        try await impatient.exchange(.put, "/v1/me/password", body: body)
    }

    /// One's own sessions, the newest first.
    public func sessions() async throws(ClientError) -> [SessionView] {
        let answer: SessionList = try await call(.get, "/v1/me/sessions")
        return answer.sessions
    }

    public func endSession(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/me/sessions/\(id)")
    }

    /// Ends all but the one that asks.
    public func endOtherSessions() async throws(ClientError) {
        try await exchange(.delete, "/v1/me/sessions")
    }
}

/// Somebody to be added, with a mail address or a username or both.
public struct NewPerson: Sendable, Equatable {
    public var mail: String?
    public var username: String?
    public var name: String?
    public var secret: Secret
    /// "member" when absent.
    public var role: String?

    /// What opens the account.
    public enum Secret: Sendable, Equatable {
        case password(String)
        /// An argon2id string. Owners may give one.
        case hash(String)
        /// The server makes a password up and tells it once.
        case madeUp
        /// No password does, only a token.
        case none
    }

    public init(
        mail: String? = nil, username: String? = nil, name: String? = nil, secret: Secret, role: String? = nil
    ) {
        self.mail = mail
        self.username = username
        self.name = name
        self.secret = secret
        self.role = role
    }

    var json: [UInt8] {
        JSONObject.make { object in
            if let mail { object.set("mail", mail) }
            if let username { object.set("username", username) }
            if let name { object.set("name", name) }
            if let role { object.set("role", role) }
            switch secret {
            case .password(let password): object.set("password", password)
            case .hash(let hash): object.set("password_hash", hash)
            case .none: object.set("password", "")
            case .madeUp: break
            }
        }
    }
}

public struct AddedPerson: Sendable, Equatable, Decodable {
    public var account: AccountView
    /// Where one was made up: it is told nowhere else.
    public var password: String?
}

/// One change to an account.
public enum PersonChange: Sendable, Equatable {
    case role(String)
    case active(Bool)
    case name(String)
    /// Ends the person's sessions, unless it is his already.
    case password(String)
    case hash(String)

    var json: [UInt8] {
        JSONObject.make { object in
            switch self {
            case .role(let role): object.set("role", role)
            case .active(let isActive): object.set("active", isActive)
            case .name(let name): object.set("name", name)
            case .password(let password): object.set("password", password)
            case .hash(let hash): object.set("password_hash", hash)
            }
        }
    }
}

private struct PeopleList: Decodable {
    var people: [AccountView]
    var next: Int64?
}
private struct OneAccount: Decodable { var account: AccountView }
private struct SessionList: Decodable { var sessions: [SessionView] }

private struct HashList: Decodable {
    struct Row: Decodable {
        var id: Int64
        var hash: String

        enum CodingKeys: String, CodingKey {
            case id
            case hash = "password_hash"
        }
    }

    var hashes: [Row]
}
