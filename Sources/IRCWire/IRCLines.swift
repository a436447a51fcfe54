public import ChatDomain

/// Lines being written, one after the other.
///
///     lines.tag("account", "ada")                  // as many as wanted, first
///     lines.begin(source, .privmsg)
///     lines.parameter("#kitchen")
///     lines.trailing(text)
///     lines.end()
///
/// Nothing that is written can end a line before `end()`: what no value may hold is replaced, so that no name and no text can
/// smuggle in a line of its own. A line is cut at 512 bytes, between characters; tags over 8,189 bytes are left out.
public struct IRCLines: Sendable {
    public private(set) var bytes: [UInt8] = []
    /// Where the tags of the open line begin, if it has any.
    private var tagsStart: Int?
    /// Where the open line begins, behind its tags.
    private var bodyStart = 0

    public init() {}

    public var isEmpty: Bool { bytes.isEmpty }

    /// Forgets all, and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        tagsStart = nil
        bodyStart = 0
    }

    /// What was written so far; nothing is left.
    public mutating func take() -> [UInt8] {
        let taken = bytes
        self = IRCLines()
        return taken
    }

    // MARK: Tags

    /// Adds a tag, which may be empty. A key that is none is left out.
    public mutating func tag(_ key: String, _ value: String = "") {
        guard IRCTags.isKey(key.utf8) else { return }
        tag { bytes in
            bytes.append(contentsOf: key.utf8)
            if value.isEmpty { return }
            bytes.append(ASCII.equals)
            IRCTags.appendEscaped(value.utf8, to: &bytes)
        }
    }

    /// Adds `time`.
    public mutating func time(_ moment: Timestamp) {
        tag { bytes in
            bytes.append(contentsOf: "time=".utf8)
            ServerTime.append(moment, to: &bytes)
        }
    }

    /// Adds `msgid`.
    public mutating func msgid(_ id: MsgID) {
        tag { bytes in
            bytes.append(contentsOf: "msgid=".utf8)
            id.append(to: &bytes)
        }
    }

    private mutating func tag(_ write: (inout [UInt8]) -> Void) {
        let before = bytes.count
        bytes.append(tagsStart == nil ? ASCII.at : ASCII.semicolon)
        write(&bytes)
        if bytes.count - (tagsStart ?? before) - 1 > IRCLimits.fromServers.tagBytes {
            bytes.removeLast(bytes.count - before)
        } else if tagsStart == nil {
            tagsStart = before
        }
    }

    // MARK: The line

    /// Begins the line behind its tags.
    public mutating func begin(_ source: IRCSource?, _ command: IRCCommand) {
        openBody(source)
        bytes.append(contentsOf: command.rawValue.utf8)
    }

    /// Begins a numeric reply. `target` is the client's nick, or `*` before it has one.
    public mutating func begin(_ source: IRCSource, _ numeric: Numeric, for target: String) {
        openBody(source)
        let number = numeric.rawValue
        for digit in [number / 100, number / 10 % 10, number % 10] { bytes.append(0x30 + UInt8(digit % 10)) }
        parameter(target)
    }

    private mutating func openBody(_ source: IRCSource?) {
        if tagsStart != nil { bytes.append(ASCII.space) }
        tagsStart = nil
        bodyStart = bytes.count
        if let source { bytes.append(contentsOf: source.bytes) }
    }

    /// Adds a parameter that is not the last: a word. Blanks become `_`, an empty one becomes `*`.
    public mutating func parameter(_ text: String) {
        bytes.append(ASCII.space)
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes.count == start { bytes.append(UInt8(ascii: "*")) }
        if bytes[start] == ASCII.colon { bytes[start] = UInt8(ascii: "_") }
        for index in start..<bytes.count where bytes[index] <= ASCII.space {
            if bytes[index] == ASCII.space || ASCII.breaksLine(bytes[index]) { bytes[index] = UInt8(ascii: "_") }
        }
    }

    public mutating func parameter(_ number: Int64) {
        bytes.append(ASCII.space)
        bytes.append(decimal: number)
    }

    /// Adds the last parameter, which may be anything. CR, LF and NUL become blanks.
    public mutating func trailing(_ text: String) {
        openTrailing()
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        blankOut(from: start)
    }

    public mutating func trailing(_ text: UnsafeRawBufferPointer) {
        openTrailing()
        let start = bytes.count
        bytes.append(contentsOf: text)
        blankOut(from: start)
    }

    /// Goes on with the last parameter, which was begun.
    mutating func extendTrailing(_ separator: UInt8, _ text: String) {
        let start = bytes.count
        bytes.append(separator)
        bytes.append(contentsOf: text.utf8)
        blankOut(from: start)
    }

    private mutating func openTrailing() {
        bytes.append(ASCII.space)
        bytes.append(ASCII.colon)
    }

    private mutating func blankOut(from start: Int) {
        bytes.withUnsafeMutableBytes { bytes in
            var index = start
            while index < bytes.count {
                if index &+ 8 <= bytes.count {
                    let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    if !word.mayHold(ASCII.lf), !word.mayHold(ASCII.cr), !word.mayHold(ASCII.nul) {
                        index &+= 8
                        continue
                    }
                }
                if ASCII.breaksLine(bytes[index]) { bytes[index] = ASCII.space }
                index &+= 1
            }
        }
    }

    /// Ends the line, and cuts it where it is too long.
    public mutating func end() {
        let most = IRCLimits.fromServers.messageBytes - 2
        if bytes.count - bodyStart > most {
            var end = bodyStart + most
            // Not within a character: a continuation byte is not its first.
            while end > bodyStart, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            bytes.removeLast(bytes.count - end)
        }
        bytes.append(ASCII.cr)
        bytes.append(ASCII.lf)
        bodyStart = bytes.count
    }

    /// How many bytes the open line still holds.
    public var room: Int { max(0, IRCLimits.fromServers.messageBytes - 2 - (bytes.count - bodyStart)) }
}

extension IRCLines {
    /// A whole line without tags: words, and the last one as trailing.
    public mutating func append(_ source: IRCSource?, _ command: IRCCommand, _ words: [String], trailing: String? = nil)
    {
        begin(source, command)
        for word in words { parameter(word) }
        if let trailing { self.trailing(trailing) }
        end()
    }

    /// A whole numeric reply with its standard text, or another one.
    public mutating func append(
        _ source: IRCSource, _ numeric: Numeric, for target: String, _ words: [String] = [], trailing: String? = nil
    ) {
        begin(source, numeric, for: target)
        for word in words { parameter(word) }
        if let trailing = trailing ?? numeric.text { self.trailing(trailing) }
        end()
    }
}
