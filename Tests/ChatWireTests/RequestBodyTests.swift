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

    @Test("Whatever the bytes are, reading them ends")
    func mutations() {
        var random = Seeded(6)
        let start = Array("{\"mail\":\"a@b.c\",\"cookie\":true,\"password\":\"\\uD83D\\uDE00\",\"x\":[{}]}".utf8)
        for _ in 0..<10_000 {
            _ = try? RequestBody(random.mutated(start))
        }
    }
}
