import HTTPWire
import Testing

@Suite struct ResponseParserTests {
    static let rows: [Row] = [
        Row("length", "GHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
        Row("an empty reason", "GHTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "200 "),
        Row("nothing after it is taken", "GHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1", "200 hi"),
        Row("chunked", "GHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n", "200 hi"),
        Row("until close", "GHTTP/1.1 200 OK\r\n\r\nhi there", "200 hi there close"),
        Row("asked to close", "GHTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "200  close"),
        Row("HTTP/1.0", "GHTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi close"),
        Row("HEAD", "HHTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "200 "),
        Row("204", "GHTTP/1.1 204 No Content\r\n\r\n", "204 "),
        Row("304", "GHTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "304 "),
        Row("interim", "GHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 H\r\nLink: x\r\n\r\nHTTP/1.1 204 \r\n\r\n", "204 "),
        Row("interim with a body", "GHTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\nhi", "502 interim_with_body"),
        Row("upgrade", "GHTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n\u{81}\u{0}", "upgraded 101"),
        Row("body too short", "GHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", "502 response_truncated"),
        Row("head too short", "GHTTP/1.1 200 OK\r\n", "502 response_truncated"),
        Row("nothing", "G", "502 response_truncated"),
        Row(
            "chunks too short", "GHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
            "502 response_truncated"),
        Row("past the limit", "GHTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", "502 body_too_large"),
        Row(
            "two lengths", "GHTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
            "502 content_length_repeated"),
        Row(
            "length and chunked", "GHTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhi",
            "502 content_length_with_transfer_encoding"),
        Row(
            "chunked in HTTP/1.0", "GHTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "502 transfer_encoding_in_http10"),
        Row("gzip", "GHTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhi", "502 transfer_encoding_invalid"),
        Row("LF", "GHTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nhi", "502 bare_lf"),
        Row("an empty line first", "G\r\nHTTP/1.1 200 OK\r\n\r\n", "502 status_line_malformed"),
        Row("two digits", "GHTTP/1.1 20 OKAY\r\n\r\n", "502 status_line_malformed"),
        Row("below 100", "GHTTP/1.1 099 OK\r\n\r\n", "502 status_line_malformed"),
        Row("HTTP/2.0", "GHTTP/2.0 200 OK\r\n\r\n", "502 version_unsupported"),
        Row("junk", "GSSH-2.0-OpenSSH_9.2p1\r\n", "502 status_line_malformed"),
    ]

    private func transcript(_ row: Row, limits: HTTPLimits = HTTPLimits(), pieceSize: () -> Int) -> ResponseTranscript {
        let method = row.sent.first == "H" ? HTTPMethod.head : .get
        return ResponseTranscript(
            of: Array(row.bytes.dropFirst()), answering: method, limits: limits, pieceSize: pieceSize)
    }

    @Test("Each row is read or refused as the table says, however it is split", arguments: rows)
    func verdict(_ row: Row) {
        let whole = transcript(row) { row.bytes.count }
        #expect(whole.summary == row.said)
        #expect(whole.fault == nil)
        for position in 0..<row.bytes.count {
            let pieced = transcript(row, pieceSize: cut(at: position, of: row.bytes.count - 1))
            #expect(pieced == whole, "cut at \(position)")
        }
        #expect(transcript(row) { 1 } == whole)
    }

    @Test("The bytes behind a 101 and behind a body are left to the caller")
    func rest() {
        let upgrade = Array("HTTP/1.1 101 S\r\nUpgrade: websocket\r\n\r\nframes".utf8)
        var parser = HTTPResponseParser(answering: .get)
        #expect(upgrade.withUnsafeBytes { parser.consume($0) }.consumed == upgrade.count - 6)
        let body = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhirest".utf8)
        parser = HTTPResponseParser(answering: .get)
        #expect(body.withUnsafeBytes { parser.consume($0) }.consumed == body.count - 4)
    }

    @Test("Limits hold exactly")
    func limits() {
        func said(_ limits: HTTPLimits, _ sent: String) -> String {
            transcript(Row("", sent, ""), limits: limits) { sent.utf8.count }.summary
        }
        let interim = "HTTP/1.1 100 C\r\n\r\n"
        let final = "HTTP/1.1 204 N\r\n\r\n"
        #expect(said(HTTPLimits(interimResponses: 2), "G" + interim + interim + final) == "204 ")
        #expect(
            said(HTTPLimits(interimResponses: 2), "G" + interim + interim + interim + final)
                == "502 too_many_interim_responses")
        #expect(said(HTTPLimits(bodyBytes: 2), "GHTTP/1.1 200 OK\r\n\r\nhi") == "200 hi close")
        #expect(said(HTTPLimits(bodyBytes: 2), "GHTTP/1.1 200 OK\r\n\r\nhi!") == "502 body_too_large")
        #expect(said(HTTPLimits(requestLineBytes: 14), "G" + final) == "204 ")
        #expect(said(HTTPLimits(requestLineBytes: 13), "G" + final) == "502 status_line_too_long")
    }
}
