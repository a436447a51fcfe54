/// What the headers of a message say about the end of its body. Nothing that two parsers could read in two ways is
/// let through (RFC 9112, 6.3 and 11.2).
enum MessageFraming: Equatable {
    case unstated
    /// Int.max stands for a number that does not fit.
    case length(Int)
    case chunked

    init(_ headers: HTTPHeaders, version: HTTPVersion) throws(HTTPRefusal) {
        let lengths = headers.values("content-length")
        let codings = headers.values("transfer-encoding")
        if let coding = codings.first {
            guard lengths.isEmpty else { throw .contentLengthWithTransferEncoding }
            guard codings.count == 1 else { throw .transferEncodingRepeated }
            guard version == .http11 else { throw .transferEncodingInHTTP10 }
            try Self.checkTransferEncoding(coding)
            self = .chunked
        } else if let length = lengths.first {
            guard lengths.count == 1 else { throw .contentLengthRepeated }
            self = .length(try Self.contentLength(length))
        } else {
            self = .unstated
        }
    }

    private static func checkTransferEncoding(_ value: String) throws(HTTPRefusal) {
        if HTTPGrammar.equalIgnoringCase(value, "chunked") { return }
        // Other codings before a last `chunked` frame the message well, only nobody here can undo them: 501.
        // Everything else leaves the end of the body in doubt: 400.
        let codings = HTTPGrammar.split(value, by: UInt8(ascii: ",")).map(HTTPGrammar.trimmed)
        guard let last = codings.last, HTTPGrammar.equalIgnoringCase(last, "chunked") else {
            throw .transferEncodingInvalid
        }
        let understood = codings.dropLast().allSatisfy { coding in
            HTTPGrammar.isToken(coding) && !HTTPGrammar.equalIgnoringCase(coding, "chunked")
        }
        throw understood ? .transferEncodingUnsupported : .transferEncodingInvalid
    }

    private static func contentLength(_ value: String) throws(HTTPRefusal) -> Int {
        guard !value.isEmpty, value.utf8.allSatisfy(HTTPGrammar.isDigit) else { throw .contentLengthInvalid }
        return Int(value) ?? Int.max
    }
}
