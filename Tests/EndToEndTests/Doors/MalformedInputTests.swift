import Foundation
import Testing

extension WholeServer {
    @Suite("Malformed input by the thousand")
    struct MalformedInputTests {
        /// Inputs of each kind.
        static let count = ProcessInfo.processInfo.environment["E2E_INPUTS"].flatMap(Int.init) ?? 1_500

        /// Changes some bytes of what is well formed.
        private static func spoil(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
            var bytes = bytes
            for _ in 0...random.below(4) {
                let place = random.below(bytes.count)
                switch random.below(7) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8(random.below(256)), at: place)
                case 2: bytes[place] ^= 1 << UInt8(random.below(8))
                case 3: bytes.removeSubrange(place...)
                case 4: bytes.insert(contentsOf: bytes[..<place].suffix(random.below(50)), at: place)
                case 5: bytes[place] = random.pick([0, 10, 13, 32, 34, 58, 92, 123, 127, 128, 255])
                default: bytes.insert(contentsOf: random.bytes(random.below(20)), at: place)
                }
                if bytes.isEmpty { return [0] }
            }
            return bytes
        }

        /// Writes in a few pieces, reads a little or nothing, and goes, with or without a word.
        private static func throwAt(_ server: ServerProcess, _ bytes: [UInt8], _ random: inout Seeded) throws {
            let socket = try RawSocket(port: server.port)
            socket.breakOnClose()
            let cut = random.below(bytes.count)
            _ = socket.offer(bytes[..<cut])
            _ = socket.offer(bytes[cut...])
            if random.below(4) == 0 { socket.endWriting() }
            if random.below(8) == 0 { _ = try? socket.read(Deadline(.milliseconds(5))) }
        }

        @Test("Nonsense behind a request whose asker breaks off stops no loop")
        func nonsenseBehind() throws {
            try withServer("--idle-timeout", "1") { server in
                let ada = try server.owner("ada")
                let request = Array(
                    ("GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(ada.token)\r\n\r\n"
                        + "nonsense\r\n\r\n").utf8)
                for _ in 0..<300 {
                    // The request is answered by another thread; meanwhile the connection is gone. Many at once, so that
                    // a loop finds both in one turn.
                    var crowd = try (0..<60).map { _ in try RawSocket(port: server.port) }
                    for socket in crowd {
                        socket.breakOnClose()
                        _ = socket.offer(request[...])
                    }
                    crowd = []
                }
                // Each loop has its share of these.
                for _ in 0..<40 { #expect(try server.http.call("GET", "/healthz").status == 200) }
            }
        }

        @Test("After thousands of malformed inputs at every layer the server serves as before, and its memory is sane")
        func flood() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let witness = try ada.follow()
                let before = try ada.history(of: Person.firstRoom).count
                var random = Seeded(2)
                let fields = "Host: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(ben.token)\r\n"
                let upgrade = Array(
                    ("GET /v1/live HTTP/1.1\r\n\(fields)Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n").utf8)
                let requests = [
                    "GET /healthz HTTP/1.1\r\n\(fields)\r\n",
                    "GET /v1/rooms/1/events?limit=3&before=2 HTTP/1.1\r\n\(fields)\r\n",
                    "POST /v1/rooms HTTP/1.1\r\n\(fields)Content-Length: 17\r\n\r\n{\"handle\":\"\u{1}no\"}",
                    "POST /v1/sessions HTTP/1.1\r\n\(fields)Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                    "HEAD /%41?x=%20 HTTP/1.0\r\n\(fields)\r\n",
                ].map { Array($0.utf8) }
                let texts = [
                    #"{"op":"subscribe","id":1,"room":1,"after":3,"epoch":"0123456789abcdef0123456789abcdef"}"#,
                    #"{"op":"unsubscribe","id":2,"room":1}"#,
                    #"{"op":"send","id":3,"room":1,"key":"no","text":"\u00e9\ud83d\ude00\n"}"#,
                    #"{"x":[{"y":[1,-2,3.5e-7,null,true,{"z":"\\"}]}]}"#,
                ].map { Array($0.utf8) }
                for _ in 0..<Self.count {
                    try Self.throwAt(server, random.bytes(1 + random.below(600)), &random)
                    try Self.throwAt(server, Self.spoil(random.pick(requests), &random), &random)
                    var frames: [UInt8] = []
                    for _ in 0..<random.below(5) {
                        switch random.below(4) {
                        case 0: frames += random.bytes(random.below(40))
                        case 1:
                            frames += Self.spoil(
                                LiveProbe.frame(String(decoding: random.pick(texts), as: UTF8.self)), &random)
                        default:
                            let text = Self.spoil(random.pick(texts), &random)
                            frames += LiveProbe.frame(String(decoding: text, as: UTF8.self))
                        }
                    }
                    try Self.throwAt(server, upgrade + frames, &random)
                }
                // The witness was there all the time.
                try witness.send("unmoved", to: Person.firstRoom)
                _ = try witness.skip(to: "ack")
                #expect(try server.http.call("GET", "/healthz").status == 200)
                #expect(
                    try ben.history(of: Person.firstRoom).filter { $0.kind == "message" }.map(\.text) == ["unmoved"])
                #expect(try ben.history(of: Person.firstRoom).count == before + 1)
                if !ServerProcess.isSanitized { #expect(try server.residentBytes < 200 << 20) }
                #expect(try server.stop() == .code(0))
            }
        }
    }
}
