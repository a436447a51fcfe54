import ChatWire

/// What one sets for IRC.
extension ServerAPI {
    public func scram() async throws(ClientError) -> SCRAMStateView {
        try await call(.get, "/v1/me/scram")
    }

    /// Whether one may log in by SCRAM-SHA-256. What that needs is made at the next log-in by password.
    public func allowSCRAM() async throws(ClientError) -> SCRAMStateView {
        try await call(.put, "/v1/me/scram")
    }

    public func forbidSCRAM() async throws(ClientError) {
        try await exchange(.delete, "/v1/me/scram")
    }

    public func ircPreferences() async throws(ClientError) -> IRCPreferencesView {
        try await call(.get, "/v1/me/irc")
    }

    /// What is nil stays as it is.
    ///
    /// - Parameter historyLines: 0 to 200.
    public func changeIRCPreferences(
        showsReactions: Bool? = nil, historyLines: Int? = nil, isBot: Bool? = nil
    ) async throws(ClientError) -> IRCPreferencesView {
        try await call(
            .patch, "/v1/me/irc",
            body: JSONObject.make { object in
                if let showsReactions { object.set("shows_reactions", showsReactions) }
                if let historyLines { object.set("history_lines", historyLines) }
                if let isBot { object.set("bot", isBot) }
            })
    }
}

/// Whether one may log in by SCRAM.
public struct SCRAMStateView: Sendable, Equatable, Decodable {
    public var isOn: Bool
    /// Whether what it needs was made, so that it works.
    public var isReady: Bool

    enum CodingKeys: String, CodingKey {
        case isOn = "on"
        case isReady = "ready"
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("on", isOn)
            object.set("ready", isReady)
        }
    }
}

/// How one is served by IRC, and whether one is a bot.
public struct IRCPreferencesView: Sendable, Equatable, Decodable {
    /// Whether reactions come as notices to clients that do not understand tags.
    public var showsReactions: Bool
    /// What a client that asks for no history is shown on joining.
    public var historyLines: Int
    public var isBot: Bool

    enum CodingKeys: String, CodingKey {
        case showsReactions = "shows_reactions"
        case historyLines = "history_lines"
        case isBot = "bot"
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("shows_reactions", showsReactions)
            object.set("history_lines", historyLines)
            object.set("bot", isBot)
        }
    }
}
