/// Why a secret could not be made, read or checked.
public enum SecretsError: Error, Hashable, Sendable {
    /// libsodium could not start, for instance because the system gives no random bytes.
    case unavailable

    /// The password has more bytes than `limit`.
    case passwordTooLong(limit: Int)

    /// The cost lies outside what ``PasswordCost`` or the caller's ceiling allows.
    case costOutOfRange

    /// The text is not an argon2id hash in the encoding that libsodium reads.
    case malformedHash

    /// The memory that the cost asks for was not to be had. The password is neither right nor wrong.
    case outOfMemory
}
