/// Why a line is no message.
public enum IRCMessageError: Error, Hashable, Sendable {
    /// Only blanks, or tags and a source without a command.
    case noCommand
    /// A NUL, or a CR or LF inside the line.
    case forbiddenByte
    /// Answered with `FAIL * INVALID_UTF8` (UTF8ONLY).
    case invalidUTF8
    /// Over 65,535 bytes, which no reader lets through.
    case tooLong
}

/// A message as a client or server sends it: `@tags :source COMMAND parameter parameter :trailing`
/// (RFC 1459, 2.3.1; message-tags).
///
/// It is a view of the line's bytes and holds as long as they do. Nothing is copied before it is asked for as a `String`. All
/// of the line is valid UTF-8 without NUL, CR and LF. Blanks between the parts may be more than one.
public struct IRCMessage {
    /// RFC 1459, 2.3: fifteen parameters at most. The fifteenth has all the rest, with or without a colon.
    public static let mostParameters = 15

    public let tags: IRCTags
    /// Who sends it, without the colon; empty where the line says nothing. From clients it means nothing.
    public let source: UnsafeRawBufferPointer
    /// Nil for one that Roost does not know; see `commandText`.
    public let command: IRCCommand?
    /// The command as it was sent.
    public let commandBytes: UnsafeRawBufferPointer
    /// How many parameters there are, trailing one included.
    public private(set) var count = 0
    private let line: UnsafeRawBufferPointer
    private var bounds = InlineArray<15, Bounds>(repeating: Bounds())

    private struct Bounds {
        var start: UInt16 = 0
        var end: UInt16 = 0
    }

    /// - Parameter line: without its end.
    public init(_ line: UnsafeRawBufferPointer) throws(IRCMessageError) {
        guard line.count <= UInt16.max else { throw .tooLong }
        try line.checkText()
        self.line = line
        var scan = WordScan(line)
        if scan.next == ASCII.at {
            tags = IRCTags(line.part(scan.word(dropping: 1)))
        } else {
            tags = IRCTags(line.part(0..<0))
        }
        source = scan.next == ASCII.colon ? line.part(scan.word(dropping: 1)) : line.part(0..<0)
        guard scan.next != nil else { throw .noCommand }
        commandBytes = line.part(scan.word(dropping: 0))
        command = IRCCommand(commandBytes)
        while let first = scan.next {
            let range: Range<Int>
            if first == ASCII.colon {
                range = scan.rest(dropping: 1)
            } else if count == Self.mostParameters - 1 {
                range = scan.rest(dropping: 0)
            } else {
                range = scan.word(dropping: 0)
            }
            bounds[count] = Bounds(
                start: UInt16(truncatingIfNeeded: range.lowerBound),
                end: UInt16(truncatingIfNeeded: range.upperBound))
            count += 1
            if range.upperBound == line.count { break }
        }
    }

    /// The command in upper case, also one that is not known.
    public var commandText: String {
        command?.rawValue ?? String(decoding: commandBytes.map(ASCII.upper), as: UTF8.self)
    }

    /// The bytes of a parameter, counted from 0; nil if it is not there.
    public func bytes(_ index: Int) -> UnsafeRawBufferPointer? {
        guard index >= 0, index < count else { return nil }
        return line.part(Int(bounds[index].start)..<Int(bounds[index].end))
    }

    /// A parameter, counted from 0; nil if it is not there.
    public subscript(_ index: Int) -> String? { bytes(index)?.text }

    /// A parameter; nil if it is not there or empty.
    public func nonEmpty(_ index: Int) -> String? { self[index].flatMap { $0.isEmpty ? nil : $0 } }

    /// All parameters, copied.
    public var parameters: [String] { (0..<count).compactMap { self[$0] } }
}

/// Goes over the words of a line.
private struct WordScan {
    private let line: UnsafeRawBufferPointer
    private var position = 0

    init(_ line: UnsafeRawBufferPointer) {
        self.line = line
        skipBlanks()
    }

    /// The first byte of the next word; nil at the end.
    var next: UInt8? { position < line.count ? line[position] : nil }

    mutating func word(dropping prefix: Int) -> Range<Int> {
        let start = position
        while position < line.count, line[position] != ASCII.space { position &+= 1 }
        let end = position
        skipBlanks()
        return min(start + prefix, end)..<end
    }

    mutating func rest(dropping prefix: Int) -> Range<Int> {
        let start = position
        position = line.count
        return min(start + prefix, line.count)..<line.count
    }

    private mutating func skipBlanks() {
        while position < line.count, line[position] == ASCII.space { position &+= 1 }
    }
}
