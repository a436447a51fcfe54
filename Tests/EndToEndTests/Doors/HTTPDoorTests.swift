import Foundation
import HTTPWire
import Testing

extension WholeServer {
    @Suite("The HTTP door")
    struct HTTPDoorTests {
        /// Sends bytes and reads everything that comes back, until the server ends the connection.
        private func exchange(_ server: ServerProcess, _ text: String) throws -> String {
            let socket = try RawSocket(port: server.port)
            try socket.write(text)
            socket.endWriting()
            return String(decoding: try socket.readToEnd(), as: UTF8.self)
        }

        @Test("Every answer carries the security headers, whatever it answers")
        func securityHeaders() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let answers = try [
                    server.http.call("GET", "/"), server.http.call("GET", "/healthz"),
                    server.http.call("GET", "/nothing"),
                    server.http.call("GET", "/v1/me"), ada.call("GET", "/v1/me"), ada.call("PUT", "/v1/me"),
                    ada.call("POST", "/v1/rooms", ["handle": ""]), ada.call("DELETE", "/v1/rooms/1/members/me"),
                    server.http.call("GET", "/%zz"),
                ]
                for answer in answers {
                    let policy = answer.headers["content-security-policy"] ?? ""
                    #expect(policy.contains("default-src 'none'"))
                    #expect(!policy.contains("unsafe"))
                    #expect(policy.contains("frame-ancestors 'none'"))
                    #expect(answer.headers["x-content-type-options"] == "nosniff")
                    #expect(answer.headers["x-frame-options"] == "DENY")
                    #expect(answer.headers["referrer-policy"] == "no-referrer")
                    #expect(answer.headers["date"]?.hasSuffix(" GMT") == true)
                    if answer.headers["content-type"]?.hasPrefix("application/json") == true {
                        #expect(answer.headers["cache-control"] == "no-store")
                    }
                }
                // Also where the request could not be read, and where nobody was let in.
                #expect(try exchange(server, "nonsense\r\n\r\n").contains("Content-Security-Policy"))
            }
        }

        @Test("HEAD answers as GET does, without the body")
        func head() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                for path in ["/healthz", "/v1/server", "/v1/rooms", "/v1/rooms/1/events", "/nothing", "/v1/rooms/77"] {
                    let (get, head) = try (ada.call("GET", path), ada.call("HEAD", path))
                    #expect(head.status == get.status)
                    #expect(head.body.isEmpty)
                    #expect(head.headers["content-length"] == "\(get.body.count)")
                    #expect(head.headers["content-type"] == get.headers["content-type"])
                }
            }
        }

        @Test("An unknown path is 404, a known one with another method 405 with those that it has")
        func methods() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                for path in [
                    "/v1/nothing", "/v1/rooms/x", "/v1/rooms/-1", "/v1/rooms/01", "/v1/rooms/1/", "/v1//rooms",
                ] {
                    let answer = try ada.call("GET", path)
                    #expect(answer.status == 404, "\(path)")
                    #expect(answer.code == "not_found")
                }
                for (method, path, allowed) in [
                    ("DELETE", "/v1/rooms", "GET, HEAD, POST"), ("POST", "/v1/me", "GET, HEAD, PATCH, DELETE"),
                    ("GET", "/v1/accounts", "POST"), ("GET", "/v1/session", "DELETE"),
                    ("POST", "/v1/rooms/1/members/me", "PUT, DELETE"), ("PATCH", "/healthz", "GET, HEAD"),
                    ("BREW", "/v1/rooms", "GET, HEAD, POST"),
                ] {
                    let answer = try ada.call(method, path)
                    #expect(answer.status == 405, "\(method) \(path)")
                    let found = answer.headers["allow"]?.split(separator: ", ").sorted()
                    #expect(found == allowed.split(separator: ", ").sorted(), "\(method) \(path)")
                }
                #expect(try ada.call("GET", "/v1/rooms/99999999").code == "room_unknown")
                #expect(try ada.call("GET", "/v1/rooms/99999999999999999999").status == 404)
            }
        }

        @Test(
            "Pipelined requests are answered in their order, however long each takes, and no faster than the answers are read"
        )
        func pipelining() throws {
            try withServer("--log-level", "debug") { server in
                let ada = try server.owner("ada")
                for number in 0..<200 { _ = try ada.post("\(number) \(String(repeating: "z", count: 10_000))", to: 1) }
                let socket = try RawSocket(port: server.port, receiveBuffer: 8_192)
                let fields = "Host: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(ada.token)\r\n\r\n"
                var wanted: [Int] = []
                var requests = ""
                for number in 0..<80 {
                    switch number % 4 {
                    case 0:
                        requests += "GET /v1/rooms/1/events?limit=200&before=\(190 + number % 7) HTTP/1.1\r\n\(fields)"
                    case 1: requests += "GET /nothing HTTP/1.1\r\n\(fields)"
                    case 2: requests += "DELETE /v1/rooms HTTP/1.1\r\n\(fields)"
                    default: requests += "GET /healthz HTTP/1.1\r\n\(fields)"
                    }
                    wanted.append([200, 404, 405, 200][number % 4])
                }
                try socket.write(requests)
                // Nobody reads the 40 MB of answers. While others are served as many, these are not even made.
                for _ in 0..<30 { #expect(try ada.call("HEAD", "/v1/rooms/1/events?limit=200").status == 200) }
                let made = server.log.split(separator: "\n").count { $0.contains("method=GET path=/v1/rooms/1/events") }
                #expect(made < 10, "\(made) answers were made")

                var answers = AnswerReader(socket)
                for (number, status) in wanted.enumerated() {
                    let answer = try answers.next()
                    #expect(answer.status == status)
                    if number.isMultiple(of: 4) { #expect(try answer.said.events?.last?.seq == 189 + number % 7) }
                }
            }
        }

        @Test("A request that is ambiguous, or none, is refused, and the connection ends")
        func malformed() throws {
            try withServer { server in
                let host = "Host: 127.0.0.1:\(server.port)\r\n"
                let post = "POST /v1/sessions HTTP/1.1\r\n\(host)"
                for (request, status) in [
                    ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET  / HTTP/1.1\r\n\(host)\r\n", 400),
                    ("GET / HTTP/1.1\n\(host)\n", 400), ("GET / HTTP/9.9\r\n\(host)\r\n", 505),
                    ("GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400), ("GET / HTTP/1.1\r\n\(host) folded: x\r\n\r\n", 400),
                    ("GET / HTTP/1.1\r\n\(host)Bad Name: x\r\n\r\n", 400),
                    ("GET / HTTP/1.1\r\n\(host)Space : x\r\n\r\n", 400),
                    ("GET / HTTP/1.1\r\n\(host)A: x\ry\r\n\r\n", 400),
                    ("GET / HTTP/1.1\r\n\(host)A: x\0y\r\n\r\n", 400),
                    ("\(post)Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", 400),
                    ("\(post)Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                    ("\(post)Content-Length: +2\r\n\r\n{}", 400), ("\(post)Content-Length: -1\r\n\r\n", 400),
                    ("\(post)Content-Length: 99999999999999999999\r\n\r\n", 413),
                    ("\(post)Content-Length: 9999999\r\n\r\n", 413),
                    ("\(post)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
                    ("\(post)Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                    ("\(post)Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", 400),
                    ("GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\n\(host)\r\n", 414),
                    ("GET / HTTP/1.1\r\n\(host)A: \(String(repeating: "a", count: 40_000))\r\n\r\n", 431),
                    ("GET / HTTP/1.1\r\n\(host)\(String(repeating: "A: b\r\n", count: 200))\r\n", 431),
                ] {
                    // Whatever is behind it must never be taken for a request.
                    let answer = try exchange(server, request + "GET /healthz HTTP/1.1\r\n\(host)\r\n")
                    let first = answer.split(separator: "\r\n").first ?? ""
                    #expect(
                        first.split(separator: " ").dropFirst().first == "\(status)", "\(request.prefix(80)): \(first)")
                    #expect(!answer.contains(#""status":"ok""#), "\(request.prefix(80))")
                    #expect(answer.contains("Connection: close"))
                }
            }
        }

        @Test("A body that cannot be used gets its documented error, and the connection goes on")
        func badBodies() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let socket = try RawSocket(port: server.port)
                var answers = AnswerReader(socket)
                func answer(_ method: String, _ path: String, _ body: String) throws -> Answer {
                    try socket.write(
                        "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(ada.token)\r\n"
                            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                    return try answers.next()
                }
                for body in [
                    "", "nonsense", "[]", "{", #"{"handle":}"#, #"{"handle":7}"#, #"{"title":"no handle"}"#,
                    #"{"handle":"\ud800"}"#, #"{"handle":"a","handle":"b"}"#, #"{"handle":"a"} x"#,
                    String(repeating: "[", count: 100_000), "{\"handle\":\"a\u{0}b\"}",
                ] {
                    let answer = try answer("POST", "/v1/rooms", body)
                    #expect(answer.status == 400, "\(body.prefix(60))")
                    #expect(answer.code == "bad_request")
                }
                for handle in [
                    "", " ", "a b", "-a", #"\u0000"#, #"\u001b[31m"#, "a/b", String(repeating: "a", count: 33),
                    String(repeating: "a", count: 200_000), #"\u202egnp"#, "раураl", "a\u{200B}b",
                ] {
                    let answer = try answer("POST", "/v1/rooms", #"{"handle":"\#(handle)"}"#)
                    #expect(answer.status == 422, "\(handle.prefix(60))")
                    #expect(answer.code == "name_invalid")
                }
                for title in [#"\u0007"#, #"two\nlines"#, String(repeating: "t", count: 129)] {
                    #expect(
                        try answer("POST", "/v1/rooms", #"{"handle":"fine","title":"\#(title)"}"#).code
                            == "name_invalid")
                }
                for query in [
                    "limit=0", "limit=-1", "limit=x", "before=1&after=1", "before=-1", "before=99999999999999999999",
                    "after=1&after=2", "after=%zz",
                ] {
                    let answer = try ada.call("GET", "/v1/rooms/1/events?\(query)")
                    #expect(answer.status == 400, "\(query)")
                }
                #expect(try answer("POST", "/v1/rooms/1/messages", #"{"key":"x","text":"y"}"#).code == "key_invalid")
                #expect(try answer("POST", "/v1/rooms/1/messages", #"{"text":"y"}"#).code == "bad_request")
                #expect(try ada.ask("GET", "/v1/rooms").rooms?.count == 1, "nothing was made")
                // A name of 10 MB is not even read.
                let huge = try server.http.call(
                    "POST", "/v1/accounts", ["username": String(repeating: "n", count: 10_000_000)])
                #expect(huge.status == 413)
                #expect(huge.code == "too_large")
            }
        }

        @Test("Who sends too slowly gets 408, and who says nothing is closed; a live stream is not concerned")
        func slowSenders() throws {
            try withServer("--handshake-timeout", "1", "--idle-timeout", "1") { server in
                let ada = try server.owner("ada")
                let live = try ada.follow()
                let (head, body) = (try RawSocket(port: server.port), try RawSocket(port: server.port))
                try head.write("GET /healthz HTTP/1.1\r\nHost: x")
                try body.write("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
                for socket in [head, body] {
                    var answers = AnswerReader(socket)
                    let answer = try answers.next()
                    #expect(answer.status == 408)
                    #expect(try answer.said.error?.limit == Said.Limit(name: "handshake_timeout", value: 1))
                    #expect(try socket.readToEnd().isEmpty)
                }
                let silent = try RawSocket(port: server.port)
                _ = try silent.readToEnd()
                let idle = try RawSocket(port: server.port)
                try idle.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                var answers = AnswerReader(idle)
                #expect(try answers.next().status == 200)
                #expect(try idle.readToEnd().isEmpty, "closed without a word")
                try live.send("still here", to: Person.firstRoom)
                try live.skip(to: "ack")
            }
        }

        @Test("A request in single bytes, in chunks, or with 100-continue is a request like any other")
        func unusual() throws {
            try withServer { server in
                _ = try server.owner("ada")
                let body = #"{"login":"ada","password":"\#(Person.password)"}"#
                let chunked =
                    "5\r\n\(body.prefix(5))\r\n\(String(body.utf8.count - 5, radix: 16))\r\n\(body.dropFirst(5))\r\n0\r\n\r\n"
                let post = "POST /v1/sessions HTTP/1.1\r\nHost: x\r\n"
                let requests = [
                    "\(post)Transfer-Encoding: chunked\r\n\r\n\(chunked)",
                    "\(post)Content-Length: \(body.utf8.count)\r\nExpect: 100-continue\r\n\r\n\(body)",
                    "\r\n\(post)content-length: \(body.utf8.count)\r\n\r\n\(body)",
                ]
                for request in requests {
                    let socket = try RawSocket(port: server.port)
                    for byte in request.utf8 { try socket.write([byte]) }
                    var answers = AnswerReader(socket)
                    #expect(try answers.next().status == 201)
                }
            }
        }
    }
}
