public import ChatDomain
import Synchronization

/// What somebody is called, for the bytes that readers share.
public final class PersonName: Sendable {
    public let id: AccountID
    public let username: String
    public let displayName: String
    public let role: ServerRole

    public init(id: AccountID, username: String, displayName: String, role: ServerRole) {
        (self.id, self.username, self.displayName, self.role) = (id, username, displayName, role)
    }

    init(_ account: Account) {
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

    func set(_ account: Account) {
        let name = PersonName(account)
        names.withLock { $0[account.id] = name }
    }

    func replace(with accounts: [Account]) {
        let all = Dictionary(accounts.map { ($0.id, PersonName($0)) }, uniquingKeysWith: { $1 })
        names.withLock { $0 = all }
    }

    /// The names of accounts, in their order, for one lock.
    public func names(of accounts: [AccountID]) -> [PersonName] {
        names.withLock { names in accounts.map { Self.name($0, in: names) } }
    }

    /// The authors of `events`, in their order, for one lock.
    public func authors(of events: [Event]) -> [PersonName] {
        names.withLock { names in events.map { Self.name($0.author, in: names) } }
    }

    private static func name(_ account: AccountID, in names: [AccountID: PersonName]) -> PersonName {
        if let name = names[account] { return name }
        return account.rawValue == 0 ? .server : .nameless(account)
    }
}
