/// Who a line is from, as it stands in the line: made once, written often.
public struct IRCSource: Sendable, Hashable {
    /// `:nick!user@host `, with the blank behind it.
    let bytes: [UInt8]

    public init(nick: String, user: String, host: String) {
        self.init("\(nick)!\(user)@\(host)")
    }

    /// A server, or anything that needs no more than a name.
    public init(_ name: String) {
        var bytes = [ASCII.colon]
        bytes.append(contentsOf: name.utf8.map { ASCII.breaksLine($0) || $0 == ASCII.space ? UInt8(ascii: "_") : $0 })
        bytes.append(ASCII.space)
        self.bytes = bytes
    }

    /// How many bytes of a line it takes, with the colon and the blank.
    public var byteCount: Int { bytes.count }

    /// `nick!user@host`.
    public var text: String { String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self) }
}
