/// What an account may do on the whole server. The numbers are stored.
public enum ServerRole: Int16, Sendable, CaseIterable {
    case member = 0
    /// Everything an admin may, and who is admin or owner. The last one cannot go.
    case owner = 1
    /// Adds people, and deactivates, removes and re-roles those who are no admins.
    case admin = 2
    /// Sees only the rooms that he was put in, and those that let guests in.
    case guest = 3

    /// Whether one may manage people of another role.
    public func mayManage(_ other: ServerRole) -> Bool {
        switch self {
        case .owner: true
        case .admin: other == .member || other == .guest
        case .member, .guest: false
        }
    }

    /// Whether one may manage anybody at all.
    public var managesPeople: Bool { self == .owner || self == .admin }
}

/// Whether a person may use his account. The numbers are stored.
public enum AccountState: Int16, Sendable, CaseIterable {
    case active = 0
    /// Not let in, until somebody reactivates it. Memberships and messages stay.
    case deactivated = 1
    /// Gone for good: out of all rooms, without mail address, name and password. What it wrote stays, by nobody.
    case removed = 2
}

/// A person who can log in.
public struct Account: Sendable, Equatable {
    public let id: AccountID
    public var username: Handle
    /// As entered; compared by `mailKey`. See also `knownMail`.
    public var mail: String
    public var displayName: String
    public var role: ServerRole
    public var state: AccountState
    /// An argon2id string; empty when no password opens the account.
    public var passwordHash: String
    public let createdAt: Timestamp

    public init(
        id: AccountID, username: Handle, mail: String, displayName: String, role: ServerRole,
        state: AccountState = .active, passwordHash: String, createdAt: Timestamp
    ) {
        self.id = id
        self.username = username
        self.mail = mail
        self.displayName = displayName
        self.role = role
        self.state = state
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }

    /// Nil for who has none. His number stands in its place then, which is no mail address.
    public var knownMail: String? { mail.contains("@") ? mail : nil }

    /// What makes a mail address unique: without regard to case.
    public var mailKey: String { mail.lowercased() }
}

/// A log-in that lasts until it is ended. Only the digest of its token is known to the server.
public struct Session: Sendable, Equatable {
    /// Digest of the token: 32 bytes.
    public let digest: [UInt8]
    public let account: AccountID
    public let createdAt: Timestamp
    /// What the client calls itself, for the list of one's sessions.
    public var client: String
    /// Where it was begun from.
    public var address: String

    public init(digest: [UInt8], account: AccountID, createdAt: Timestamp, client: String = "", address: String = "") {
        self.digest = digest
        self.account = account
        self.createdAt = createdAt
        self.client = client
        self.address = address
    }

    /// Names the session to its owner without giving anything away: below 2^48.
    public var number: Int64 {
        digest.prefix(6).reduce(0) { $0 << 8 | Int64($1) }
    }
}
