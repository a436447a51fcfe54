import HTTPWire
import Testing

/// Each limit is met exactly, then passed by one.
@Suite struct RequestLimitTests {
    private func verdicts(_ limits: HTTPLimits, _ within: String, _ past: String) -> [String] {
        [within, past].map { RequestTranscript($0, limits: limits).summary }
    }

    @Test("The request line")
    func requestLine() {
        let limits = HTTPLimits(requestLineBytes: 16)
        #expect(
            verdicts(limits, "GET /ab HTTP/1.1\r\nHost: a\r\n\r\n", "GET /abc HTTP/1.1\r\nHost: a\r\n\r\n") == [
                "GET /ab", "414 request_line_too_long",
            ])
    }

    @Test("The bytes of all fields with their ends")
    func headerBytes() {
        let limits = HTTPLimits(headerBytes: 16)
        let head = "GET / HTTP/1.1\r\nHost: a\r\n"
        #expect(
            verdicts(limits, head + "X: bc\r\n\r\n", head + "X: bcd\r\n\r\n") == ["GET /", "431 headers_too_large"])
        #expect(
            verdicts(HTTPLimits(headerBytes: 0), "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nX") == [
                "GET /", "431 headers_too_large",
            ])
    }

    @Test("The number of fields")
    func headerCount() {
        let head = "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n"
        #expect(
            verdicts(HTTPLimits(headerCount: 2), head + "\r\n", head + "Y: c\r\n\r\n") == [
                "GET /", "431 too_many_headers",
            ])
    }

    @Test("The body by its length")
    func length() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\n"
        #expect(
            verdicts(
                HTTPLimits(bodyBytes: 2), head + "Content-Length: 2\r\n\r\nhi", head + "Content-Length: 3\r\n\r\n")
                == ["POST / hi", "413 body_too_large"])
    }

    @Test("The body by its chunks together")
    func chunks() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n"
        #expect(
            verdicts(HTTPLimits(bodyBytes: 2), head + "1\r\ni\r\n0\r\n\r\n", head + "2\r\n") == [
                "POST / hi", "413 body_too_large",
            ])
    }

    @Test("Chunk extensions of the whole body together")
    func extensions() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\r\nh\r\n"
        #expect(
            verdicts(HTTPLimits(chunkExtensionBytes: 5), head + "0;bc\r\n\r\n", head + "0;bcd\r\n\r\n") == [
                "POST / h", "400 chunk_extensions_too_long",
            ])
        #expect(
            RequestTranscript(
                head + "0;" + String(repeating: "b", count: 30), limits: HTTPLimits(chunkExtensionBytes: 5)
            )
            .summary == "400 chunk_extensions_too_long")
    }

    @Test("Trailers count with the headers")
    func trailers() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n"
        #expect(
            verdicts(HTTPLimits(headerCount: 3), head + "\r\n", head + "C: d\r\n\r\n") == [
                "POST /", "431 too_many_headers",
            ])
        #expect(
            verdicts(HTTPLimits(headerBytes: 43), head + "\r\n", head + "C") == [
                "POST /", "431 headers_too_large",
            ])
    }

    @Test("Empty lines before a request")
    func emptyLines() {
        let request = "GET / HTTP/1.0\r\n\r\n"
        #expect(
            verdicts(HTTPLimits(leadingEmptyLines: 2), "\r\n\r\n" + request, "\r\n\r\n\r\n" + request) == [
                "GET /", "400 empty_lines",
            ])
        #expect(
            verdicts(HTTPLimits(leadingEmptyLines: 0), request + request, request + "\r\n") == [
                "GET / | GET /", "GET / | 400 empty_lines",
            ])
    }

    @Test("The highest limits there are overflow nothing")
    func highest() {
        let limits = HTTPLimits(
            requestLineBytes: .max, headerBytes: .max, headerCount: .max, bodyBytes: .max, chunkExtensionBytes: .max,
            leadingEmptyLines: .max, interimResponses: .max)
        let head = "\r\nPOST / HTTP/1.1\r\nHost: a\r\n"
        #expect(
            verdicts(
                limits, head + "Transfer-Encoding: chunked\r\n\r\n1;a\r\nx\r\n7FFFFFFFFFFFFFFF\r\n",
                head + "Content-Length: 9223372036854775808\r\n\r\nx") == ["413 body_too_large", "… body"])
    }
}
