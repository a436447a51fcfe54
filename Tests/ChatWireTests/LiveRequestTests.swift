import ChatDomain
import ChatWire
import Testing

@Suite("Requests of the live stream")
struct LiveRequestTests {
    static let key = "019ab3c4-5a00-7000-8000-0123456789ab"

    static func read(_ bytes: [UInt8], limit: Int = 100) -> Result<LiveRequest, LiveRequestFault> {
        bytes.withUnsafeBytes { content in
            Result { () throws(LiveRequestFault) in try LiveRequest.decode(content, messageLimit: limit) }
        }
    }

    static func read(_ text: String, limit: Int = 100) -> Result<LiveRequest, LiveRequestFault> {
        read(Array(text.utf8), limit: limit)
    }

    static func fault(_ text: String, limit: Int = 100) -> LiveRequestFault? {
        guard case .failure(let fault) = read(text, limit: limit) else { return nil }
        return fault
    }

    @Test("Each operation is read, its members in any order")
    func operations() throws {
        let key = try #require(SendKey(Self.key))
        let epoch = "6f0c0a6f0d1f4b0f9d3b2f8f3f1c2a77"
        func expect(_ members: [String], _ request: LiveRequest) throws {
            for turn in members.indices {
                let turned = Array(members[turn...] + members[..<turn])
                for order in [turned, turned.reversed()] {
                    #expect(try Self.read("{" + order.joined(separator: ",") + "}").get() == request)
                }
            }
        }
        let room = RoomID(rawValue: 5)
        try expect(
            ["\"op\":\"send\"", "\"id\":2", "\"room\":5", "\"key\":\"\(Self.key)\"", "\"text\":\"hello\""],
            .send(id: 2, room: room, key: key, body: Array("{\"text\":\"hello\"}".utf8)))
        try expect(
            [
                "\"op\":\"send\"", "\"id\":2", "\"room\":5", "\"key\":\"\(Self.key)\"", "\"text\":\"a\"",
                "\"thread\":3", "\"reply_to\":4",
            ],
            .send(
                id: 2, room: room, key: key, body: Array("{\"text\":\"a\"}".utf8), thread: SequenceNumber(3),
                replyTo: SequenceNumber(4)))
        try expect(
            ["\"op\":\"subscribe\"", "\"id\":0", "\"room\":5"], .subscribe(id: 0, room: room, after: nil, epoch: nil))
        try expect(
            ["\"op\":\"subscribe\"", "\"id\":1", "\"room\":5", "\"after\":41", "\"epoch\":\"\(epoch)\""],
            .subscribe(id: 1, room: room, after: SequenceNumber(41), epoch: epoch))
        try expect(
            ["\"op\":\"unsubscribe\"", "\"id\":9007199254740991", "\"room\":5"],
            .unsubscribe(id: (1 << 53) - 1, room: room))
    }

    @Test("Members that nobody knows are passed over, whatever they hold")
    func unknownMembers() throws {
        var random = Seeded(3)
        let known = ["\"op\":\"unsubscribe\"", "\"id\":3", "\"room\":1"]
        for _ in 0..<500 {
            var members = known + ["\"x\(random.below(1_000))\":\(random.json(depth: 4))"]
            members.shuffle(using: &random)
            let text = "{" + members.joined(separator: ",") + "}"
            #expect(try Self.read(text).get() == .unsubscribe(id: 3, room: RoomID(rawValue: 1)), "\(text)")
        }
    }

