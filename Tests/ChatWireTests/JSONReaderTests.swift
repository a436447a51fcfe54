import ChatWire
import Testing

/// RFC 8259, point by point.
@Suite("The JSON reader")
struct JSONReaderTests {
    /// Reads a text as an object whose members are all passed over. Nil when it is accepted.
    static func refusal(of bytes: [UInt8]) -> JSONError? {
        bytes.withUnsafeBytes { content in
            var reader = JSONReader(content)
            var first = true
            do throws(JSONError) {
                try reader.beginObject()
                while try reader.nextMember(first: &first) != nil { try reader.skipValue() }
                try reader.end()
                return nil
            } catch {
                return error
            }
        }
    }

    static func refusal(of text: String) -> JSONError? { refusal(of: Array(text.utf8)) }

    static func integer(_ text: String) throws -> Int64 {
        try Array(text.utf8).withUnsafeBytes { content in
            var reader = JSONReader(content)
            let value = try reader.integer()
            try reader.end()
            return value
        }
    }

    static func string(_ text: String) throws -> String {
        try Array(text.utf8).withUnsafeBytes { content in
            var reader = JSONReader(content)
            let value = try reader.string()
            try reader.end()
            return value
        }
    }

    static let values = [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "10", "0.1", "1.50", "1e5", "1E5", "1e+5", "1E-5",
        "-1.5e-05", "123456789012345678901234567890", "1e999", "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\"", "\"\\uD83D\\uDE00\"", "\"\\ud83d\\ude00\"", "\"\u{7F}\"", "\"\u{2028}\"", "\"😀\"", "[]", "[ ]",
        "[1]", "[1, 2 ,3]", "[[],[]]", "{}", "{ }", "{\"a\":1}", "{\"a\" : {\"b\":[{}]}, \"c\":null}", "{\"\":0}",
    ]

    @Test("What is JSON is accepted, in any white space", arguments: values)
    func accepts(value: String) {
        #expect(Self.refusal(of: "{\"x\":\(value)}") == nil)
        #expect(Self.refusal(of: " \t\r\n{ \"x\" : \(value) , \"y\":1 } \n") == nil)
        #expect(Self.refusal(of: "{\"x\":[\(value),\(value)]}") == nil)
    }

