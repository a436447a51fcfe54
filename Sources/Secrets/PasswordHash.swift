import CSodium

/// A password's argon2id hash, with its salt and cost, as the text that is stored.
///
/// Passwords are bytes: whoever takes one from a person normalizes it first (NFC, RFC 8265 §4.2), so that the same
/// password typed on another keyboard is the same bytes. Hashing and verifying take as long and as much memory as the
/// cost says. Both may run on any thread, many at once; how many at once is the caller's to bound.
public struct PasswordHash: Hashable, Sendable {
    /// `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, at most 127 ASCII characters. Store it; don't show it.
    public let encoded: String

    /// The longest password that is hashed or verified whatever the caller allows, in bytes.
    public static let hardLimit = 4_096

    /// Hashes a password with a new random salt. (`crypto_pwhash_str_alg`)
    ///
    /// - Parameter maximumBytes: The caller's limit for the password, at most ``hardLimit``.
    /// - Throws: `.passwordTooLong`, `.outOfMemory`, `.unavailable`.
    public init(
        password: Span<UInt8>, cost: PasswordCost = .interactive, maximumBytes: Int = 1_024
    ) throws(SecretsError) {
        try Self.check(password, limit: maximumBytes)
        try Sodium.start()
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let result = Self.withCharacters(of: password) { characters, count in
            crypto_pwhash_str_alg(
                &text, characters, count, UInt64(cost.operations), cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
        }
        guard result == 0 else { throw .outOfMemory }
        encoded = Self.string(text)
    }

    /// Takes a stored or imported hash after reading it in full, so that verifying can neither fail on its form nor
    /// cost more than `ceiling`.
    ///
    /// - Throws: `.malformedHash` for anything that is not argon2id version 19 as libsodium decodes it;
    ///   `.costOutOfRange` above the ceiling; `.unavailable`.
    public init(encoded: String, ceiling: PasswordCost = .importCeiling) throws(SecretsError) {
        try Sodium.start()
        guard let form = Argon2idForm(encoded), Self.needsRehash(encoded, cost: .interactive) != nil else {
            throw .malformedHash
        }
        guard form.passes <= ceiling.operations, form.kibibytes <= ceiling.memoryBytes / 1_024,
            form.lanes <= Argon2idForm.maximumLanes
        else { throw .costOutOfRange }
        self.encoded = encoded
    }

    /// Whether the password is the one that was hashed. (`crypto_pwhash_str_verify`)
    ///
    /// - Throws: `.passwordTooLong`; `.outOfMemory` or `.unavailable`, when nothing is known about the password.
    public func verify(password: Span<UInt8>, maximumBytes: Int = 1_024) throws(SecretsError) -> Bool {
        try Self.check(password, limit: maximumBytes)
        try Sodium.start()
        let text = Self.characters(encoded)
        let memory = (Argon2idForm(encoded)?.kibibytes ?? 0) * 1_024
        let result = Self.withCharacters(of: password) { characters, count in
            roost_password_verify(text, characters, count, memory)
        }
        guard result >= 0 else { throw .outOfMemory }
        return result == 1
    }

    /// Whether the hash was made at another cost, lower or higher, and should be made anew at the next good log-in.
    public func needsRehash(cost: PasswordCost = .interactive) -> Bool {
        Self.needsRehash(encoded, cost: cost) ?? true
    }

    /// Nil when libsodium cannot decode the text. (`crypto_pwhash_str_needs_rehash`)
    private static func needsRehash(_ encoded: String, cost: PasswordCost) -> Bool? {
        let result = crypto_pwhash_str_needs_rehash(characters(encoded), UInt64(cost.operations), cost.memoryBytes)
        return result < 0 ? nil : result != 0
    }

    private static func check(_ password: Span<UInt8>, limit: Int) throws(SecretsError) {
        let limit = min(limit, hardLimit)
        guard password.count <= limit else { throw .passwordTooLong(limit: limit) }
    }

    /// The text as libsodium wants it: a buffer of full size with zeros after it.
    private static func characters(_ text: String) -> [CChar] {
        var characters = text.utf8.prefix(Int(crypto_pwhash_STRBYTES) - 1).map { CChar(bitPattern: $0) }
        characters.append(contentsOf: repeatElement(0, count: Int(crypto_pwhash_STRBYTES) - characters.count))
        return characters
    }

    private static func string(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func withCharacters(
        of password: Span<UInt8>, _ body: (UnsafePointer<CChar>, UInt64) -> Int32
    ) -> Int32 {
        password.withUnsafeBytes { bytes in
            // An empty span may have no address, and libsodium wants one.
            withUnsafePointer(to: CChar(0)) { nothing in
                body(bytes.assumingMemoryBound(to: CChar.self).baseAddress ?? nothing, UInt64(bytes.count))
            }
        }
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "PasswordHash(redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
