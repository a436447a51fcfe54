/// What the parser has to say after it was given bytes.
public enum HTTPResponseStep: Sendable, Hashable {
    /// All bytes are taken and the response is not whole.
    case needMore
    /// The final response, and whether the server keeps the connection for another request.
    case response(HTTPResponse, keepAlive: Bool)
    /// A 101. The bytes that were not consumed belong to the new protocol.
    case upgraded(HTTPResponse)
    /// The server speaks no HTTP that can be trusted. Close.
    case refuse(HTTPRefusal)
}

/// Reads the response to one request, passing over interim ones (RFC 9112). One parser serves one request.
///
/// It has the guarantees and the strictness of `HTTPRequestParser`.
public struct HTTPResponseParser: Sendable {
    private enum Stage {
        case statusLine, fields, body, ended
    }

    public let method: HTTPMethod
    public let limits: HTTPLimits

    private var stage = Stage.statusLine
    private var line = LineBuffer()
    private var start: StatusLine?
    private var fields = FieldSection()
    private var body = BodyReader(.length(0))
    private var interim = 0
    private var refusal: HTTPRefusal?

    /// - Parameter method: of the request, since a response to HEAD has no body.
    public init(answering method: HTTPMethod, limits: HTTPLimits = HTTPLimits()) {
        self.method = method
        self.limits = limits
    }

    /// Takes bytes up to the end of the response, and none after it.
    /// - Returns: how many bytes were taken, at most `bytes.count`.
    public mutating func consume(_ bytes: UnsafeRawBufferPointer) -> (consumed: Int, step: HTTPResponseStep) {
        if let refusal { return (0, .refuse(refusal)) }
        var position = 0
        do throws(HTTPRefusal) {
            let step = try advance(Span(_unsafeBytes: bytes), at: &position)
            return (position, step)
        } catch {
            return (position, fail(error))
        }
    }

    /// Says that the server has closed its side: the end of a body that has no stated length, and a fault elsewhere.
    public mutating func finish() -> HTTPResponseStep {
        if let refusal { return .refuse(refusal) }
        guard stage == .body, body.endsWithConnection, let start else { return fail(.responseTruncated) }
        return end(start, keepAlive: false)
    }

    private mutating func fail(_ fault: HTTPRefusal) -> HTTPResponseStep {
        let fault = fault.inResponse
        self = HTTPResponseParser(answering: method, limits: limits)
        stage = .ended
        refusal = fault
        return .refuse(fault)
    }

    private mutating func end(_ start: StatusLine, keepAlive: Bool) -> HTTPResponseStep {
        let response = HTTPResponse(status: start.status, headers: fields.headers, body: body.take())
        self = HTTPResponseParser(answering: method, limits: limits)
        stage = .ended
        return start.status == 101 ? .upgraded(response) : .response(response, keepAlive: keepAlive)
    }

    private mutating func advance(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> HTTPResponseStep {
        while true {
            switch stage {
            case .statusLine:
                guard try readStatusLine(input, at: &position) else { return .needMore }
            case .fields:
                guard try fields.advance(input, at: &position, line: &line, limits: limits, keeping: true), let start
                else { return .needMore }
                try endHead(start)
            case .body:
                guard try body.advance(input, at: &position, line: &line, fields: &fields, limits: limits), let start
                else { return .needMore }
                return end(start, keepAlive: HTTPConnectionRules.keepAlive(fields.headers, version: start.version))
            case .ended:
                return .needMore
            }
        }
    }

    private mutating func readStatusLine(
        _ input: Span<UInt8>, at position: inout Int
    ) throws(HTTPRefusal) -> Bool {
        let scan = try line.scan(
            input, at: &position, limit: limits.requestLineBytes,
            tooLong: .statusLineTooLong(limits.requestLineBytes))
        switch scan {
        case .needMore: return false
        case .whole(let range): start = try StatusLine(input.extracting(range))
        case .pieced:
            let pieced = line.take()
            start = try StatusLine(pieced.span)
        }
        stage = .fields
        return true
    }

    /// RFC 9112, 6.3.
    private mutating func endHead(_ start: StatusLine) throws(HTTPRefusal) {
        let framing = try MessageFraming(fields.headers, version: start.version)
        if (100...199).contains(start.status) {
            guard framing == .unstated || framing == .length(0) else { throw .interimWithBody }
            if start.status != 101 { return try passOverInterim() }
        }
        stage = .body
        if method == .head || HTTPResponse.isBodiless(start.status) {
            body = BodyReader(.length(0))
            return
        }
        switch framing {
        case .unstated: body = BodyReader(.untilClose)
        case .chunked: body = BodyReader(.chunked)
        case .length(let count):
            if count > limits.bodyBytes { throw .bodyTooLarge(limits.bodyBytes) }
            body = BodyReader(.length(count))
        }
    }

    private mutating func passOverInterim() throws(HTTPRefusal) {
        interim += 1
        if interim > limits.interimResponses { throw .tooManyInterimResponses(limits.interimResponses) }
        fields = FieldSection()
        start = nil
        stage = .statusLine
    }
}
