/// Reads one body and stops at its last byte.
struct BodyReader {
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// Responses only (RFC 9112, 6.3, 8).
        case untilClose
    }

    private enum Stage {
        case data(remaining: Int)
        case untilClose
        case chunkSize
        case chunkData(remaining: Int)
        case chunkCR, chunkLF
        case trailers
    }

    private var stage: Stage
    private var bytes: [UInt8] = []
    private var extensionBytes = 0

    init(_ framing: Framing) {
        stage =
            switch framing {
            case .length(let count): .data(remaining: count)
            case .chunked: .chunkSize
            case .untilClose: .untilClose
            }
    }

    /// Whether the end of the connection is the end of this body.
    var endsWithConnection: Bool {
        if case .untilClose = stage { true } else { false }
    }

    /// Bytes of memory that the body takes so far.
    var memory: Int { bytes.capacity }

    /// The body. Gives its memory away.
    mutating func take() -> [UInt8] {
        let body = bytes
        bytes = []
        return body
    }

    /// True once the body is whole.
    mutating func advance(
        _ input: Span<UInt8>, at position: inout Int, line: inout LineBuffer, fields: inout FieldSection,
        limits: HTTPLimits
    ) throws(HTTPRefusal) -> Bool {
        while true {
            switch stage {
            case .data(let remaining):
                let left = remaining - copy(input, at: &position, atMost: remaining)
                stage = .data(remaining: left)
                return left == 0
            case .untilClose:
                let room = limits.bodyBytes - bytes.count
                copy(input, at: &position, atMost: room)
                if position < input.count { throw .bodyTooLarge(limits.bodyBytes) }
                return false
            case .chunkSize:
                guard let size = try chunkSize(input, at: &position, line: &line, limits: limits) else { return false }
                if size > limits.bodyBytes - bytes.count { throw .bodyTooLarge(limits.bodyBytes) }
                stage = size == 0 ? .trailers : .chunkData(remaining: size)
            case .chunkData(let remaining):
                let left = remaining - copy(input, at: &position, atMost: remaining)
                stage = left == 0 ? .chunkCR : .chunkData(remaining: left)
                if left > 0 { return false }
            case .chunkCR:
                guard try expect(HTTPGrammar.cr, input, at: &position) else { return false }
                stage = .chunkLF
            case .chunkLF:
                guard try expect(HTTPGrammar.lf, input, at: &position) else { return false }
                stage = .chunkSize
            case .trailers:
                return try fields.advance(input, at: &position, line: &line, limits: limits, keeping: false)
            }
        }
    }

    @discardableResult
    private mutating func copy(_ input: Span<UInt8>, at position: inout Int, atMost: Int) -> Int {
        let count = max(0, min(atMost, input.count - position))
        input.extracting(position..<(position + count)).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        position += count
        return count
    }

    private func expect(
        _ byte: UInt8, _ input: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> Bool {
        guard position < input.count else { return false }
        guard input[position] == byte else { throw .chunkUnterminated }
        position += 1
        return true
    }

    private static let mostDigits = 16

    private mutating func chunkSize(
        _ input: Span<UInt8>, at position: inout Int, line: inout LineBuffer, limits: HTTPLimits
    ) throws(HTTPRefusal) -> Int? {
        let room = min(limits.chunkExtensionBytes - extensionBytes, .max - Self.mostDigits)
        let scan = try line.scan(
            input, at: &position, limit: Self.mostDigits + room,
            tooLong: .chunkExtensionsTooLong(limits.chunkExtensionBytes))
        switch scan {
        case .needMore: return nil
        case .whole(let range): return try chunkSize(input.extracting(range), limits)
        case .pieced:
            let pieced = line.take()
            return try chunkSize(pieced.span, limits)
        }
    }

    /// `chunk-size [ ";" extension ]`. White space before the semicolon is allowed by RFC 9112, 7.1.1 as a leftover and
    /// refused here: parsers disagree on it.
    private mutating func chunkSize(_ line: Span<UInt8>, _ limits: HTTPLimits) throws(HTTPRefusal) -> Int {
        var size = 0
        var digits = 0
        while digits < line.count, let digit = HTTPGrammar.hexValue(line[digits]) {
            digits += 1
            guard digits <= Self.mostDigits else { throw .chunkSizeInvalid }
            let (shifted, overflow) = size.multipliedReportingOverflow(by: 16)
            if overflow { throw .chunkSizeInvalid }
            size = shifted | Int(digit)
        }
        guard digits > 0 else { throw .chunkSizeInvalid }
        if digits < line.count {
            guard line[digits] == UInt8(ascii: ";") else { throw .chunkSizeInvalid }
            extensionBytes += line.count - digits
            guard extensionBytes <= limits.chunkExtensionBytes else {
                throw .chunkExtensionsTooLong(limits.chunkExtensionBytes)
            }
        }
        return size
    }
}
