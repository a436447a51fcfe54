internal import ChatDomain

/// One row of `texts`: how many are mentioned and who (each eight bytes, little-endian), then the text.
///
/// The first byte is 1; it is 0 once the row has been overwritten.
struct StoredText {
    var mentions: [AccountID] = []
    var text: [UInt8] = []

    init(_ content: IndexedContent) {
        mentions = content.mentions
        text = Array(content.text.utf8)
    }

    /// Nil for a row that was erased, or that no Roost writes.
    init?(_ row: [UInt8]) {
        guard row.count >= 5, row[0] == 1 else { return nil }
        let count = Int(Self.number(row[1..<5]))
        guard count <= (row.count - 5) / 8 else { return nil }
        let end = 5 + 8 * count
        for start in stride(from: 5, to: end, by: 8) {
            mentions.append(AccountID(rawValue: Int64(bitPattern: Self.number(row[start..<(start + 8)]))))
        }
        text = Array(row[end...])
    }

    var row: [UInt8] {
        var row: [UInt8] = [1]
        row.reserveCapacity(5 + 8 * mentions.count + text.count)
        let count = UInt32(clamping: mentions.count)
        for shift in stride(from: 0, to: 32, by: 8) { row.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
        for mention in mentions {
            for shift in stride(from: 0, to: 64, by: 8) {
                row.append(UInt8(truncatingIfNeeded: mention.rawValue >> Int64(shift)))
            }
        }
        row += text
        return row
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
