public import ChatWire

/// Ways into the server: tokens of one's own, and how others make accounts.
extension ServerAPI {
    /// The newest first.
    public func tokens() async throws(ClientError) -> [SessionView] {
        struct Answer: Decodable { var tokens: [SessionView] }
        let answer: Answer = try await call(.get, "/v1/me/tokens")
        return answer.tokens
    }

    /// - Parameters:
    ///   - scopes: of "read", "write" and "manage"; nil for all.
    ///   - expiresAt: in milliseconds since 1970; nil for as long as it is not revoked.
    public func makeToken(
        name: String, scopes: [String]? = nil, expiresAt: Int64? = nil
    ) async throws(ClientError) -> MadeAccessToken {
        try await call(
            .post, "/v1/me/tokens",
            body: JSONObject.make { object in
                object.set("name", name)
                if let scopes { object.set("scopes", strings: scopes) }
                if let expiresAt { object.set("expires_at", expiresAt) }
            })
    }

    public func revokeToken(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/me/tokens/\(id)")
    }

    // MARK: How accounts are made

    public func invites() async throws(ClientError) -> [InviteView] {
        struct Answer: Decodable { var invites: [InviteView] }
        let answer: Answer = try await call(.get, "/v1/invites")
        return answer.invites
    }

    /// - Parameters:
    ///   - uses: how many accounts; nil for any number.
    ///   - expiresAt: in milliseconds since 1970; nil for a week from now.
    ///   - note: for those who manage links.
    public func makeInvite(
        role: String? = nil, rooms: [Int64] = [], uses: Int? = nil, expiresAt: Int64? = nil, note: String? = nil
    ) async throws(ClientError) -> MadeInvite {
        try await call(
            .post, "/v1/invites",
            body: JSONObject.make { object in
                if let role { object.set("role", role) }
                if !rooms.isEmpty { object.set("rooms", array: rooms.map { Array("\($0)".utf8) }) }
                if let uses { object.set("uses", uses) }
                if let expiresAt { object.set("expires_at", expiresAt) }
                if let note { object.set("note", note) }
            })
    }

    public func revokeInvite(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/invites/\(id)")
    }

    public func entryRules() async throws(ClientError) -> EntryRulesView {
        try await call(.get, "/v1/server/settings")
    }

    /// - Parameters:
    ///   - name: the server's; nil leaves it as it is.
    ///   - registration: nil leaves it as it is.
    ///   - mailDomains: nil leaves them as they are; none allows all.
    ///   - guests: whether anyone may come in by IRC under a free name; nil leaves it as it is.
    public func changeEntryRules(
        name: String? = nil, registration: String? = nil, mailDomains: [String]? = nil, guests: Bool? = nil
    ) async throws(ClientError) -> EntryRulesView {
        try await call(
            .patch, "/v1/server/settings",
            body: JSONObject.make { object in
                if let name { object.set("name", name) }
                if let registration { object.set("registration", registration) }
                if let mailDomains { object.set("mail_domains", strings: mailDomains) }
                if let guests { object.set("guests", guests) }
            })
    }
}

/// A new token, which is told nowhere else.
public struct MadeAccessToken: Sendable, Equatable, Decodable {
    public var token: String
    public var session: SessionView
}

/// A new link by which people make their accounts, with the token that is told nowhere else.
public struct MadeInvite: Sendable, Equatable, Decodable {
    public var invite: InviteView
    public var token: String
}

/// What the server is called and who may make an account.
public struct EntryRulesView: Sendable, Equatable, Decodable {
    public var name: String
    public var registration: String
    /// Mail addresses of these alone; none for all.
    public var mailDomains: [String]
    /// Whether anyone may come in by IRC under a free name.
    public var guests: Bool
    /// What counts while nothing else is set.
    public var startedWith: String

    enum CodingKeys: String, CodingKey {
        case name, registration, guests
        case mailDomains = "mail_domains"
        case startedWith = "started_with"
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("name", name)
            object.set("registration", registration)
            object.set("mail_domains", strings: mailDomains)
            object.set("guests", guests)
            object.set("started_with", startedWith)
        }
    }
}
