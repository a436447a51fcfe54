/// What a reader found in the input.
public enum IRCLineEvent {
    /// A line without its end. The bytes are the input's or the reader's own: they hold until the reader's next call.
    case line(UnsafeRawBufferPointer)
    /// A line over the limits was passed over: ERR_INPUTTOOLONG. What follows it is read as ever.
    case tooLong
}

/// Finds lines in the bytes that a socket gives.
///
/// A line ends at a LF or a CR (RFC 1459, 8: either will do), and empty lines are nothing, so that CR LF ends one line. The
/// events depend on the bytes alone, never on how they were split. A line that is whole in the input is given in place;
/// only one that is not goes through the reader's buffer, which never holds more than one line within the limits, and is kept from
/// one line to the next while it is small.
public struct IRCLineReader: ~Copyable {
    private let limits: IRCLimits
    private let most: Int
    private var buffer = LineMemory()
    /// Whether the line that is going on is over the limits already.
    private var isOver = false

    public init(limits: IRCLimits = .fromClients) {
        self.limits = limits
        // With the `@` and the blank; CR LF is not kept.
        most = limits.tagBytes + 2 + limits.messageBytes - 2
    }

    /// The next event; nil when all of `input` was taken and more is needed. Takes what it has read from the front of `input`.
    public mutating func next(_ input: inout UnsafeRawBufferPointer) -> IRCLineEvent? {
        // The line that was given before holds no more.
        buffer.shrink()
        while !input.isEmpty {
            guard let end = input.firstLineEnd(from: 0) else {
                keep(input)
                input = input.part(input.count..<input.count)
                return nil
            }
            let found = input.part(0..<end)
            input = input.part((end + 1)..<input.count)
            if !buffer.isEmpty { keep(found) }
            if isOver {
                isOver = false
                return .tooLong
            }
            let line = buffer.isEmpty ? found : buffer.take()
            if line.isEmpty { continue }
            return fits(line) ? .line(line) : .tooLong
        }
        return nil
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        if isOver { return }
        if buffer.count + bytes.count > most {
            isOver = true
            buffer.clear()
        } else {
            buffer.append(bytes)
        }
    }

    private func fits(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.first == ASCII.at else { return line.count <= limits.messageBytes - 2 }
        guard line.count <= most else { return false }
        let tagsEnd = line.firstIndex(of: ASCII.space) ?? line.count
        return tagsEnd - 1 <= limits.tagBytes && line.count - tagsEnd - 1 <= limits.messageBytes - 2
    }
}
