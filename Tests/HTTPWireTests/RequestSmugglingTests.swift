import HTTPWire
import Testing

/// One row for each way in which two parsers have been known to read a request differently.
@Suite struct RequestSmugglingTests {
    @Test("Each row is accepted or refused as the table says", arguments: lines + heads + bodies)
    func verdict(_ row: Row) {
        let transcript = RequestTranscript(of: row.bytes, limits: HTTPLimits()) { row.bytes.count }
        #expect(transcript.summary == row.said)
        #expect(transcript.fault == nil)
    }

    @Test("Where the bytes are split changes nothing", arguments: lines + heads + bodies)
    func splits(_ row: Row) {
        let bytes = row.bytes
        let whole = RequestTranscript(of: bytes, limits: HTTPLimits()) { bytes.count }
        for position in 0...bytes.count {
            let pieced = RequestTranscript(
                of: bytes, limits: HTTPLimits(), pieceSize: cut(at: position, of: bytes.count))
            #expect(pieced == whole, "cut at \(position)")
        }
        #expect(RequestTranscript(of: bytes, limits: HTTPLimits()) { 1 } == whole)
    }

    static let lines: [Row] = [
        Row("plain", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        Row("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET /"),
        Row("one empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        Row("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 empty_lines"),
        Row("a bare LF first", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 bare_lf"),
        Row("a blank first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("a blank alone first", " / HTTP/1.1\r\nHost: a\r\n\r\n", "400 method_invalid"),
        Row("LF ends the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", "400 bare_lf"),
        Row("CR ends the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n", "400 bare_cr"),
        Row("CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "400 bare_cr"),
        Row("two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("a space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("a tab as separator", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("a tab in the target", "GET /\ta HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("HTTP/0.9", "GET /\r\n", "400 request_line_malformed"),
        Row("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line_malformed"),
        Row("NUL in the method", "G\u{0}T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 control_byte"),
        Row("a separator in the method", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 method_invalid"),
        Row("a byte above 0x7F in the method", "G\u{C4}T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 method_invalid"),
        Row("an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "BREW /"),
        Row("a method in lower case is another", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "get /"),
        Row("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "501 connect_unsupported"),
        Row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 version_unsupported"),
        Row("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505 version_unsupported"),
        Row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505 version_unsupported"),
        Row("HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", "400 version_malformed"),
        Row("HTTP/1,1", "GET / HTTP/1,1\r\nHost: a\r\n\r\n", "400 version_malformed"),
        Row("HTTP/01.1", "GET / HTTP/01.1\r\nHost: a\r\n\r\n", "400 version_malformed"),
        Row("http/1.1", "GET / http/1.1\r\nHost: a\r\n\r\n", "400 version_malformed"),
        Row("HTTP", "GET / HTTP\r\nHost: a\r\n\r\n", "400 version_malformed"),
        Row("a target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("* for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("* for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS *"),
        Row("a fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("a quote in the target", "GET /\"a HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("a backslash in the path", "GET /\\a HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("what browsers leave bare in a query", "GET /?a[]={|}^` HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        Row("a byte above 0x7F in the target", "GET /\u{C3}\u{A9} HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("absolute form", "GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x"),
        Row("absolute form without a path", "GET HTTPS://b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
        Row("absolute form of *", "OPTIONS http://b:80 HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS *"),
        Row("user information in the target", "GET http://u@b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("another scheme", "GET ftp://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("absolute form without a host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("authority form for GET", "GET b:80 HTTP/1.1\r\nHost: a\r\n\r\n", "400 target_invalid"),
        Row("TLS instead of HTTP", "\u{16}\u{3}\u{1}\u{2}", "400 control_byte"),
    ]

    static let heads: [Row] = [
        Row("no Host", "GET / HTTP/1.1\r\n\r\n", "400 host_missing"),
        Row("no Host with absolute form", "GET http://a/ HTTP/1.1\r\n\r\n", "400 host_missing"),
        Row("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400 host_repeated"),
        Row("two equal Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", "400 host_repeated"),
        Row("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", "400 host_repeated"),
        Row("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400 host_invalid"),
        Row("a list as Host", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400 host_invalid"),
        Row("a path in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400 host_invalid"),
        Row("user information in Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400 host_invalid"),
        Row("a bad port", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", "400 host_invalid"),
        Row("a word as port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", "400 host_invalid"),
        Row("an address of IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET /"),
        Row("an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "400 host_invalid"),
        Row("text behind the bracket", "GET / HTTP/1.1\r\nHost: [::1]a\r\n\r\n", "400 host_invalid"),
        Row("LF ends a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "400 bare_lf"),
        Row("LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", "400 bare_lf"),
        Row("CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n", "400 bare_cr"),
        Row("CR before the end", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", "400 bare_cr"),
        Row("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", "400 control_byte"),
        Row("DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n", "400 control_byte"),
        Row(
            "VT before a value", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{B}chunked\r\n\r\n",
            "400 control_byte"),
        Row("not UTF-8 in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{E9}\r\n\r\n", "400 header_value_invalid"),
        Row("UTF-8 in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{C3}\u{A9}\r\n\r\n", "GET /"),
        Row("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "400 folded_line"),
        Row("a line folded with a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", "400 folded_line"),
        Row("a blank before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400 folded_line"),
        Row("a line of blanks", "GET / HTTP/1.1\r\nHost: a\r\n \r\n\r\n", "400 folded_line"),
        Row("a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400 space_before_colon"),
        Row(
            "a tab before the colon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\nhello",
            "400 space_before_colon"),
        Row("no colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "400 header_name_invalid"),
        Row("no name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", "400 header_name_invalid"),
        Row("a slash in a name", "GET / HTTP/1.1\r\nHost: a\r\nX/Y: b\r\n\r\n", "400 header_name_invalid"),
        Row(
            "a byte above 0x7F in a name", "GET / HTTP/1.1\r\nHost: a\r\n\u{C3}\u{A9}: b\r\n\r\n",
            "400 header_name_invalid"),
        Row("blanks around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", "GET /"),
        Row("an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", "GET /"),
        Row(
            "another expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nContent-Length: 1\r\n\r\na",
            "417 expectation_unsupported"),
    ]

    private static func post(_ head: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(head)\r\n\r\n\(body)"
    }

    static let bodies: [Row] = [
        Row("Content-Length", post("Content-Length: 5", "hello"), "POST / hello"),
        Row("Content-Length of zero", post("Content-Length: 0", "GET / HTTP/1.0\r\n\r\n"), "POST / | GET /"),
        Row("a body that is too short", post("Content-Length: 5", "hell"), "… body"),
        Row("no length means no body", post("X: y", "hello"), "POST / | … head"),
        Row("two lengths", post("Content-Length: 5\r\nContent-Length: 6", "hello"), "400 content_length_repeated"),
        Row(
            "two equal lengths", post("Content-Length: 5\r\nContent-Length: 5", "hello"), "400 content_length_repeated"),
        Row("a list of lengths", post("Content-Length: 5, 5", "hello"), "400 content_length_invalid"),
        Row("a length with +", post("Content-Length: +5", "hello"), "400 content_length_invalid"),
        Row("a length with -", post("Content-Length: -5", "hello"), "400 content_length_invalid"),
        Row("an empty length", post("Content-Length:", "hello"), "400 content_length_invalid"),
        Row("a length in hexadecimal", post("Content-Length: 0x5", "hello"), "400 content_length_invalid"),
        Row("a length with a space", post("Content-Length: 5 5", "hello"), "400 content_length_invalid"),
        Row("a length with a point", post("Content-Length: 5.0", "hello"), "400 content_length_invalid"),
        Row(
            "a length in digits that are not ASCII", post("Content-Length: \u{D9}\u{A5}"), "400 content_length_invalid"),
        Row("a length that overflows", post("Content-Length: 18446744073709551621", "hello"), "413 body_too_large"),
        Row("a length past the limit", post("Content-Length: 1048577"), "413 body_too_large"),
        Row("zeros before a length", post("Content-Length: 0005", "hello"), "POST / hello"),
        Row("another name", post("Content_Length: 5", "GET / HTTP/1.0\r\n\r\n"), "POST / | GET /"),
        Row("a length in HTTP/1.0", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", "POST / hi"),
        Row(
            "CL.TE", post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            "400 content_length_with_transfer_encoding"),
        Row(
            "TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n"),
            "400 content_length_with_transfer_encoding"),
        Row("chunked", post("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n"), "POST / hello"),
        Row("chunked in capitals", post("TRANSFER-ENCODING:\tChunked ", "1\r\na\r\n0\r\n\r\n"), "POST / a"),
        Row(
            "Transfer-Encoding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            "400 transfer_encoding_repeated"),
        Row(
            "Transfer-Encoding twice, once another",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "0\r\n\r\n"), "400 transfer_encoding_repeated"),
        Row("chunked, chunked", post("Transfer-Encoding: chunked, chunked"), "400 transfer_encoding_invalid"),
        Row("chunked, identity", post("Transfer-Encoding: chunked, identity"), "400 transfer_encoding_invalid"),
        Row("identity", post("Transfer-Encoding: identity"), "400 transfer_encoding_invalid"),
        Row("xchunked", post("Transfer-Encoding: xchunked"), "400 transfer_encoding_invalid"),
        Row("chunked with a parameter", post("Transfer-Encoding: chunked;a=b"), "400 transfer_encoding_invalid"),
        Row("quoted", post("Transfer-Encoding: \"chunked\""), "400 transfer_encoding_invalid"),
        Row("empty", post("Transfer-Encoding:"), "400 transfer_encoding_invalid"),
        Row("a comma behind", post("Transfer-Encoding: chunked,"), "400 transfer_encoding_invalid"),
        Row("a comma before", post("Transfer-Encoding: , chunked"), "400 transfer_encoding_invalid"),
        Row("gzip, chunked", post("Transfer-Encoding: gzip, chunked"), "501 transfer_encoding_unsupported"),
        Row("gzip", post("Transfer-Encoding: gzip"), "400 transfer_encoding_invalid"),
        Row(
            "chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400 transfer_encoding_in_http10"),
        Row("an extension", post("Transfer-Encoding: chunked", "1;a=\"b\"\r\nx\r\n0;z\r\n\r\n"), "POST / x"),
        Row("LF in an extension", post("Transfer-Encoding: chunked", "1;a\nx\r\n0\r\n\r\n"), "400 bare_lf"),
        Row("CR in an extension", post("Transfer-Encoding: chunked", "1;a\rx\r\n0\r\n\r\n"), "400 bare_cr"),
        Row(
            "a space behind the size", post("Transfer-Encoding: chunked", "1 \r\nx\r\n0\r\n\r\n"),
            "400 chunk_size_invalid"),
        Row(
            "a space before the size", post("Transfer-Encoding: chunked", " 1\r\nx\r\n0\r\n\r\n"),
            "400 chunk_size_invalid"),
        Row("no size", post("Transfer-Encoding: chunked", "\r\nx\r\n0\r\n\r\n"), "400 chunk_size_invalid"),
        Row("an extension without a size", post("Transfer-Encoding: chunked", ";a\r\n\r\n"), "400 chunk_size_invalid"),
        Row("a size with +", post("Transfer-Encoding: chunked", "+1\r\nx\r\n0\r\n\r\n"), "400 chunk_size_invalid"),
        Row("a size with -", post("Transfer-Encoding: chunked", "-1\r\nx\r\n0\r\n\r\n"), "400 chunk_size_invalid"),
        Row("a size with 0x", post("Transfer-Encoding: chunked", "0x1\r\nx\r\n0\r\n\r\n"), "400 chunk_size_invalid"),
        Row("a size with _", post("Transfer-Encoding: chunked", "1_0\r\nx\r\n0\r\n\r\n"), "400 chunk_size_invalid"),
        Row(
            "a size that wraps to 1", post("Transfer-Encoding: chunked", "10000000000000001\r\nx"),
            "400 chunk_size_invalid"),
        Row(
            "a size that is negative", post("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\nx"),
            "400 chunk_size_invalid"),
        Row(
            "a size of seventeen digits", post("Transfer-Encoding: chunked", "00000000000000001\r\nx\r\n0\r\n\r\n"),
            "400 chunk_size_invalid"),
        Row("a size past the limit", post("Transfer-Encoding: chunked", "100001\r\n"), "413 body_too_large"),
        Row("a size without an end", post("Transfer-Encoding: chunked", "1\nx\r\n0\r\n\r\n"), "400 bare_lf"),
        Row("data too long", post("Transfer-Encoding: chunked", "1\r\nxy\r\n0\r\n\r\n"), "400 chunk_unterminated"),
        Row("data that ends in LF", post("Transfer-Encoding: chunked", "1\r\nx\n0\r\n\r\n"), "400 chunk_unterminated"),
        Row("data that ends in CR", post("Transfer-Encoding: chunked", "1\r\nx\r0\r\n\r\n"), "400 chunk_unterminated"),
        Row("a last chunk of many zeros", post("Transfer-Encoding: chunked", "000\r\n\r\n"), "POST /"),
        Row("trailers are dropped", post("Transfer-Encoding: chunked", "0\r\nHost: b\r\nX: y\r\n\r\n"), "POST /"),
        Row("a bad trailer", post("Transfer-Encoding: chunked", "0\r\nX : y\r\n\r\n"), "400 space_before_colon"),
        Row("a folded trailer", post("Transfer-Encoding: chunked", "0\r\nX: y\r\n z\r\n\r\n"), "400 folded_line"),
        Row("LF ends the trailers", post("Transfer-Encoding: chunked", "0\r\n\n"), "400 bare_lf"),
        Row("no end of the trailers", post("Transfer-Encoding: chunked", "0\r\n"), "… body"),
        Row(
            "nothing is read past a refusal", post("Transfer-Encoding: chunked", "x\r\nGET / HTTP/1.0\r\n\r\n"),
            "400 chunk_size_invalid"),
        Row(
            "GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET / HTTP/1.0\r\n\r\n",
            "GET / x | GET /"),
    ]
}
