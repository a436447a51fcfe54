/// Why a SCRAM exchange ends, as the last message of the server says it (RFC 5802, 7).
public enum SCRAMError: String, Error, Sendable {
    case invalidEncoding = "invalid-encoding"
    case extensionsNotSupported = "extensions-not-supported"
    case invalidProof = "invalid-proof"
    case channelBindingsDontMatch = "channel-bindings-dont-match"
    case channelBindingNotSupported = "channel-binding-not-supported"
    case unknownUser = "unknown-user"
    case invalidUsernameEncoding = "invalid-username-encoding"
    case otherError = "other-error"

    /// The server's last message.
    public var message: [UInt8] { Array("e=\(rawValue)".utf8) }
}

/// The texts of a log-in by SCRAM without channel binding, on the server's side (RFC 5802). What the proof is worth is
/// for others to find out.
public struct SCRAMExchange: Sendable {
    /// Who logs in; unescaped.
    public let login: String
    /// Who the client wants to act as; empty for the one who logs in.
    public let authorization: String
    /// `n,a=…,` or `y,,`: what the client's last message must repeat.
    private let header: [UInt8]
    private let clientFirstBare: [UInt8]
    private let clientNonce: [UInt8]
    private var serverFirst: [UInt8] = []
    private var nonce: [UInt8] = []

    /// What proves that the client knows the password.
    public struct Proof: Sendable, Hashable {
        /// All that was said, to be signed.
        public let authMessage: [UInt8]
        public let clientProof: [UInt8]
    }

    /// Reads the client's first message: `n,,n=login,r=nonce`.
    public init(clientFirst message: [UInt8]) throws(SCRAMError) {
        let parts = Self.split(message)
        guard parts.count >= 4, String(validating: message, as: UTF8.self) != nil, !message.contains(ASCII.nul) else {
            throw .invalidEncoding
        }
        switch parts[0] {
        case [UInt8(ascii: "n")]: break
        // The client could bind to a channel and thinks that the server cannot. Since this one says so, that is the truth.
        case [UInt8(ascii: "y")]: break
        case _ where parts[0].starts(with: "p=".utf8): throw .channelBindingNotSupported
        default: throw .invalidEncoding
        }
        if parts[1].isEmpty {
            authorization = ""
        } else {
            guard parts[1].starts(with: "a=".utf8) else { throw .invalidEncoding }
            authorization = try Self.name(parts[1].dropFirst(2))
        }
        // Reserved for what a server must understand (RFC 5802, 5.1).
        guard !parts[2].starts(with: "m=".utf8) else { throw .extensionsNotSupported }
        guard parts[2].starts(with: "n=".utf8), parts[3].starts(with: "r=".utf8) else { throw .invalidEncoding }
        login = try Self.name(parts[2].dropFirst(2))
        clientNonce = Array(parts[3].dropFirst(2))
        guard !login.isEmpty, Self.isNonce(clientNonce) else { throw .invalidEncoding }
        guard parts.dropFirst(4).allSatisfy(Self.isAttribute) else { throw .invalidEncoding }
        let headerLength = parts[0].count + 1 + parts[1].count + 1
        header = Array(message.prefix(headerLength))
        clientFirstBare = Array(message.dropFirst(headerLength))
    }

    /// Makes the server's first message: `r=nonce,s=salt,i=iterations`.
    /// - Parameter nonce: fresh random text, printable and without a comma; it goes behind the client's.
    public mutating func challenge(nonce: String, salt: [UInt8], iterations: Int) -> [UInt8] {
        self.nonce = clientNonce + Array(nonce.utf8)
        serverFirst = Array("r=".utf8) + self.nonce + Array(",s=\(Base64.encode(salt)),i=\(iterations)".utf8)
        return serverFirst
    }

    /// Reads the client's last message: `c=header,r=nonce,p=proof`. The challenge must have been made.
    public func proof(clientFinal message: [UInt8]) throws(SCRAMError) -> Proof {
        let parts = Self.split(message)
        guard parts.count >= 3, let last = parts.last, parts[0].starts(with: "c=".utf8), last.starts(with: "p=".utf8),
            let binding = Base64.decode(parts[0].dropFirst(2))
        else { throw parts.first?.starts(with: "m=".utf8) == true ? .extensionsNotSupported : .invalidEncoding }
        guard binding == header else { throw .channelBindingsDontMatch }
        guard !parts[1].starts(with: "m=".utf8) else { throw .extensionsNotSupported }
        guard parts[1].starts(with: "r=".utf8) else { throw .invalidEncoding }
        guard !nonce.isEmpty, parts[1].dropFirst(2).elementsEqual(nonce) else { throw .otherError }
        guard parts.dropFirst(2).dropLast().allSatisfy(Self.isAttribute),
            let proof = Base64.decode(last.dropFirst(2)), !proof.isEmpty
        else { throw .invalidEncoding }
        let withoutProof = message.prefix(message.count - last.count - 1)
        let comma = [UInt8(ascii: ",")]
        return Proof(
            authMessage: clientFirstBare + comma + serverFirst + comma + withoutProof, clientProof: proof)
    }

    /// Makes the server's last message, which proves that it knew the verifier: `v=signature`.
    public static func success(serverSignature: [UInt8]) -> [UInt8] {
        Array("v=\(Base64.encode(serverSignature))".utf8)
    }

    // MARK: Grammar

    private static func split(_ message: [UInt8]) -> [ArraySlice<UInt8>] {
        message.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    }

    /// `saslname`: comma and equals sign are written `=2C` and `=3D`, and `=` stands for nothing else.
    private static func name(_ bytes: ArraySlice<UInt8>) throws(SCRAMError) -> String {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte != ASCII.equals {
                plain.append(byte)
                rest = rest.dropFirst()
                continue
            }
            if rest.starts(with: "=2C".utf8) {
                plain.append(UInt8(ascii: ","))
            } else if rest.starts(with: "=3D".utf8) {
                plain.append(ASCII.equals)
            } else {
                throw .invalidUsernameEncoding
            }
            rest = rest.dropFirst(3)
        }
        guard let name = String(validating: plain, as: UTF8.self) else { throw .invalidUsernameEncoding }
        return name
    }

    /// Printable ASCII without a comma. A nonce of megabytes is none: the message that held it would be too long.
    private static func isNonce(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
    }

    /// `x=…`: an extension that may be ignored.
    private static func isAttribute(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 3, let letter = bytes.first else { return false }
        return ASCII.upper(letter) != letter || ASCII.lower(letter) != letter
            ? bytes[bytes.startIndex + 1] == ASCII.equals : false
    }
}
