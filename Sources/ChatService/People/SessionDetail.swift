import ChatDomain
import ChatStore
import Secrets

/// What one may do with a session. Log-ins have all; tokens for scripts have what they were made with.
public struct TokenScopes: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Sees what the account sees, and follows the live stream.
    public static let read = TokenScopes(rawValue: 1)
    /// Writes messages, and changes what belongs to conversations and to oneself.
    public static let write = TokenScopes(rawValue: 2)
    /// Administers: other people, links, the server, and what opens the account itself.
    public static let manage = TokenScopes(rawValue: 4)

    public static let all: TokenScopes = [.read, .write, .manage]

    private static let named: [(String, TokenScopes)] = [("read", .read), ("write", .write), ("manage", .manage)]

    /// As they are named on the wire and in the store.
    public var names: [String] { Self.named.filter { contains($0.1) }.map(\.0) }

    /// Nil when one of the names is none.
    public init?(names: [String]) {
        self = []
        for name in names {
            guard let scope = Self.named.first(where: { $0.0 == name })?.1 else { return nil }
            formUnion(scope)
        }
    }
}

/// What a session was made for, and with that how long it lasts.
public enum SessionKind: String, Codable, Sendable, CaseIterable {
    /// A program's log-in, which lasts until it is ended.
    case client
    /// A browser's, which ends when it is not used for long.
    case browser
    /// Made for a script; see ``ChatService/makeToken(_:by:answer:)``. Nobody logs in for one.
    case token
    /// That of one connection, whose door ends it when the connection closes.
    case connection
}

/// What is known of a session beyond that it is there. Owner: the account; item: the session's number.
struct SessionDetail: RecordValue, Equatable {
    static var collection: RecordCollection { .sessionDetail }

    var kind = SessionKind.client
    /// What its maker called a token.
    var name = ""
    var scopes = TokenScopes.all.names
    /// In milliseconds since 1970, as all times here; written every few minutes at most.
    var usedAt: Int64?
    /// From where it was used then.
    var address: String?
    var expiresAt: Int64?
    /// The owner who made a token for somebody else.
    var madeBy: Int64?

    init(kind: SessionKind = .client) {
        self.kind = kind
    }

    init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        kind = try stored.decodeIfPresent(SessionKind.self, forKey: .kind) ?? kind
        name = try stored.decodeIfPresent(String.self, forKey: .name) ?? name
        scopes = try stored.decode([String].self, forKey: .scopes)
        usedAt = try stored.decodeIfPresent(Int64.self, forKey: .usedAt)
        address = try stored.decodeIfPresent(String.self, forKey: .address)
        expiresAt = try stored.decodeIfPresent(Int64.self, forKey: .expiresAt)
        madeBy = try stored.decodeIfPresent(Int64.self, forKey: .madeBy)
    }

    enum CodingKeys: String, CodingKey {
        case kind, name, scopes, address
        case usedAt = "used_at"
        case expiresAt = "expires_at"
        case madeBy = "made_by"
    }
}

extension Directory {
    /// An ordinary log-in's, where nothing is kept.
    func detail(of session: Session) -> SessionDetail {
        sessionDetails[session.account.rawValue, session.number] ?? SessionDetail()
    }

    /// When the session ends by itself: a token at its date, a browser's log-in so many days after its last use.
    func end(of session: Session, browserDays: Int) -> Timestamp? {
        let detail = detail(of: session)
        switch detail.kind {
        case .token: return detail.expiresAt.map { Timestamp(milliseconds: $0) }
        case .browser where browserDays > 0:
            let last = max(detail.usedAt ?? 0, session.createdAt.rawValue)
            return Timestamp(milliseconds: last + Int64(browserDays) * 86_400_000)
        case .browser, .client, .connection: return nil
        }
    }

    /// The changes that end these sessions, with what is kept of them.
    func ending(_ sessions: [Session]) -> [StateChange] {
        sessions.flatMap { session -> [StateChange] in
            [
                .removeSession(digest: session.digest),
                .removeRecord(
                    RecordKey(.sessionDetail, owner: session.account.rawValue, item: session.number)),
            ]
        }
    }

    /// The changes that end all of somebody's sessions but one.
    func endingSessions(of account: AccountID, except kept: TokenDigest? = nil) -> [StateChange] {
        let details = ending(sessions(of: account).filter { $0.digest != kept?.bytes })
        return [.removeSessions(of: account, except: kept?.bytes)] + details
    }
}
