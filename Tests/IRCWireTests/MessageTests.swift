import Testing

@testable import IRCWire

@Suite("A line taken apart")
struct MessageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let parts: Parts
        var testDescription: String { line }

        init(
            _ line: String, _ command: String, _ parameters: [String] = [], source: String = "",
            tags: [String: String] = [:]
        ) {
            self.line = line
            parts = Parts(tags: tags, source: source, command: command, parameters: parameters)
        }
    }

    static let cases = [
        Case("QUIT", "QUIT"),
        Case("join #kitchen", "JOIN", ["#kitchen"]),
        Case("PrivMsg #kitchen :soup is ready", "PRIVMSG", ["#kitchen", "soup is ready"]),
        Case("PRIVMSG #kitchen soup", "PRIVMSG", ["#kitchen", "soup"]),
        Case("PRIVMSG #kitchen ::-) hello", "PRIVMSG", ["#kitchen", ":-) hello"]),
        Case("PRIVMSG #kitchen :", "PRIVMSG", ["#kitchen", ""]),
        Case("PRIVMSG #kitchen :  ", "PRIVMSG", ["#kitchen", "  "]),
        Case("PRIVMSG #kitchen : one  two :three ", "PRIVMSG", ["#kitchen", " one  two :three "]),
        Case("MODE  #kitchen   +o    ada  ", "MODE", ["#kitchen", "+o", "ada"]),
        Case("MODE #kitchen a:b :c", "MODE", ["#kitchen", "a:b", "c"]),
        Case("  PING 1", "PING", ["1"]),
        Case("TOPIC #a :\ttab stays", "TOPIC", ["#a", "\ttab stays"]),
        Case(":irc.example 001 ada :hello", "001", ["ada", "hello"], source: "irc.example"),
        Case(":ada!7@people.example   AWAY", "AWAY", source: "ada!7@people.example"),
        Case(": PING 1", "PING", ["1"]),
        Case(":ada!a\u{03}7@h PART #a\u{02}b", "PART", ["#a\u{02}b"], source: "ada!a\u{03}7@h"),
        Case("@id=42 PING", "PING", tags: ["id": "42"]),
        Case("@a=b;c=d :s PING x", "PING", ["x"], source: "s", tags: ["a": "b", "c": "d"]),
        Case("@a;b=;c PING", "PING", tags: ["a": "", "b": "", "c": ""]),
        Case("@a=1;a=2;b=x;a=3 PING", "PING", tags: ["a": "3", "b": "x"]),
        Case("@a=b=c PING", "PING", tags: ["a": "b=c"]),
        Case("@;;a=1;; PING", "PING", tags: ["a": "1"]),
        Case("@ PING", "PING"),
        Case(
            "@+draft/reply=7-1-ab;+typing=active   TAGMSG #a", "TAGMSG", ["#a"],
            tags: ["+draft/reply": "7-1-ab", "+typing": "active"]),
        Case(#"@a=x\:y\sz\\\r\n PING"#, "PING", tags: ["a": "x;y z\\\r\n"]),
        Case(#"@a=odd\b\! PING"#, "PING", tags: ["a": "oddb!"]),
        Case(#"@a=end\ PING"#, "PING", tags: ["a": "end"]),
        Case(#"@a=\\\\s;b=\\s PING"#, "PING", tags: ["a": #"\\s"#, "b": #"\s"#]),
        Case("@a=é;b=🦉 PRIVMSG #küche :Grüße 🦉", "PRIVMSG", ["#küche", "Grüße 🦉"], tags: ["a": "é", "b": "🦉"]),
        Case("FROB a b", "FROB", ["a", "b"]),
        Case("éx a", "éX", ["a"]),
        Case(
            "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 and the rest", "X",
            (1...14).map(String.init) + ["15 and the rest"]),
        Case(
            "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 and the rest", "X",
            (1...14).map(String.init) + ["15 and the rest"]),
    ]

    @Test("Each part is found", arguments: cases)
    func parts(_ example: Case) throws {
        #expect(try parse(example.line) == example.parts)
    }

    @Test("What is no message says why")
    func errors() {
        for line in ["", "   ", "@a=b", "@a=b ", ":ada", ":ada  ", "@a :ada "] {
            #expect(throws: IRCMessageError.noCommand) { try parse(line) }
        }
        for line in ["PRIVMSG a :b\0c", "PING\rPING", "PRIVMSG a :b\nQUIT", "@a=\0 PING"] {
            #expect(throws: IRCMessageError.forbiddenByte) { try parse(line) }
        }
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80]] {
            #expect(throws: IRCMessageError.invalidUTF8) { try parse(Array("PRIVMSG #a :12345678".utf8) + bytes) }
            #expect(throws: IRCMessageError.invalidUTF8) { try parse(Array("@a=".utf8) + bytes + Array(" PING".utf8)) }
        }
        #expect(throws: IRCMessageError.tooLong) { try parse(Array(repeating: UInt8(ascii: "a"), count: 65_536)) }
    }

    @Test("A parameter that is not there is nil, at any index")
    func absent() throws {
        try Array("TOPIC #a :".utf8).withUnsafeBytes { bytes in
            let message = try IRCMessage(bytes)
            #expect(message.command == .topic)
            #expect(message.count == 2)
            #expect(message[0] == "#a")
            #expect(message[1]?.isEmpty == true)
            #expect(message.nonEmpty(1) == nil)
            for index in [-1, 2, 15, Int.max, Int.min] { #expect(message.bytes(index) == nil) }
        }
    }

    @Test("Every command is found by its name, in any case, and nothing else is a command")
    func commands() {
        func found(_ name: String) -> IRCCommand? { Array(name.utf8).withUnsafeBytes { IRCCommand($0) } }
        for command in IRCCommand.allCases {
            #expect(found(command.rawValue) == command)
            #expect(found(command.rawValue.lowercased()) == command)
            #expect(found(command.rawValue + "X") == nil)
        }
        for name in ["", "PRIVMS", "PRIVMSG\0", "\0PRIVMSG", "AUTHENTICATEAUTHENTICATE", "ſTATS"] {
            #expect(found(name) == nil)
        }
    }

    @Test("A tag is looked up by its whole key, and the last of several counts")
    func tagLookup() throws {
        try Array(#"@label=a\sb;label2=c;+typing=active;x PING"#.utf8).withUnsafeBytes { bytes in
            let tags = try IRCMessage(bytes).tags
            #expect(tags["label"] == "a b")
            #expect(tags["label2"] == "c")
            #expect(tags["x"]?.isEmpty == true)
            #expect(tags["typing"] == nil)
            #expect(tags["lab"] == nil)
        }
        #expect(try parse("@a=1;a= PING").tags == ["a": ""])
    }

    @Test("What a client wants passed on has a plus and a key that may be one")
    func clientOnly() throws {
        let line = #"@+a=1;b=2;+c/d.e=x\sy;+a=3;+=4;+é=5;+f"g=6;+h PING"#
        try Array(line.utf8).withUnsafeBytes { bytes in
            let passed = try IRCMessage(bytes).tags.clientOnly
            #expect(passed.map(\.key) == ["+c/d.e", "+a", "+h"])
            #expect(passed.map(\.value) == ["x y", "3", ""])
        }
    }
}
