/// Why an escaped text was not decoded.
public enum PercentDecodingError: Error, Sendable, Hashable {
    /// A `%` without two hexadecimal digits.
    case badEscape
    /// `%00`.
    case nul
    case invalidUTF8
    /// A path segment that is `.` or `..` once decoded. Clients resolve them before they send.
    case dotSegment
    /// A path segment with an escaped `/` in it: joined to a file name it would be another path.
    case escapedSlash
}

extension HTTPTarget {
    /// A name and value of a query.
    public struct QueryItem: Sendable, Hashable {
        public let name: String
        /// Empty if there is no `=`.
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The parts of the path between its slashes, decoded. `/` gives one empty segment, `/a/` gives `a` and an empty one.
    public func pathSegments() throws(PercentDecodingError) -> [String] {
        var segments: [String] = []
        for part in HTTPGrammar.split(path, by: UInt8(ascii: "/")).dropFirst() {
            let segment = try Self.percentDecoded(part)
            if segment == "." || segment == ".." { throw .dotSegment }
            if segment.utf8.contains(UInt8(ascii: "/")) { throw .escapedSlash }
            segments.append(segment)
        }
        return segments
    }

    /// The query as `application/x-www-form-urlencoded`: `+` is a space. In order, repeated names kept.
    public func queryItems() throws(PercentDecodingError) -> [QueryItem] {
        var items: [QueryItem] = []
        for pair in HTTPGrammar.split(query ?? "", by: UInt8(ascii: "&")) where !pair.isEmpty {
            let (name, value) = HTTPGrammar.cut(pair, at: UInt8(ascii: "=")) ?? (pair, "")
            items.append(
                QueryItem(
                    try Self.percentDecoded(name, plusIsSpace: true),
                    try Self.percentDecoded(value, plusIsSpace: true)))
        }
        return items
    }

    /// Undoes percent escapes once.
    public static func percentDecoded(
        _ text: some StringProtocol, plusIsSpace: Bool = false
    ) throws(PercentDecodingError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(HTTPGrammar.hexValue),
                    let low = rest.next().flatMap(HTTPGrammar.hexValue)
                else { throw .badEscape }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(HTTPGrammar.space)
            default: bytes.append(byte)
            }
        }
        if bytes.contains(0) { throw .nul }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        return decoded
    }
}
