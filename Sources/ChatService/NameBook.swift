public import ChatDomain
import Synchronization

/// Display names by account, for the threads that encode events.
public final class NameBook: Sendable {
    private let names = Mutex<[AccountID: String]>([:])

    public init() {}

    /// The author of what the server itself does has no account.
    public static let serverName = "Roost"

    func set(_ account: AccountID, _ name: String) {
        names.withLock { $0[account] = name }
    }

    func replace(with accounts: [Account]) {
        let all = Dictionary(accounts.map { ($0.id, $0.displayName) }, uniquingKeysWith: { $1 })
        names.withLock { $0 = all }
    }

    /// The names of accounts, in their order, for one lock.
    func names(of accounts: [AccountID]) -> [String] {
        names.withLock { names in accounts.map { names[$0] ?? Self.nameless($0) } }
    }

    private static func nameless(_ account: AccountID) -> String {
        account.rawValue == 0 ? serverName : "account \(account.rawValue)"
    }

    /// The names of the authors of `events`, in their order, for one lock.
    public func authors(of events: [Event]) -> [String] {
        names.withLock { names in
            events.map { names[$0.author] ?? Self.nameless($0.author) }
        }
    }
}
