/// What the parser has to say after it was given bytes.
public enum HTTPRequestStep: Sendable, Hashable {
    /// All bytes are taken and no request is whole.
    case needMore
    /// A whole request. Call again with the bytes that were not consumed, now or after it is answered.
    case request(HTTPRequest)
    /// The client waits for `100 Continue` before it sends the body. Answer that, or a final status and close; to go
    /// on, call again with the bytes that were not consumed.
    case expectsContinue
    /// Answer with this and close. Every further call gives the same.
    case refuse(HTTPRefusal)
}

/// Reads HTTP/1.1 and 1.0 requests from bytes that arrive split anywhere (RFC 9112).
///
/// Guarantees: the result depends on the bytes alone, not on how they were split. Each byte is looked at once.
/// Memory is bounded by the limits, and between requests the parser holds none on the heap. Whatever is ambiguous is
/// refused. No input traps.
public struct HTTPRequestParser: Sendable {
    /// What a time limit should be about.
    public enum Phase: Sendable, Hashable {
        /// No byte of a next request came: the connection idles.
        case betweenRequests
        case head
        case body
    }

    private enum Stage {
        case requestLine, fields, body, refused
    }

    public let limits: HTTPLimits

    private var stage = Stage.requestLine
    private var line = LineBuffer()
    private var emptyLines = 0
    private var start: RequestLine?
    private var fields = FieldSection()
    private var body = BodyReader(.length(0))
    /// The limits for the body at hand.
    private var bodyLimits: HTTPLimits
    private var refusal: HTTPRefusal?

    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        bodyLimits = limits
    }

    public var phase: Phase {
        switch stage {
        case .requestLine: line.isEmpty ? .betweenRequests : .head
        case .fields, .refused: .head
        case .body: .body
        }
    }

    /// Bytes of memory that the part of a request takes that has come, about.
    public var memory: Int { stage == .requestLine ? line.bytes : line.bytes + fields.memory + body.memory }

    /// Takes bytes up to the end of one request.
    /// - Returns: how many bytes were taken, at most `bytes.count`; with `.needMore` it is all of them.
    public mutating func consume(_ bytes: UnsafeRawBufferPointer) -> (consumed: Int, step: HTTPRequestStep) {
        if let refusal { return (0, .refuse(refusal)) }
        var position = 0
        do throws(HTTPRefusal) {
            let step = try advance(Span(_unsafeBytes: bytes), at: &position)
            return (position, step)
        } catch {
            self = HTTPRequestParser(limits: limits)
            stage = .refused
            refusal = error
            return (position, .refuse(error))
        }
    }

    private mutating func advance(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> HTTPRequestStep {
        while true {
            switch stage {
            case .requestLine:
                guard try readRequestLine(input, at: &position) else { return .needMore }
            case .fields:
                guard try fields.advance(input, at: &position, line: &line, limits: limits, keeping: true) else {
                    return .needMore
                }
                if try endHead() { return .expectsContinue }
            case .body:
                guard
                    try body.advance(input, at: &position, line: &line, fields: &fields, limits: bodyLimits),
                    let start
                else { return .needMore }
                let request = HTTPRequest(
                    method: start.method, target: start.target, version: start.version, headers: fields.headers,
                    body: body.take())
                self = HTTPRequestParser(limits: limits)
                return .request(request)
            case .refused:
                return .needMore
            }
        }
    }

    private mutating func readRequestLine(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> Bool {
        let scan = try line.scan(
            input, at: &position, limit: limits.requestLineBytes,
            tooLong: .requestLineTooLong(limits.requestLineBytes))
        switch scan {
        case .needMore: return false
        case .whole(let range): try takeRequestLine(input.extracting(range))
        case .pieced:
            let pieced = line.take()
            try takeRequestLine(pieced.span)
        }
        return true
    }

    private mutating func takeRequestLine(_ bytes: Span<UInt8>) throws(HTTPRefusal) {
        if bytes.isEmpty {
            emptyLines += 1
            if emptyLines > limits.leadingEmptyLines { throw .emptyLines(limits.leadingEmptyLines) }
            return
        }
        start = try RequestLine(bytes)
        stage = .fields
    }

    /// Judges the head as a whole. True: the client waits for `100 Continue`.
    private mutating func endHead() throws(HTTPRefusal) -> Bool {
        guard let start else { throw .requestLineMalformed }
        try checkHost(start)
        if let larger = limits.largerBodies[start.target.path] { bodyLimits.bodyBytes = larger }
        let framing = try MessageFraming(fields.headers, version: start.version)
        let hasBody: Bool
        switch framing {
        case .unstated:
            hasBody = false
            body = BodyReader(.length(0))
        case .length(let count):
            if count > bodyLimits.bodyBytes { throw .bodyTooLarge(bodyLimits.bodyBytes) }
            hasBody = count > 0
            body = BodyReader(.length(count))
        case .chunked:
            hasBody = true
            body = BodyReader(.chunked)
        }
        stage = .body
        return try expectsContinue(start) && hasBody
    }

    private mutating func checkHost(_ start: RequestLine) throws(HTTPRefusal) {
        let hosts = fields.headers.values("host")
        guard hosts.count <= 1 else { throw .hostRepeated }
        if let host = hosts.first {
            guard HTTPAuthority.isValid(host) else { throw .hostInvalid }
        } else if start.version == .http11 {
            throw .hostMissing
        }
        if let authority = start.target.authority { fields.replaceHost(authority) }
    }

    private func expectsContinue(_ start: RequestLine) throws(HTTPRefusal) -> Bool {
        // HTTP/1.0 has no expectations: RFC 9110, 10.1.1.
        guard start.version == .http11 else { return false }
        let expectations = fields.headers.values("expect")
        guard expectations.allSatisfy({ HTTPGrammar.equalIgnoringCase($0, "100-continue") }) else {
            throw .expectationUnsupported
        }
        return !expectations.isEmpty
    }
}