    @Test(
        "What cannot be carried out says why, with the id where there was one",
        arguments: [
            ("", .badRequest, nil),
            ("[]", .badRequest, nil),
            ("{}", .badRequest, nil),
            ("{\"op\":\"send\"}", .badRequest, nil),
            ("{\"id\":1}", .badRequest, 1),
            ("{\"id\":1,\"op\":\"dance\"}", .unknownOperation, 1),
            ("{\"id\":1,\"op\":\"\"}", .unknownOperation, 1),
            ("{\"id\":1,\"op\":\"sen\\u0064\"}", .unknownOperation, 1),
            ("{\"id\":1,\"op\":7}", .badRequest, 1),
            ("{\"id\":1,\"op\":null}", .badRequest, 1),
            ("{\"id\":-1,\"op\":\"unsubscribe\",\"room\":1}", .badRequest, nil),
            ("{\"id\":9007199254740992,\"op\":\"unsubscribe\",\"room\":1}", .badRequest, nil),
            ("{\"id\":1.5,\"op\":\"unsubscribe\",\"room\":1}", .badRequest, nil),
            ("{\"id\":\"1\",\"op\":\"unsubscribe\",\"room\":1}", .badRequest, nil),
            ("{\"id\":1,\"op\":\"unsubscribe\"}", .badRequest, 1),
            ("{\"op\":\"read\",\"room\":0,\"seq\":1}", .badRequest, nil),
            ("{\"op\":\"read\",\"room\":1}", .badRequest, nil),
            ("{\"op\":\"typing\"}", .badRequest, nil),
            ("{\"id\":1,\"op\":\"unsubscribe\",\"room\":1}x", .badRequest, 1),
            ("{\"id\":1,\"op\":\"unsubscribe\",\"room\":1", .badRequest, 1),
            ("{\"id\":1,\"op\":\"subscribe\",\"room\":1,\"after\":-1}", .badRequest, 1),
            ("{\"id\":1,\"op\":\"subscribe\",\"room\":1,\"after\":99999999999999999999}", .badRequest, 1),
            ("{\"id\":1,\"op\":\"subscribe\",\"room\":1,\"epoch\":4}", .badRequest, 1),
            ("{\"id\":1,\"op\":\"send\",\"room\":1,\"text\":\"a\"}", .keyInvalid, 1),
            ("{\"id\":1,\"op\":\"send\",\"room\":1,\"text\":\"a\",\"key\":\"\"}", .keyInvalid, 1),
            (
                "{\"id\":1,\"op\":\"send\",\"room\":1,\"text\":\"a\",\"key\":\"019ab3c4-5a00-4000-8000-0123456789ab\"}",
                .keyInvalid, 1
            ),
            (
                "{\"id\":1,\"op\":\"send\",\"room\":1,\"key\":\"019ab3c4-5a00-7000-8000-0123456789ab\"}", .badRequest, 1
            ),
            (
                "{\"id\":1,\"op\":\"send\",\"room\":1,\"text\":\"a\",\"thread\":0,\"key\":\"\(LiveRequestTests.key)\"}",
                .badRequest, 1
            ),
            (
                "{\"id\":1,\"op\":\"send\",\"room\":1,\"text\":\"a\",\"reply_to\":-1,\"key\":\"\(LiveRequestTests.key)\"}",
                .badRequest, 1
            ),
        ] as [(String, RefusalCode, Int64?)])
    func refusals(text: String, code: RefusalCode, id: Int64?) {
        let fault = Self.fault(text)
        #expect(fault?.refusal.code == code)
        #expect(fault?.id == id)
    }

    @Test(
        "A member that occurs twice is refused",
        arguments: ["id", "op", "room", "key", "text", "after", "epoch", "seq", "thread", "reply_to"])
    func repeated(name: String) {
        let values = [
            "id": "1", "op": "\"send\"", "room": "1", "key": "\"\(Self.key)\"", "text": "\"a\"", "after": "1",
            "epoch": "\"e\"", "seq": "1", "thread": "1", "reply_to": "1",
        ]
        let members = values.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        #expect((try? Self.read("{\(members)}").get()) != nil)
        let fault = Self.fault("{\(members),\"\(name)\":\(values[name] ?? "")}")
        #expect(fault?.refusal.message == "The member \"\(name)\" occurs twice.")
    }

    private func send(_ text: String) -> String {
        "{\"op\":\"send\",\"id\":4,\"room\":1,\"key\":\"\(Self.key)\",\"text\":\"\(text)\"}"
    }

    @Test("The limit counts bytes of UTF-8, not escapes, and a refusal names it")
    func limit() throws {
        for fits in ["aaaaaaaaaa", "ééééé", "\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9", "a\\r\\nbcdefghi"] {
            #expect(throws: Never.self, "\(fits)") { try Self.read(send(fits), limit: 10).get() }
        }
        for tooLong in ["aaaaaaaaaaa", "éééééé", "\\u0061aaaaaaaaaa"] {
            let fault = Self.fault(send(tooLong), limit: 10)
            #expect(fault?.refusal.code == .tooLarge)
            #expect(fault?.refusal.limit == Refusal.Limit(name: "message_bytes", value: 10))
            #expect(fault?.id == 4)
        }
    }

    @Test(
        "A text without anything to see, or with control characters, is refused",
        arguments: [
            "", " ", "\\n\\t ", "\u{3000}", "\u{A0} \\u2003", "a\\u0000b", "a\\u0007", "a\\rb", "a\\u001b[31m",
            "a\u{7F}",
        ])
    func textInvalid(text: String) {
        #expect(Self.fault(send(text))?.refusal.code == .textInvalid)
    }

    @Test("A refused control character is named as Unicode names it")
    func controlCharacterName() {
        #expect(Self.fault(send("\\u0007"))?.refusal.message.contains("U+0007.") == true)
        #expect(Self.fault(send("\u{7F}"))?.refusal.message.contains("U+007F.") == true)
    }

    @Test("Whatever the bytes are, decoding them ends")
    func mutations() {
        var random = Seeded(4)
        let starts = [
            send("hello \\uD83D\\uDE00 \\n"),
            "{\"op\":\"subscribe\",\"id\":1,\"room\":1,\"after\":41,\"epoch\":\"6f0c0a6f0d1f4b0f9d3b2f8f3f1c2a77\"}",
            "{\"op\":\"unsubscribe\",\"id\":3,\"room\":1,\"x\":[{\"y\":[1,2,{}]}]}",
        ].map { Array($0.utf8) }
        var refused = 0
        for turn in 0..<30_000 {
            let bytes = random.mutated(starts[turn % starts.count])
            if case .failure = Self.read(bytes, limit: 20) { refused += 1 }
        }
        #expect((10_000..<30_000).contains(refused))
    }
}
