/// What the server tells about itself: the tokens of RPL_ISUPPORT (005).
public struct ISupport: Sendable {
    /// Each as it stands in the line.
    public private(set) var tokens: [String] = []

    public init() {}

    /// Adds `NAME` or `NAME=value`. What may not stand in a value is written as `\xHH`.
    public mutating func add(_ name: String, _ value: String? = nil) {
        tokens.append(value.map { "\(name)=\(Self.escaped($0))" } ?? name)
    }

    public mutating func add(_ name: String, _ value: Int) { add(name, String(value)) }

    /// Adds `-NAME`: what was told before holds no more.
    public mutating func remove(_ name: String) { tokens.append("-\(name)") }

    static func escaped(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if byte > ASCII.space, byte != ASCII.backslash, byte != ASCII.equals, byte != 0x7F {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [
                    ASCII.backslash, UInt8(ascii: "x"), hexadecimal(byte >> 4), hexadecimal(byte & 15),
                ])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x41 + digit - 10 }

    /// At most thirteen, since a client's nick and the text take two of fifteen parameters.
    static let mostTokensInALine = 13
}

extension IRCLines {
    /// Writes RPL_ISUPPORT, in as many lines as it takes.
    /// - Parameter batch: the reference of an open `draft/isupport` batch, for clients that have `draft/extended-isupport`.
    public mutating func append(
        _ source: IRCSource, _ support: ISupport, for target: String, batch: String? = nil
    ) {
        let text = Numeric.rplISupport.text ?? ""
        var next = support.tokens.startIndex
        while next < support.tokens.endIndex {
            if let batch { tag("batch", batch) }
            begin(source, .rplISupport, for: target)
            var count = 0
            while next < support.tokens.endIndex, count < ISupport.mostTokensInALine {
                // A token that fits in no line is written nevertheless, and cut, since it would come never else.
                if count > 0, support.tokens[next].utf8.count + 1 + text.utf8.count + 2 > room { break }
                parameter(support.tokens[next])
                next += 1
                count += 1
            }
            trailing(text)
            end()
        }
    }
}