    static let nonsense = [
        "", "nul", "nulll", "True", "TRUE", "tru", "NaN", "Infinity", "-", "-a", "+1", "01", "-01", "00", "1.", ".1",
        "-.1", "1e", "1e+", "1E-", "1.e1", "0x1", "1_0", "1 2", "\"", "\"a", "'a'", "a", "\"\\\"", "\"\\a\"",
        "\"\\x41\"", "\"\\u\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\U0041\"", "\"\\uD800\"", "\"\\uDC00\"",
        "\"\\uD800x\"", "\"\\uD800\\n\"", "\"\\uD800\\u0041\"", "\"\\uD800\\uD800\"", "\"\\uDE00\\uD83D\"",
        "\"\u{0}\"", "\"\n\"", "\"\t\"", "\"\u{1F}\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]",
        "[1}", "{", "{]", "{1:2}", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}",
        "{\"a\" 1}", "{\"a\"::1}", "/**/1", "1//", "\u{A0}1", "\u{FEFF}1", "\u{0}",
    ]

    @Test("What is no JSON is refused", arguments: nonsense)
    func refuses(value: String) {
        #expect(Self.refusal(of: "{\"x\":\(value)}") != nil)
        if !value.isEmpty { #expect(Self.refusal(of: "{\"x\":[\(value)]}") != nil) }
    }

    @Test(
        "The text is one object, and nothing follows it",
        arguments: [
            "", " ", "[]", "1", "\"a\"", "null", "{} {}", "{},", "{}}", "{}\u{0}", "{}x", "\u{FEFF}{}", "{\"a\":1", "}",
            "{'a':1}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}", "{,\"a\":1}", "{\"a\":1,}",
        ])
    func oneObject(text: String) {
        #expect(Self.refusal(of: text) != nil)
    }

    @Test("A text that ends too soon is refused, wherever it ends")
    func truncated() {
        let whole = Array(
            "{\"a\":[1,-2.5e+3,\"\\uD83D\\uDE00é\\n\",{\"b\":[true,false,null]}],\"c\":\"x\"}".utf8)
        #expect(Self.refusal(of: whole) == nil)
        for count in 0..<whole.count {
            #expect(Self.refusal(of: Array(whole[..<count])) != nil, "cut after \(count) bytes")
        }
    }

    @Test("Values may be nested sixteen deep and no deeper, however deep they are")
    func depth() {
        func nested(_ depth: Int) -> String {
            "{\"x\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        func objects(_ depth: Int) -> String {
            "{\"x\":" + String(repeating: "{\"x\":", count: depth) + "1" + String(repeating: "}", count: depth) + "}"
        }
        for depth in [1, 15, 16] {
            #expect(Self.refusal(of: nested(depth)) == nil)
            #expect(Self.refusal(of: objects(depth)) == nil)
        }
        for depth in [17, 32, 33, 1_000, 500_000] {
            #expect(Self.refusal(of: nested(depth)) == .tooDeep(limit: 16))
            #expect(Self.refusal(of: objects(depth)) == .tooDeep(limit: 16))
        }
        // Many values beside each other are not deep.
        let wide = String(repeating: "[{\"a\":[]}],", count: 5_000) + "0"
        #expect(Self.refusal(of: "{\"x\":[\(wide)]}") == nil)
    }

    @Test("Arrays and objects close in the order in which they opened")
    func mixedNesting() {
        #expect(Self.refusal(of: "{\"x\":[{\"a\":[{\"b\":[[{}]]}]}]}") == nil)
        #expect(Self.refusal(of: "{\"x\":[{\"a\":[{\"b\":[[{}]}]]}]}") != nil)
    }

    @Test("Integers reach to 2^53-1 on both sides")
    func integers() throws {
        for (text, value): (String, Int64) in [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9007199254740991", 9_007_199_254_740_991),
            ("-9007199254740991", -9_007_199_254_740_991),
        ] {
            #expect(try Self.integer(text) == value)
        }
        for text in [
            "", "-", "00", "01", "-01", "0000000000000000", "9007199254740992", "-9007199254740992",
            "9223372036854775808", "99999999999999999999999999", "1.0", "1.", "1e3", "1E3", "0x10", "+1", " 1", "١",
            "\"1\"", "true", "null", "1 1",
        ] {
            #expect(throws: JSONError.self, "\(text)") { try Self.integer(text) }
        }
    }

    @Test("Escapes become what they stand for")
    func escapes() throws {
        #expect(try Self.string("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"") == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(try Self.string("\"\\u00e9\\u00E9\\u0000\"") == "éé\u{0}")
        #expect(try Self.string("\"a\\uD83D\\uDE00b\"") == "a😀b")
        #expect(try Self.string("\"\\uD800\\uDC00\\uDBFF\\uDFFF\"") == "\u{10000}\u{10FFFF}")
        #expect(try Self.string("\"\\u2028é北\"") == "\u{2028}é北")
    }

    @Test("A refusal says what is wrong in a sentence, and a long name does not make it long")
    func sentences() {
        #expect(JSONError.unexpected(at: 3).message == "The JSON is malformed at byte 3.")
        #expect(JSONError.repeatedMember("id").message == "The member \"id\" occurs twice.")
        #expect(JSONError.repeatedMember(String(repeating: "é", count: 100_000)).message.utf8.count < 200)
    }

    @Test("Every way of writing a value is accepted, and read as another reader does")
    func randomValues() throws {
        var random = Seeded(1)
        for _ in 0..<3_000 {
            let text = "{\"x\":\(random.json(depth: 5))}"
            #expect(Self.refusal(of: text) == nil, "\(text)")
        }
        for _ in 0..<3_000 {
            let text = random.text(upTo: 20)
            let read = try Self.string(random.quoted(text))
            #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
        }
    }

    @Test("Whatever the bytes are, reading them ends")
    func mutations() {
        var random = Seeded(2)
        var refused = 0
        for _ in 0..<20_000 {
            let text = "{\"x\":\(random.json(depth: 3)),\"y\":\(random.quoted("ab😀"))}"
            if Self.refusal(of: random.mutated(Array(text.utf8))) != nil { refused += 1 }
        }
        // Nearly all mutations break the text; if few did, the test would not test.
        #expect(refused > 10_000)
    }
}
