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
/// only one that is not goes through the reader's buffer, which never holds more than one line within the limits.
public struct IRCLineReader {
    private let limits: IRCLimits
    private let most: Int
    private let buffer: LineMemory
    /// Whether the line that is going on is over the limits already.
    private var isOver = false

    public init(limits: IRCLimits = .fromClients) {
        self.limits = limits
        // With the `@` and the blank; CR LF is not kept.
        most = limits.tagBytes + 2 + limits.messageBytes - 2
        buffer = LineMemory()
    }

    /// The next event; nil when all of `input` was taken and more is needed. Takes what it has read from the front of `input`.
    public mutating func next(_ input: inout UnsafeRawBufferPointer) -> IRCLineEvent? {
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

/// The beginning of a line whose end is not there yet. Grows to what lines need, and is kept from one to the next.
private final class LineMemory {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    deinit { memory.deallocate() }

    func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty { return }
        if count + bytes.count > memory.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(512, 2 * (count + bytes.count)), alignment: 1)
            larger.copyMemory(from: UnsafeRawBufferPointer(memory).part(0..<count))
            memory.deallocate()
            memory = larger
        }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    /// What was kept. It holds until the next `append`.
    func take() -> UnsafeRawBufferPointer {
        defer { count = 0 }
        return UnsafeRawBufferPointer(memory).part(0..<count)
    }

    func clear() { count = 0 }
}
