/// What a batch of `draft/multiline` may hold.
public struct MultilineLimits: Sendable, Hashable {
    /// Of the whole text, line feeds included.
    public var bytes: Int
    /// Of the batch.
    public var lines: Int

    public init(bytes: Int, lines: Int) {
        self.bytes = bytes
        self.lines = lines
    }
}

/// A text that a client sends line by line, in a batch of `draft/multiline`.
public struct MultilineText: Sendable {
    public enum Fault: Error, Hashable, Sendable {
        case tooManyBytes(limit: Int)
        case tooManyLines(limit: Int)
        /// A blank line that goes on the line before.
        case blankContinuation

        public var reply: StandardReply {
            switch self {
            case .tooManyBytes(let limit):
                StandardReply(
                    .fail, .batch, "MULTILINE_MAX_BYTES", ["\(limit)"],
                    text: "A message of several lines may have \(limit) bytes")
            case .tooManyLines(let limit):
                StandardReply(
                    .fail, .batch, "MULTILINE_MAX_LINES", ["\(limit)"],
                    text: "A message of several lines may have \(limit) lines")
            case .blankContinuation:
                StandardReply(.fail, .batch, "MULTILINE_INVALID", text: "A blank line continues nothing")
            }
        }
    }

    public let limits: MultilineLimits
    private var bytes: [UInt8] = []
    private var lines = 0
    private var isBlank = true

    public init(limits: MultilineLimits) { self.limits = limits }

    /// The lines so far as one text. A batch must not be blank altogether.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether no line has anything in it.
    public var isEmpty: Bool { isBlank }

    /// Adds a line. After a fault the text is as it was.
    /// - Parameter continues: whether the line carries `draft/multiline-concat`.
    public mutating func append(_ line: UnsafeRawBufferPointer, continues: Bool) throws(Fault) {
        guard lines < limits.lines else { throw .tooManyLines(limit: limits.lines) }
        if continues, line.isEmpty { throw .blankContinuation }
        let breaks = lines > 0 && !continues
        guard bytes.count + line.count + (breaks ? 1 : 0) <= limits.bytes else {
            throw .tooManyBytes(limit: limits.bytes)
        }
        if breaks { bytes.append(ASCII.lf) }
        bytes.append(contentsOf: line)
        lines += 1
        if !line.isEmpty { isBlank = false }
    }
}
