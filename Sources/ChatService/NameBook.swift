public import ChatDomain
import Synchronization

/// What somebody is called, for the bytes that readers share.
public final class PersonName: Sendable {
    public let id: AccountID
    public let username: String
    public let displayName: String
    public let role: ServerRole
    /// Whether no person writes but a program.
    public let isBot: Bool

    public init(id: AccountID, username: String, displayName: String, role: ServerRole, isBot: Bool = false) {
        (self.id, self.username, self.displayName) = (id, username, displayName)
        (self.role, self.isBot) = (role, isBot)
    }

    init(_ account: Account, isBot: Bool) {
        self.isBot = isBot
        id = account.id
        username = account.username.text
        displayName = account.displayName
        role = account.role
    }

    /// The author of what the server itself does has no account.
    static let server = PersonName(
        id: AccountID(rawValue: 0), username: "roost", displayName: "Roost", role: .member)

    static func nameless(_ account: AccountID) -> PersonName {
        PersonName(
            id: account, username: "account-\(account.rawValue)", displayName: "account \(account.rawValue)",
            role: .member)
    }
}

/// Names by account, for the threads that encode events.
public final class NameBook: Sendable {
    private let names = Mutex<[AccountID: PersonName]>([:])

    public init() {}

    func set(_ account: Account, isBot: Bool = false) {
        let name = PersonName(account, isBot: isBot)
        names.withLock { $0[account.id] = name }
    }

    func replace(with directory: Directory) {
        let all = directory.accounts.mapValues { PersonName($0, isBot: directory.isBot($0.id)) }
        names.withLock { $0 = all }
    }

    /// The names of accounts, in their order, for one lock.
    public func names(of accounts: [AccountID]) -> [PersonName] {
        names.withLock { names in accounts.map { Self.name($0, in: names) } }
    }

    /// The authors of `events`, in their order, for one lock.
    public func authors(of events: [Event]) -> [PersonName] {
        names.withLock { names in
            var last: PersonName?
            return events.map { event in
                // Most have the author of the one before.
                if let last, last.id == event.author { return last }
                let name = Self.name(event.author, in: names)
                last = name
                return name
            }
        }
    }

    private static func name(_ account: AccountID, in names: [AccountID: PersonName]) -> PersonName {
        if let name = names[account] { return name }
        return account.rawValue == 0 ? .server : .nameless(account)
    }
}
