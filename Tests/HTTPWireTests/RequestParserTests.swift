import HTTPWire
import Testing

@Suite struct RequestParserTests {
    @Test("The example of RFC 9112, 2.1 is read")
    func example() throws {
        let sent =
            "GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n"
        let request = try #require(RequestTranscript(sent).requests.first)
        #expect(request.method == .get)
        #expect(request.version == .http11)
        #expect(request.path == "/hello.txt")
        #expect(request.query == nil)
        #expect(request.authority == "www.example.com")
        #expect(request.headers.fields.map(\.name) == ["User-Agent", "Host", "Accept-Language"])
        #expect(request.headers["ACCEPT-language"] == "en, mi")
        #expect(request.keepAlive)
    }

    @Test("The target in absolute form replaces Host")
    func absoluteForm() throws {
        let sent = "GET http://b:81/p?q HTTP/1.1\r\nHost: a\r\n\r\n"
        let request = try #require(RequestTranscript(sent).requests.first)
        #expect(request.authority == "b:81")
        #expect(request.headers.values("host") == ["b:81"])
        #expect(request.path == "/p")
        #expect(request.query == "q")
    }

    @Test("Requests in a row come one by one, and none is read before it is asked for")
    func pipelining() {
        let bytes = Array(
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhiGET".utf8)
        var parser = HTTPRequestParser()
        let (first, one) = bytes.withUnsafeBytes { parser.consume($0) }
        guard case .request(let request) = one else { return #expect(Bool(false), "\(one)") }
        #expect(request.path == "/1")
        #expect(first == 28)
        #expect(parser.phase == .betweenRequests)
        let (second, two) = bytes[first...].withUnsafeBytes { parser.consume($0) }
        guard case .request(let next) = two else { return #expect(Bool(false), "\(two)") }
        #expect(text(next.body) == "hi")
        #expect(first + second == bytes.count - 3)
        #expect(parser.phase == .betweenRequests)
        let (third, three) = bytes[(first + second)...].withUnsafeBytes { parser.consume($0) }
        #expect(third == 3)
        #expect(three == .needMore)
        #expect(parser.phase == .head)
    }

    @Test("The phase tells what a time limit is about")
    func phases() {
        var parser = HTTPRequestParser()
        var seen: [HTTPRequestParser.Phase] = [parser.phase]
        for piece in ["\r\n", "POST / HT", "TP/1.1\r\n", "Host: a\r\nContent-Length: 2\r\n\r\n", "h", "i"] {
            _ = Array(piece.utf8).withUnsafeBytes { parser.consume($0) }
            seen.append(parser.phase)
        }
        #expect(seen == [.betweenRequests, .betweenRequests, .head, .head, .body, .body, .betweenRequests])
    }

    @Test("A client that waits for 100 is told to go on once, and only if there is a body")
    func expectations() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
        #expect(RequestTranscript(head + "Content-Length: 2\r\n\r\nhi").summary == "continue? | POST / hi")
        #expect(RequestTranscript(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").summary == "continue? | POST /")
        #expect(RequestTranscript(head + "Content-Length: 0\r\n\r\n").summary == "POST /")
        #expect(RequestTranscript(head + "Content-Length: 9999999\r\n\r\n").summary == "413 body_too_large")
        let old = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi"
        #expect(RequestTranscript(old).summary == "POST / hi")
    }

    @Test("Trailers do not become headers")
    func trailers() throws {
        let sent = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\nX: y\r\n\r\n"
        let request = try #require(RequestTranscript(sent).requests.first)
        #expect(request.headers.fields.map(\.name) == ["Host", "Transfer-Encoding"])
        #expect(request.authority == "a")
    }

    @Test("A refusal stays, says why and that the connection closes")
    func refusalStays() {
        var parser = HTTPRequestParser(limits: HTTPLimits(requestLineBytes: 9))
        let (_, first) = Array("GET /aaaaaaaaaaa".utf8).withUnsafeBytes { parser.consume($0) }
        guard case .refuse(let refusal) = first else { return #expect(Bool(false), "\(first)") }
        #expect(refusal.status == 414)
        #expect(refusal.sentence == "The request line is longer than 9 bytes. The connection closes.")
        let (taken, second) = Array("GET / HTTP/1.0\r\n\r\n".utf8).withUnsafeBytes { parser.consume($0) }
        #expect(taken == 0)
        #expect(second == first)
    }

    @Test(
        "Connection decides over keeping the connection",
        arguments: [
            ("HTTP/1.1", "x", true), ("HTTP/1.1", "close", false), ("HTTP/1.1", "keep-alive, CLOSE", false),
            ("HTTP/1.0", "x", false), ("HTTP/1.0", "Keep-Alive", true), ("HTTP/1.0", "keep-alive, close", false),
        ])
    func keepAlive(version: String, connection: String, kept: Bool) throws {
        let sent = "GET / \(version)\r\nHost: a\r\nConnection: \(connection)\r\n\r\n"
        #expect(try #require(RequestTranscript(sent).requests.first).keepAlive == kept)
    }

    @Test("An upgrade is offered by both headers together")
    func upgrade() throws {
        func offers(_ head: String, _ version: String = "HTTP/1.1") throws -> Bool {
            let sent = "GET / \(version)\r\nHost: a\r\n\(head)\r\n\r\n"
            return try #require(RequestTranscript(sent).requests.first).isUpgrade(to: "websocket")
        }
        #expect(try offers("Connection: keep-alive, Upgrade\r\nUpgrade: h2c, WebSocket"))
        #expect(try offers("Connection: keep-alive\r\nConnection: upgrade\r\nUpgrade: websocket"))
        #expect(try !offers("Upgrade: websocket"))
        #expect(try !offers("Connection: upgrade\r\nUpgrade: websocket2"))
        #expect(try !offers("Connection: upgrade\r\nUpgrade: websocket", "HTTP/1.0"))
    }

    @Test("Between requests the parser holds no memory on the heap")
    func idleMemory() {
        var parser = HTTPRequestParser()
        let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n"
        for byte in Array(request.utf8) {
            _ = [byte].withUnsafeBytes { parser.consume($0) }
        }
        #expect(parser.phase == .betweenRequests)
        #expect(heapCapacities(parser).isEmpty)
        _ = [UInt8(ascii: "G")].withUnsafeBytes { parser.consume($0) }
        #expect(!heapCapacities(parser).isEmpty)
    }

    /// The capacities above zero of all arrays inside.
    private func heapCapacities(_ value: Any) -> [Int] {
        if let bytes = value as? [UInt8] { return bytes.capacity > 0 ? [bytes.capacity] : [] }
        if let fields = value as? [HTTPHeaders.Field] { return fields.capacity > 0 ? [fields.capacity] : [] }
        return Mirror(reflecting: value).children.flatMap { heapCapacities($0.value) }
    }
}
