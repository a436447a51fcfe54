/// What an account may do on the whole server. The numbers are stored.
public enum ServerRole: Int16, Sendable {
    case member = 0
    case owner = 1
}

/// A person who can log in.
public struct Account: Sendable, Equatable {
    public let id: AccountID
    public var username: Handle
    /// As entered; compared by `mailKey`.
    public var mail: String
    public var displayName: String
    public var role: ServerRole
    /// An argon2id string.
    public var passwordHash: String
    public let createdAt: Timestamp

    public init(
        id: AccountID, username: Handle, mail: String, displayName: String, role: ServerRole, passwordHash: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.username = username
        self.mail = mail
        self.displayName = displayName
        self.role = role
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }

    /// What makes a mail address unique: without regard to case.
    public var mailKey: String { mail.lowercased() }
}

/// A log-in that lasts until it is ended. Only the digest of its token is known to the server.
public struct Session: Sendable, Equatable {
    /// Digest of the token: 32 bytes.
    public let digest: [UInt8]
    public let account: AccountID
    public let createdAt: Timestamp

    public init(digest: [UInt8], account: AccountID, createdAt: Timestamp) {
        self.digest = digest
        self.account = account
        self.createdAt = createdAt
    }
}
