import ChatDomain
import ChatWire
import Testing

@Suite("The body of an HTTP request")
struct RequestBodyTests {
    private func body(_ text: String) throws -> RequestBody { try RequestBody(Array(text.utf8)) }

    @Test("Strings and flags are read, and what is not asked for is left alone")
    func members() throws {
        let body = try body(
            "{\"mail\":\"ada@example.org\",\"name\":\"A\\u0064a\",\"cookie\":true,\"n\":5,\"o\":{\"a\":[1]},\"z\":null}"
        )
        #expect(try body.required("mail") == "ada@example.org")
        #expect(body.string("name") == "Ada")
        #expect(body.flag("cookie"))
        #expect(!body.flag("absent"))
        #expect(!body.flag("mail"))
        #expect(body.string("n") == nil)
        #expect(body.string("z") == nil)
    }

    @Test("A string that is missing, or is something else, is asked for by name", arguments: ["{}", "{\"login\":7}"])
    func required(text: String) throws {
        let body = try body(text)
        #expect(throws: Refusal(.badRequest, "The body needs the string \"login\".")) { try body.required("login") }
    }

    @Test(
        "A body that is no object of valid UTF-8 is a bad request",
        arguments: ["", "null", "[]", "{", "{\"a\":1}{", "{\"a\":tru}", "{\"a\":\"\\uD800\"}", "{\"a\":1,\"a\":2}"])
    func malformed(text: String) {
        let refusal = #expect(throws: Refusal.self) { try body(text) }
        #expect(refusal?.code == .badRequest)
    }

    @Test(
        "Bytes that are no UTF-8 are refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let content = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: Refusal(.badRequest, "The body is not valid UTF-8.")) { try RequestBody(content) }
    }

    @Test("A long name that occurs twice makes no long answer")
    func longNames() {
        let name = String(repeating: "x", count: 100_000)
        let refusal = #expect(throws: Refusal.self) { try body("{\"\(name)\":1,\"\(name)\":2}") }
        #expect((refusal?.message.utf8.count ?? 0) < 200)
    }

    @Test("Numbers, null, lists and objects are read, to any depth that is allowed")
    func values() throws {
        let body = try body(
            """
            {"n":-5,"big":9007199254740992,"half":0.5,"z":null,"tags":["a","\\u0062"],"ids":[1,2],"mixed":[1,"a"],
             "poll":{"options":[{"text":"yes"},{"text":"no"}],"open":false},"none":[ ],"nothing":{ }}
            """)
        #expect(body.integer("n") == -5)
        #expect(body.integer("half") == nil && body.members["half"] == .otherNumber)
        #expect(body.integer("big") == nil && body.members["big"] == .otherNumber)
        #expect(body.has("z") && body.isNull("z") && body.string("z") == nil)
        #expect(!body.has("absent") && !body.isNull("absent"))
        #expect(body.strings("tags") == ["a", "b"])
        #expect(body.integers("ids") == [1, 2])
        #expect(body.strings("mixed") == nil && body.integers("mixed") == nil)
        #expect(body.object("poll")?.objects("options")?.map { $0.string("text") } == ["yes", "no"])
        #expect(body.object("poll")?.boolean("open") == false)
        #expect(body.array("none") == [] && body.objects("none") == [])
        #expect(body.object("nothing") == RequestBody())
    }

    @Test(
        "What is malformed deep inside is refused like what is malformed outside",
        arguments: ["[1,]", "[1 2]", "{\"a\":1,}", "[01]", "[-]", "[1.]", "[nul]", "{\"a\" 1}", "{1:2}", "[\"\u{1}\"]"])
    func malformedInside(text: String) {
        let refusal = #expect(throws: Refusal.self) { try body("{\"x\":{\"y\":\(text)}}") }
        #expect(refusal?.code == .badRequest)
    }

    @Test("Depth and number of values are bounded")
    func bounds() throws {
        func nested(_ levels: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}"
        }
        _ = try body(nested(16))
        #expect(throws: Refusal(.badRequest, "The JSON is nested deeper than 16 levels.")) { try body(nested(17)) }
        #expect(throws: Refusal(.badRequest, "The JSON is nested deeper than 16 levels.")) { try body(nested(100_000)) }
        func many(_ count: Int) -> String {
            "{\"a\":[" + Array(repeating: "1", count: count).joined(separator: ",") + "]}"
        }
        #expect(try body(many(9_999)).integers("a")?.count == 9_999)
        #expect(throws: Refusal(.badRequest, "The JSON has more than 10000 values.")) { try body(many(10_000)) }
    }

    @Test("Whatever the bytes are, reading them ends")
    func mutations() {
        var random = Seeded(6)
        let start = Array(
            "{\"mail\":\"a@b.c\",\"cookie\":true,\"password\":\"\\uD83D\\uDE00\",\"x\":[{},[1,-2.5],null]}".utf8)
        for _ in 0..<10_000 {
            _ = try? RequestBody(random.mutated(start))
        }
    }
}
