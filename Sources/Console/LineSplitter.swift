/// Splits what comes through a pipe into lines.
struct LineSplitter {
    /// The most bytes of a line; a longer one is left out.
    static let byteLimit = 1 << 20

    enum Piece: Equatable {
        case line(String)
        case tooLong
    }

    private var partial: [UInt8] = []
    private var isTooLong = false

    mutating func split(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var rest = bytes[...]
        while let feed = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<feed])
            pieces.append(finish())
            rest = rest[(feed + 1)...]
        }
        take(rest)
        return pieces
    }

    /// What stands after the last line feed.
    mutating func end() -> Piece? {
        partial.isEmpty && !isTooLong ? nil : finish()
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        if partial.count + bytes.count > Self.byteLimit { isTooLong = true }
        if !isTooLong { partial += bytes }
    }

    private mutating func finish() -> Piece {
        defer { (partial, isTooLong) = ([], false) }
        if isTooLong { return .tooLong }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        return .line(String(decoding: partial, as: UTF8.self))
    }
}
