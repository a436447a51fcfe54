/// How a record's value lies in its row of `record_slots`: its length in four bytes, itself, and zeros up to a size that
/// rows have in common.
///
/// `secure_delete` overwrites what is deleted, but a page that is split or merged keeps copies of the rows that moved, in
/// space that SQLite takes for free: they outlive the deletion of what they are copies of. So rows with values never
/// move: they are added at the end alone, keep their size for ever, and are filled with zeros instead of deleted. A row that is free
/// takes the next value of its size. Keys are numbers; their tree splits and merges as it likes.
enum RecordSlot {
    private static let lengthBytes = 4
    private static let smallest = 32
    /// Larger ones are multiples of it.
    private static let page = 4096

    /// The bytes of a row that holds `value`.
    static func row(of value: [UInt8]) -> [UInt8] {
        let used = lengthBytes + value.count
        var size = smallest
        while size < used, size < page { size *= 2 }
        if size < used { size = (used + page - 1) / page * page }
        var row: [UInt8] = []
        row.reserveCapacity(size)
        // A value over 4 GiB is over SQLite's own limit.
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: value.count).bigEndian) { row.append(contentsOf: $0) }
        row.append(contentsOf: value)
        row.append(contentsOf: repeatElement(0, count: size - used))
        return row
    }

    /// Nil for what is no row of ours.
    static func value(of row: [UInt8]) -> [UInt8]? {
        guard row.count >= lengthBytes else { return nil }
        let length = row.prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
        guard length <= row.count - lengthBytes else { return nil }
        return Array(row.dropFirst(lengthBytes).prefix(length))
    }
}
