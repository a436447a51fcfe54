/// Why a message was not accepted. After a refusal nobody knows where the next message would begin, so the
/// connection must be closed once the answer is written.
public struct HTTPRefusal: Error, Sendable, Hashable {
    /// The status to answer with. For a response that a client refuses it is 502.
    public let status: Int
    /// Stable and documented, for programs: `body_too_large`.
    public let code: String
    /// One sentence for people. It names the limit where there is one.
    public let sentence: String

    init(_ status: Int, _ code: String, _ sentence: String) {
        self.status = status
        self.code = code
        self.sentence = sentence + " The connection closes."
    }
}

// Lines
extension HTTPRefusal {
    static var bareCarriageReturn: Self { .init(400, "bare_cr", "A CR without an LF stands in the head.") }
    static var bareLineFeed: Self { .init(400, "bare_lf", "A line ended in LF alone; lines end in CR LF.") }
    static var controlByte: Self { .init(400, "control_byte", "A control character stands in the head.") }
    static func emptyLines(_ limit: Int) -> Self {
        .init(400, "empty_lines", "More than \(limit) empty lines came before the request line.")
    }
}

// The first line
extension HTTPRefusal {
    static var requestLineMalformed: Self {
        .init(400, "request_line_malformed", "The request line is not method, target, version, one space apart.")
    }
    static func requestLineTooLong(_ limit: Int) -> Self {
        .init(414, "request_line_too_long", "The request line is longer than \(limit) bytes.")
    }
    static var methodInvalid: Self { .init(400, "method_invalid", "The method is not a token.") }
    static var connectUnsupported: Self { .init(501, "connect_unsupported", "This server opens no tunnels.") }
    static var targetInvalid: Self {
        .init(400, "target_invalid", "The request target is neither a path, an http or https URL, nor * for OPTIONS.")
    }
    static var versionMalformed: Self { .init(400, "version_malformed", "The version is not written as HTTP/1.1.") }
    static var versionUnsupported: Self {
        .init(505, "version_unsupported", "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
    }
    static var statusLineMalformed: Self {
        .init(502, "status_line_malformed", "The status line is not version, three digits and reason.")
    }
    static func statusLineTooLong(_ limit: Int) -> Self {
        .init(502, "status_line_too_long", "The status line is longer than \(limit) bytes.")
    }
}

// Field lines
extension HTTPRefusal {
    static func headersTooLarge(_ limit: Int) -> Self {
        .init(431, "headers_too_large", "The header fields take more than \(limit) bytes.")
    }
    static func tooManyHeaders(_ limit: Int) -> Self {
        .init(431, "too_many_headers", "There are more than \(limit) header fields.")
    }
    static var foldedLine: Self { .init(400, "folded_line", "A header line begins with white space.") }
    static var spaceBeforeColon: Self {
        .init(400, "space_before_colon", "White space stands between a header name and its colon.")
    }
    static var headerNameInvalid: Self {
        .init(400, "header_name_invalid", "A header line does not begin with a token and a colon.")
    }
    static var headerValueInvalid: Self { .init(400, "header_value_invalid", "A header value is not valid UTF-8.") }
    static var hostMissing: Self { .init(400, "host_missing", "HTTP/1.1 asks for a Host header.") }
    static var hostRepeated: Self { .init(400, "host_repeated", "There is more than one Host header.") }
    static var hostInvalid: Self { .init(400, "host_invalid", "The Host header is not a host with an optional port.") }
    static var expectationUnsupported: Self {
        .init(417, "expectation_unsupported", "The only expectation met here is 100-continue.")
    }
}

// Where the body ends
extension HTTPRefusal {
    static var contentLengthInvalid: Self {
        .init(400, "content_length_invalid", "Content-Length is not a plain decimal number.")
    }
    static var contentLengthRepeated: Self {
        .init(400, "content_length_repeated", "There is more than one Content-Length header.")
    }
    static var contentLengthWithTransferEncoding: Self {
        .init(400, "content_length_with_transfer_encoding", "Content-Length and Transfer-Encoding exclude each other.")
    }
    static var transferEncodingRepeated: Self {
        .init(400, "transfer_encoding_repeated", "There is more than one Transfer-Encoding header.")
    }
    static var transferEncodingInvalid: Self {
        .init(400, "transfer_encoding_invalid", "Transfer-Encoding is not exactly one `chunked`.")
    }
    static var transferEncodingUnsupported: Self {
        .init(501, "transfer_encoding_unsupported", "The only transfer coding understood here is `chunked`.")
    }
    static var transferEncodingInHTTP10: Self {
        .init(400, "transfer_encoding_in_http10", "HTTP/1.0 has no Transfer-Encoding.")
    }
    static func bodyTooLarge(_ limit: Int) -> Self {
        .init(413, "body_too_large", "The body is larger than \(limit) bytes.")
    }
    static var chunkSizeInvalid: Self {
        .init(400, "chunk_size_invalid", "A chunk size is not 1 to 16 hexadecimal digits.")
    }
    static func chunkExtensionsTooLong(_ limit: Int) -> Self {
        .init(400, "chunk_extensions_too_long", "The chunk extensions take more than \(limit) bytes.")
    }
    static var chunkUnterminated: Self { .init(400, "chunk_unterminated", "A chunk does not end in CR LF.") }
}

// The client's side
extension HTTPRefusal {
    static func tooManyInterimResponses(_ limit: Int) -> Self {
        .init(502, "too_many_interim_responses", "More than \(limit) interim responses came before the final one.")
    }
    static var interimWithBody: Self {
        .init(502, "interim_with_body", "An interim response announces a body.")
    }
    static var responseTruncated: Self {
        .init(502, "response_truncated", "The connection ended before the response was whole.")
    }
    /// The same fault seen by a client: the server before it is at fault, not a request.
    var inResponse: Self { .init(badGateway: self) }

    private init(badGateway other: Self) {
        status = 502
        code = other.code
        sentence = other.sentence
    }
}
