import HTTPWire
import Testing

@Suite struct SerializationTests {
    private func written(
        _ response: HTTPResponse, method: HTTPMethod = .get, keepAlive: Bool = true, date: String? = nil
    ) throws -> String {
        var out: [UInt8] = []
        try response.serialize(into: &out, method: method, keepAlive: keepAlive, date: date)
        return text(out)
    }

    @Test("A response has its length, its date and what becomes of the connection")
    func response() throws {
        let response = HTTPResponse(status: 200, headers: ["Content-Type": "text/plain"], body: Array("hi".utf8))
        let date = HTTPDate.imfFixdate(unixSeconds: 784_111_777)
        #expect(
            try written(response, date: date)
                == "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 2\r\n"
                + "Connection: keep-alive\r\nContent-Type: text/plain\r\n\r\nhi")
        #expect(
            try written(response, keepAlive: false)
                == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\nhi")
    }

    @Test("A response to HEAD has the length and not the body")
    func head() throws {
        let response = HTTPResponse(status: 404, body: Array("gone".utf8))
        #expect(
            try written(response, method: .head)
                == "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\n")
    }

    @Test("1xx, 204 and 304 have neither body nor length", arguments: [101, 204, 304])
    func bodiless(_ status: Int) throws {
        let sent = try written(HTTPResponse(status: status, headers: ["Connection": "x"], body: [65]))
        #expect(sent == "HTTP/1.1 \(status) \(HTTPResponse.reasonPhrase(status))\r\nConnection: x\r\n\r\n")
    }

    @Test(
        "What could begin another line is not written, and nothing else of the response either",
        arguments: [
            ("X", "a\r\nSet-Cookie: b", HTTPSerializationError.invalidHeaderValue(name: "X")),
            ("X", "a\nb", .invalidHeaderValue(name: "X")), ("X", "a\rb", .invalidHeaderValue(name: "X")),
            ("X", "a\u{0}", .invalidHeaderValue(name: "X")), ("X", " a", .invalidHeaderValue(name: "X")),
            ("X", "a\t", .invalidHeaderValue(name: "X")), ("X:", "a", .invalidHeaderName("X:")),
            ("", "a", .invalidHeaderName("")), ("X\r\n", "a", .invalidHeaderName("X\r\n")),
            ("content-length", "5", .reservedHeader("content-length")),
            ("Transfer-Encoding", "chunked", .reservedHeader("Transfer-Encoding")),
        ])
    func injection(name: String, value: String, error: HTTPSerializationError) {
        var out = Array("before".utf8)
        let headers = HTTPHeaders([.init("A", "b"), .init(name, value)])
        #expect(throws: error) {
            try HTTPResponse(status: 200, headers: headers).serialize(
                into: &out, method: .get, keepAlive: true, date: nil)
        }
        #expect(throws: error) { try HTTPRequestHead(.get, "/", host: "a", headers: headers).serialize(into: &out) }
        #expect(text(out) == "before")
    }

    @Test("A status is three digits", arguments: [0, 99, 1000, -200])
    func status(_ status: Int) {
        #expect(throws: HTTPSerializationError.invalidStatus(status)) { try written(HTTPResponse(status: status)) }
    }

    @Test("A request has its Host and the length of its body")
    func request() throws {
        var out: [UInt8] = []
        try HTTPRequestHead(.post, "/m?x=1", host: "a:80", headers: ["Accept": "*/*"]).serialize(into: &out, body: [65])
        #expect(text(out) == "POST /m?x=1 HTTP/1.1\r\nHost: a:80\r\nContent-Length: 1\r\nAccept: */*\r\n\r\nA")
        out = []
        try HTTPRequestHead(.put, "/", host: "a").serialize(into: &out)
        #expect(text(out) == "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        out = []
        try HTTPRequestHead(.get, "/", host: "[::1]").serialize(into: &out)
        #expect(text(out) == "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n")
    }

    @Test("A request line is not written with anything that splits it")
    func requestInjection() {
        var out: [UInt8] = []
        func fails(_ head: HTTPRequestHead, _ error: HTTPSerializationError) {
            #expect(throws: error) { try head.serialize(into: &out) }
        }
        fails(HTTPRequestHead(.get, "/a b", host: "a"), .invalidTarget("/a b"))
        fails(HTTPRequestHead(.get, "/a\r\nX: y", host: "a"), .invalidTarget("/a\r\nX: y"))
        fails(HTTPRequestHead(.get, "", host: "a"), .invalidTarget(""))
        fails(HTTPRequestHead(.get, "/é", host: "a"), .invalidTarget("/é"))
        fails(HTTPRequestHead(.get, "/", host: "a\r\nX: y"), .invalidHost("a\r\nX: y"))
        fails(HTTPRequestHead(.other("A B"), "/", host: "a"), .invalidMethod("A B"))
        #expect(out.isEmpty)
    }
}
