import IRCWire

/// The answer to a labelled command: as it grows, and with its marks (IRCv3 labeled-response).
struct LabelledReply {
    let label: String
    /// Whether the answer comes in another way: as the echo of a message.
    var isElsewhere = false
    private var bytes: [UInt8] = []
    /// Whether all of it is one batch of another kind, which then has the label itself.
    private var isBatch = false

    init(label: String) {
        self.label = label
    }

    mutating func add(_ more: [UInt8], isBatch: Bool) {
        guard !more.isEmpty else { return }
        self.isBatch = isBatch && bytes.isEmpty
        bytes += more
    }

    func finished(from server: IRCSource) -> [UInt8] {
        if isBatch { return Self.marked(bytes[...], "label", label, end: []) }
        let parts = bytes.split(separator: 0x0A)
        var out = IRCLines()
        guard !parts.isEmpty else {
            out.tag("label", label)
            out.append(server, .ack, [])
            return out.bytes
        }
        guard parts.count > 1 else { return Self.marked(parts[0], "label", label) }
        out.tag("label", label)
        out.append(server, .batch, ["+\(Self.reference)", "labeled-response"])
        var bytes = out.take()
        for part in parts {
            bytes += Self.isInBatch(part) ? Array(part) + [0x0A] : Self.marked(part, "batch", Self.reference)
        }
        out.append(server, .batch, ["-\(Self.reference)"])
        return bytes + out.bytes
    }

    private static let reference = "answer"

    private static func isInBatch(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "@") else { return false }
        let tags = line.dropFirst().prefix { $0 != 0x20 }
        return tags.split(separator: UInt8(ascii: ";")).contains { $0.starts(with: "batch=".utf8) }
    }

    /// The line with one more tag, which is the first.
    private static func marked(
        _ line: ArraySlice<UInt8>, _ key: String, _ value: String, end: [UInt8] = [0x0A]
    ) -> [UInt8] {
        var tagged = IRCLines()
        tagged.tag(key, value)
        let hasTags = line.first == UInt8(ascii: "@")
        return tagged.bytes + (hasTags ? [UInt8(ascii: ";")] + line.dropFirst() : [0x20] + line) + end
    }
}
