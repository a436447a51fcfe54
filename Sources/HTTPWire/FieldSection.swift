/// The field lines of one message: its headers, then its trailers, under one set of limits.
struct FieldSection {
    private(set) var headers = HTTPHeaders()
    private var bytes = 0
    private var lines = 0

    /// Bytes of memory that its fields take, about.
    var memory: Int { bytes + lines * 64 }

    /// Reads lines until the empty one that ends the section. False: more input is needed.
    /// - Parameter keeping: whether the fields go to `headers`. Trailers are checked and dropped.
    mutating func advance(
        _ input: Span<UInt8>, at position: inout Int, line: inout LineBuffer, limits: HTTPLimits, keeping: Bool
    ) throws(HTTPRefusal) -> Bool {
        while true {
            let room = limits.headerBytes - bytes - 2
            let scan = try line.scan(
                input, at: &position, limit: room, tooLong: .headersTooLarge(limits.headerBytes))
            let ended: Bool
            switch scan {
            case .needMore: return false
            case .whole(let range): ended = try take(input.extracting(range), limits, keeping)
            case .pieced:
                let pieced = line.take()
                ended = try take(pieced.span, limits, keeping)
            }
            if ended { return true }
        }
    }

    mutating func replaceHost(_ authority: String) {
        if headers["host"] != authority { headers.set("Host", authority) }
    }

    private mutating func take(
        _ line: Span<UInt8>, _ limits: HTTPLimits, _ keeping: Bool
    ) throws(HTTPRefusal) -> Bool {
        if line.isEmpty { return true }
        bytes += line.count + 2
        lines += 1
        if lines > limits.headerCount { throw .tooManyHeaders(limits.headerCount) }
        // What a browser usually sends.
        if lines == 1 { headers.reserveCapacity(16) }
        let (name, value) = try Self.field(line)
        if keeping { headers.add(name, value) }
        return false
    }

    private static func field(_ line: Span<UInt8>) throws(HTTPRefusal) -> (name: String, value: String) {
        if HTTPGrammar.isBlank(line[0]) { throw .foldedLine }
        var end = 0
        while end < line.count, HTTPGrammar.isToken(line[end]) { end += 1 }
        guard end < line.count else { throw .headerNameInvalid }
        if HTTPGrammar.isBlank(line[end]), end > 0 { throw .spaceBeforeColon }
        guard line[end] == UInt8(ascii: ":"), end > 0, let name = line.text(0..<end) else {
            throw .headerNameInvalid
        }
        // Bytes above 0x7F are allowed as UTF-8: cookies of other programs and place names that proxies add have them.
        guard let value = line.text(HTTPGrammar.trimmedRange(line, from: end + 1)) else { throw .headerValueInvalid }
        return (name, value)
    }
}
