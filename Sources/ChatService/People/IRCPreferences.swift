import ChatDomain
import ChatStore

/// How somebody wants to be served by IRC, and whether he is a program. Owner: the account.
public struct IRCPreferences: RecordValue, Equatable {
    static var collection: RecordCollection { .ircPreferences }

    /// Whether reactions come as notices to clients that do not understand tags.
    public var showsReactions = false
    /// Messages of a room that a client is shown on joining when it cannot ask for history itself; 0 to 200.
    public var historyLines = 20
    /// Whether no person writes but a program. Others see it.
    public var isBot = false

    public static let mostHistoryLines = 200

    enum CodingKeys: String, CodingKey {
        case showsReactions = "shows_reactions"
        case historyLines = "history_lines"
        case isBot = "bot"
    }

    public init() {}
}

/// What is to be changed of it. What is nil stays as it is.
public struct IRCPreferencesChange: Sendable {
    public var showsReactions: Bool?
    public var historyLines: Int?
    public var isBot: Bool?

    public init(showsReactions: Bool? = nil, historyLines: Int? = nil, isBot: Bool? = nil) {
        self.showsReactions = showsReactions
        self.historyLines = historyLines
        self.isBot = isBot
    }
}

extension Directory {
    func isBot(_ account: AccountID) -> Bool { ircPreferences[account.rawValue]?.isBot ?? false }
}

extension ServiceCore {
    private func ircPreferences(_ account: AccountID) -> IRCPreferences {
        directory.ircPreferences[account.rawValue] ?? IRCPreferences()
    }

    func ircPreferences(of caller: Caller, answer: Answer<IRCPreferences>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(ircPreferences(caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    func setIRCPreferences(
        _ change: IRCPreferencesChange, of caller: Caller, answer: @escaping Answer<IRCPreferences>
    ) {
        decide(for: caller, holding: [.account(caller.account)], answer: answer) { core throws(Refusal) in
            let before = core.ircPreferences(caller.account)
            var preferences = before
            if let shows = change.showsReactions { preferences.showsReactions = shows }
            if let lines = change.historyLines {
                guard (0...IRCPreferences.mostHistoryLines).contains(lines) else {
                    throw Refusal(.badRequest, "There are 0 to \(IRCPreferences.mostHistoryLines) lines of history.")
                }
                preferences.historyLines = lines
            }
            if let isBot = change.isBot { preferences.isBot = isBot }
            guard preferences != before else { return .done(preferences) }
            let news = core.tell(caller.account, .changed) { $0.topic = "profile" }
            let unit = CommitUnit(appends: [news], changes: [preferences.put(owner: caller.account.rawValue)])
            let wanted = preferences
            return .commit(unit) { core, _ in
                if wanted.isBot != before.isBot {
                    core.announceChange(of: caller.account, whoShowed: core.directory.showsPresence(caller.account))
                }
                return wanted
            }
        }
    }
}
