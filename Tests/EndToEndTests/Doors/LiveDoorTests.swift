import Testing
import WebSocketWire

extension WholeServer {
    @Suite("Bad input at the live door")
    struct LiveDoorTests {
        /// What is no request, and the code that answers it.
        private static let badRequests: [(String, String)] = [
            ("", "bad_request"), ("nonsense", "bad_request"), ("{", "bad_request"), ("[]", "bad_request"),
            ("null", "bad_request"), ("\"send\"", "bad_request"), ("42", "bad_request"), ("{}", "bad_request"),
            (#"{"op":"send"}"#, "bad_request"), (#"{"op":"fly","id":1}"#, "unknown_operation"),
            // A second log-in: the stream has none, its session came with the upgrade.
            (#"{"op":"login","id":1,"login":"ada","password":"x"}"#, "unknown_operation"),
            (#"{"op":7,"id":1}"#, "bad_request"), (#"{"op":"SEND","id":1,"room":1}"#, "unknown_operation"),
            (#"{"op":"subscribe","id":1}"#, "bad_request"), (#"{"op":"subscribe","room":1}"#, "bad_request"),
            (#"{"op":"subscribe","id":-1,"room":1}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":-2}"#, "room_unknown"),
            (#"{"op":"send","id":1,"room":0,"key":"KEY","text":"x"}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":1.5}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":1e2}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":"1"}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":9007199254740992}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":99999999999999999999999999}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":9007199254740991}"#, "room_unknown"),
            (#"{"op":"subscribe","id":1,"room":1,"after":-1}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":1,"after":9223372036854775808}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"id":1,"room":1}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":1,}"#, "bad_request"),
            (#"{"op":"subscribe","id":1,"room":1} x"#, "bad_request"),
            (#"{"op":"subscribe","id":01,"room":1}"#, "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":"\ud800"}"#, "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":"\udc00\ud800"}"#, "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":"\x41"}"#, "bad_request"),
            ("{\"op\":\"send\",\"id\":1,\"room\":1,\"key\":\"KEY\",\"text\":\"raw\nline\"}", "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":"\u0000"}"#, "text_invalid"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":"\u001b[2J"}"#, "text_invalid"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":""}"#, "text_invalid"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY","text":7}"#, "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"KEY"}"#, "bad_request"),
            (#"{"op":"send","id":1,"room":1,"key":"mine","text":"x"}"#, "key_invalid"),
            (#"{"op":"send","id":1,"room":1,"key":"00000000-0000-4000-8000-000000000000","text":"x"}"#, "key_invalid"),
            (#"{"op":"send","id":1,"room":1,"text":"x"}"#, "key_invalid"),
            (#"{"op":"send","id":1,"room":99,"key":"KEY","text":"x"}"#, "room_unknown"),
            (String(repeating: "[", count: 10_000), "bad_request"),
            (#"{"op":"send","id":1,"deep":"# + String(repeating: "[", count: 10_000), "bad_request"),
            (
                #"{"deep":"# + String(repeating: #"{"a":"#, count: 30) + "1" + String(repeating: "}", count: 31),
                "bad_request"
            ),
            (String(repeating: " ", count: 50_000), "bad_request"),
        ]

        @Test("What is no request gets its documented error, the connection goes on, and nothing has changed")
        func badRequests() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.live()
                try live.expect("welcome")
                for (text, code) in Self.badRequests {
                    try live.say(text.replacing("KEY", with: Key.next()))
                    #expect(try live.expect("error").code == code, "\(text.prefix(120))")
                }
                #expect(try ada.history(of: Person.firstRoom).count == 2)
                try live.send("still here", to: Person.firstRoom)
                try live.expect("ack")
            }
        }

        @Test("Members that nobody knows are passed over, in any order, and the answer repeats the id")
        func tolerance() throws {
            try withServer { server in
                let live = try server.owner("ada").live()
                try live.expect("welcome")
                try live.say(
                    #" { "text" : "caf\u00e9 \ud83d\ude00" , "new" : {"a":[1,2.5e3,null,true,"\n"]} , "room" : 1 , "id" : 9007199254740991 , "key" : "\#(Key.next())" , "op" : "send" } "#
                )
                #expect(try live.expect("ack").id == 9_007_199_254_740_991)
                try live.subscribe(1, after: 2, epoch: nil)
                try live.skip(to: "caught_up")
            }
        }

        /// Bytes that no client may send after the upgrade, and the close code that answers them.
        private static var violations: [(String, [UInt8], UInt16)] {
            let mask: [UInt8] = [0, 0, 0, 0]
            return [
                ("a frame without a mask", [0x81, 0x02, 0x7B, 0x7D], 1002),
                ("a reserved bit", [0xC1, 0x80] + mask, 1002), ("an unknown opcode", [0x83, 0x80] + mask, 1002),
                ("an unknown control opcode", [0x8B, 0x80] + mask, 1002),
                ("a control frame in pieces", [0x09, 0x80] + mask, 1002),
                ("a ping of 126 bytes", [0x89, 0xFE, 0, 126] + mask + [UInt8](repeating: 0, count: 126), 1002),
                ("a continuation of nothing", [0x80, 0x80] + mask, 1002),
                ("a message inside another", [0x01, 0x80] + mask + [0x81, 0x80] + mask, 1002),
                ("a length not written shortest", [0x81, 0xFE, 0, 5] + mask + [1, 2, 3, 4, 5], 1002),
                ("a length of 2^63", [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0] + mask, 1002),
                ("a message of 10 MB", [0x81, 0xFF, 0, 0, 0, 0, 0, 0x98, 0x96, 0x80] + mask, 1009),
                ("a binary message", [0x82, 0x80] + mask, 1003),
                ("bytes that are no UTF-8", [0x81, 0x82] + mask + [0xC3, 0x28], 1007),
                ("half a character at the end", [0x81, 0x81] + mask + [0xC3], 1007),
                ("a surrogate in UTF-8", [0x81, 0x83] + mask + [0xED, 0xA0, 0x80], 1007),
                ("a close frame of one byte", [0x88, 0x81] + mask + [3], 1002),
                ("a close code that nobody may send", [0x88, 0x82] + mask + [3, 0xED], 1002),
            ]
        }

        @Test("Who breaks the protocol is told how with a close code, and nobody else notices")
        func violations() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let witness = try ada.follow()
                for (what, bytes, code) in Self.violations {
                    let live = try ben.live()
                    try live.expect("welcome")
                    try live.socket.write(bytes)
                    #expect(try live.end().code == code, "\(what)")
                    // What comes behind is not looked at.
                    try live.socket.write(LiveProbe.frame(LiveProbe.send("behind", to: 1, id: 1, key: Key.next())))
                    #expect(try live.end().code == nil)
                }
                try witness.send("undisturbed", to: Person.firstRoom)
                #expect(try witness.skip(to: "event").passed.allSatisfy { $0.op == "presence" || $0.op == "ack" })
            }
        }

        @Test("Half a frame and then silence, or the end, is nothing: it costs its sender the connection at most")
        func halfAFrame() throws {
            try withServer("--ping-interval", "1", "--pong-timeout", "1") { server in
                let ada = try server.owner("ada")
                let whole = LiveProbe.frame(LiveProbe.send("whole", to: Person.firstRoom, id: 7, key: Key.next()))
                for count in [1, 2, 3, 5, 8, whole.count - 1] {
                    let live = try ada.live()
                    try live.expect("welcome")
                    try live.socket.write(Array(whole.prefix(count)))
                    live.socket.endWriting()
                    #expect(try live.end().code == nil)
                }
                #expect(try ada.history(of: Person.firstRoom).count == 2)
                // Byte by byte it is a frame like any other.
                let live = try ada.live()
                try live.expect("welcome")
                for byte in whole { try live.socket.write([byte]) }
                #expect(try live.expect("ack").id == 7)
                // Who says nothing, not even a pong, is closed.
                let silent = try RawSocket(port: server.port)
                try silent.write(
                    "GET /v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(ada.token)\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                )
                let heard = try silent.readToEnd()
                #expect(heard.suffix(80).contains([0x0F, 0xA9]), "4009 in the close frame")
            }
        }

        @Test("A message in many fragments, with pings between, is one message")
        func fragments() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let live = try ada.live()
                try live.expect("welcome")
                let text = Array(LiveProbe.send("ein Stück – 北京", to: 1, id: 3, key: Key.next()).utf8)
                var bytes: [UInt8] = []
                for (place, byte) in text.enumerated() {
                    [byte].withUnsafeBytes {
                        WebSocketFrame.append(
                            place == 0 ? .text : .continuation, $0, isFinal: place == text.count - 1, mask: 99,
                            to: &bytes)
                    }
                    if place.isMultiple(of: 10) {
                        [1, 2, 3].withUnsafeBytes { WebSocketFrame.append(.ping, $0, mask: 7, to: &bytes) }
                    }
                }
                try live.socket.write(bytes)
                var pongs = 0
                while true {
                    let heard = try live.next()
                    if case .pong = heard { pongs += 1 }
                    if case .said(let said) = heard {
                        #expect(said.op == "ack")
                        break
                    }
                }
                #expect(pongs == (text.count + 9) / 10)
                #expect(try ada.history(of: 1).last?.text == "ein Stück – 北京")
            }
        }

        @Test("An upgrade that is none is refused in HTTP, and the connection can still be used")
        func upgrades() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let good = [
                    ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
                    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ]
                func status(without name: String? = nil, with field: (String, String)? = nil) throws -> Int {
                    var request = "GET /v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(ada.token)\r\n"
                    for (key, value) in good where key != name { request += "\(key): \(value)\r\n" }
                    if let field { request += "\(field.0): \(field.1)\r\n" }
                    let socket = try RawSocket(port: server.port)
                    try socket.write(request + "\r\n")
                    var answers = AnswerReader(socket)
                    return try answers.next().status
                }
                #expect(try status() == 101)
                #expect(try status(without: "Upgrade") == 426)
                #expect(try status(without: "Sec-WebSocket-Key") == 400)
                #expect(try status(without: "Sec-WebSocket-Key", with: ("Sec-WebSocket-Key", "short")) == 400)
                #expect(try status(without: "Sec-WebSocket-Version", with: ("Sec-WebSocket-Version", "8")) == 426)
                #expect(try status(with: ("Origin", "https://evil.example")) == 403)
                #expect(try server.http.call("POST", "/v1/live", [:], token: ada.token).status == 405)
            }
        }
    }
}
