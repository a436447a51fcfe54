/// A message of a SASL mechanism that comes in pieces of AUTHENTICATE (IRCv3 SASL).
public struct SASLMessage: Sendable {
    public enum Step: Equatable, Sendable {
        /// More pieces come.
        case more
        case whole([UInt8])
        /// `*`: the client gives up. ERR_SASLABORTED
        case aborted
        /// ERR_SASLTOOLONG
        case tooLong
        /// This is no Base64. ERR_SASLFAIL
        case malformed
    }

    /// The length of a piece behind which another one comes.
    public static let pieceLength = 400

    private let most: Int
    private var text: [UInt8] = []

    /// - Parameter most: the bytes of a whole message in Base64.
    public init(most: Int = 4_000) { self.most = most }

    /// Takes the parameter of an AUTHENTICATE. After any answer but `.more` a new message begins.
    public mutating func append(_ piece: String) -> Step {
        let step = take(piece)
        if step != .more { text = [] }
        return step
    }

    private mutating func take(_ piece: String) -> Step {
        if piece == "*" { return .aborted }
        if piece.utf8.count > Self.pieceLength { return .tooLong }
        if piece != "+" {
            guard text.count + piece.utf8.count <= most else { return .tooLong }
            text.append(contentsOf: piece.utf8)
            if piece.utf8.count == Self.pieceLength { return .more }
        }
        guard let bytes = Base64.decode(text) else { return .malformed }
        return .whole(bytes)
    }
}

extension IRCLines {
    /// Writes a challenge, in pieces of 400 bytes; `+` for an empty one, and behind a last piece that is full.
    public mutating func appendChallenge(_ bytes: some Collection<UInt8>) {
        let text = Base64.encode(bytes)
        var rest = text[...]
        while !rest.isEmpty {
            append(nil, .authenticate, [String(rest.prefix(SASLMessage.pieceLength))])
            rest = rest.dropFirst(SASLMessage.pieceLength)
        }
        if text.utf8.count.isMultiple(of: SASLMessage.pieceLength) { append(nil, .authenticate, ["+"]) }
    }
}

/// What a client says by the mechanism PLAIN (RFC 4616): `authzid NUL authcid NUL password`.
public struct PlainCredentials: Sendable, Hashable {
    /// Who the client wants to act as; empty for the one who logs in.
    public let authorization: String
    public let login: String
    public let password: String

    /// Nil unless the message is UTF-8 with two NULs, a login and a password.
    public init?(_ message: [UInt8]) {
        let parts = message.split(separator: ASCII.nul, omittingEmptySubsequences: false)
        guard parts.count == 3, let authorization = String(validating: parts[0], as: UTF8.self),
            let login = String(validating: parts[1], as: UTF8.self), !login.isEmpty,
            let password = String(validating: parts[2], as: UTF8.self), !password.isEmpty
        else { return nil }
        self.authorization = authorization
        self.login = login
        self.password = password
    }
}
