import ChatStore
import Digests
import FoundationEssentials
import Secrets
import UnicodeText

/// What the server says of an account before a client proves that it knows the password (RFC 5802, section 5.1).
public struct SCRAMVerifier: Sendable, Equatable {
    public var salt: [UInt8]
    public var iterations: Int
}

/// What a client proves by that it knows the password (RFC 5802, section 3).
public struct SCRAMProof: Sendable {
    /// `AuthMessage`: what was said before the proof, which this server's own nonce is part of.
    public var authMessage: [UInt8]
    /// `ClientProof`. Wrong unless it has 32 bytes.
    public var clientProof: [UInt8]

    public init(authMessage: [UInt8], clientProof: [UInt8]) {
        self.authMessage = authMessage
        self.clientProof = clientProof
    }
}

/// What is kept of a password for SCRAM-SHA-256 (RFC 5802, section 3; RFC 7677). It opens nothing by itself, but whoever
/// has it can guess passwords, faster than from an argon2id hash.
struct SCRAMKeys: Codable, Sendable, Equatable {
    var salt: Data
    var iterations: Int
    var storedKey: Data
    var serverKey: Data

    static let saltBytes = 16

    enum CodingKeys: String, CodingKey {
        case salt, iterations
        case storedKey = "stored_key"
        case serverKey = "server_key"
    }

    /// Takes as long as `iterations` says.
    ///
    /// - Parameter password: in the form of SASLprep.
    init(password: String, salt: [UInt8], iterations: Int) {
        let salted = Digest.pbkdf2SHA256(
            password: Array(password.utf8).span.bytes, salt: salt.span.bytes, iterations: iterations)
        let clientKey = Digest.hmacSHA256(Array("Client Key".utf8).span.bytes, key: salted.span.bytes)
        self.salt = Data(salt)
        self.iterations = iterations
        storedKey = Data(Digest.sha256(clientKey.span.bytes))
        serverKey = Data(Digest.hmacSHA256(Array("Server Key".utf8).span.bytes, key: salted.span.bytes))
    }

    /// Those of no password, with which every proof is wrong after the same work.
    init(ofNobody random: SecureRandom) {
        (salt, iterations) = (Data(), 0)
        (storedKey, serverKey) = (Data(random.bytes(32)), Data(random.bytes(32)))
    }

    var verifier: SCRAMVerifier { SCRAMVerifier(salt: Array(salt), iterations: iterations) }

    /// `ServerSignature`, by which the server proves that it has the keys; nil when the proof is wrong.
    func serverSignature(for proof: SCRAMProof) -> [UInt8]? {
        let message = proof.authMessage.span.bytes
        let signature = Digest.hmacSHA256(message, key: Array(storedKey).span.bytes)
        let clientKey = zip(signature, proof.clientProof).map { $0 ^ $1 }
        let found = Digest.sha256(clientKey.span.bytes)
        let own = Digest.hmacSHA256(message, key: Array(serverKey).span.bytes)
        guard proof.clientProof.count == signature.count, ConstantTime.equal(found.span, Array(storedKey).span) else {
            return nil
        }
        return own
    }
}

/// That somebody wants to log in by SCRAM, and what is kept for it. Owner: the account. Without the record he does not.
struct SCRAMSetting: RecordValue, Equatable {
    static var collection: RecordCollection { .scram }

    /// Nil until the next log-in by password, from which they are made.
    var keys: SCRAMKeys?
}

/// A secret of the server's own, made once. Owner: 0; item: 2.
struct ServerSecret: RecordValue {
    static var collection: RecordCollection { .serverSettings }
    static let item: Int64 = 2

    var bytes: Data

    /// Makes it where there is none.
    static func make(
        in directory: StoredDirectory, with writer: any StoreWriter, _ random: SecureRandom
    ) throws(StoreError) {
        let key = RecordKey(collection, owner: 0, item: item)
        guard !directory.records.contains(where: { $0.key == key }) else { return }
        let secret = ServerSecret(bytes: Data(random.bytes(32)))
        _ = try writer.commit([CommitUnit(changes: [secret.put(owner: 0, item: item)])])
    }
}
