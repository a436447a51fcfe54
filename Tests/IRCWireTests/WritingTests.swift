import ChatDomain
import Testing

@testable import IRCWire

@Suite("Lines put together")
struct WritingTests {
    static let ada = IRCSource(nick: "ada", user: "7", host: "people.example")

    @Test("Tags, source, command and parameters stand in their order")
    func whole() {
        let line = written { lines in
            lines.time(Timestamp(milliseconds: 0))
            lines.tag("msgid", "7-15-ab12cd")
            lines.tag("bot")
            lines.begin(Self.ada, .privmsg)
            lines.parameter("#kitchen")
            lines.trailing("soup: ready ")
            lines.end()
        }
        #expect(
            line == "@time=1970-01-01T00:00:00.000Z;msgid=7-15-ab12cd;bot "
                + ":ada!7@people.example PRIVMSG #kitchen :soup: ready \r\n")
    }

    @Test("A numeric has three digits, the target and its text")
    func numerics() {
        let server = IRCSource("irc.example")
        #expect(
            written { $0.append(server, .rplWelcome, for: "ada", trailing: "Welcome") }
                == ":irc.example 001 ada :Welcome\r\n")
        #expect(
            written { $0.append(server, .errNoSuchChannel, for: "*", ["#x"]) }
                == ":irc.example 403 * #x :No such channel\r\n")
        #expect(written { $0.append(server, .rplWhoReply, for: "ada", ["a", "b"]) } == ":irc.example 352 ada a b\r\n")
        #expect(written { $0.append(nil, .ping, [], trailing: "x") } == "PING :x\r\n")
    }

    @Test("Numbers are parameters as they are")
    func numbers() {
        let line = written { lines in
            lines.begin(nil, .ping)
            for number: Int64 in [0, 7, -10, .max, .min] { lines.parameter(number) }
            lines.end()
        }
        #expect(line == "PING 0 7 -10 9223372036854775807 -9223372036854775808\r\n")
    }

    @Test("A standard reply names the command, the code and what it is about")
    func standardReplies() {
        let server = IRCSource("irc.example")
        #expect(
            written {
                $0.append(server, StandardReply(.fail, .chathistory, "INVALID_TARGET", ["LATEST", "#x"], text: "No"))
            }
                == ":irc.example FAIL CHATHISTORY INVALID_TARGET LATEST #x :No\r\n")
        #expect(
            written { $0.append(server, StandardReply(.warn, nil, "INVALID_UTF8", text: "Say it in UTF-8")) }
                == ":irc.example WARN * INVALID_UTF8 :Say it in UTF-8\r\n")
        #expect(
            written { $0.append(server, StandardReply(.note, .oper, "X", text: "y")) }
                == ":irc.example NOTE OPER X :y\r\n")
    }

    @Test("No value ends a line, or becomes two parameters")
    func injection() throws {
        let evil = "a\r\nQUIT :b\0c\n d"
        let line = written { lines in
            lines.tag("t", evil)
            lines.tag("bad key\r\nQUIT", "x")
            lines.begin(IRCSource(evil), .notice)
            lines.parameter(evil)
            lines.parameter(":colon")
            lines.parameter("")
            lines.trailing(evil)
            lines.end()
        }
        #expect(line.utf8.filter { $0 == 0x0A || $0 == 0x0D }.count == 2)
        let parts = try parse(line.utf8.dropLast(2))
        #expect(parts.tags == ["t": "a\r\nQUIT :bc\n d"])
        #expect(parts.source == "a__QUIT_:b_c__d")
        #expect(parts.parameters == ["a__QUIT_:b_c__d", "_colon", "*", "a  QUIT :b c  d"])
    }

    @Test("Bytes of a text are cleaned as a text is")
    func rawTrailing() {
        let line = written { lines in
            lines.begin(nil, .notice)
            lines.parameter("a")
            Array("12345678\r\n\0x".utf8).withUnsafeBytes { lines.trailing($0) }
            lines.end()
        }
        #expect(line == "NOTICE a :12345678   x\r\n")
    }

    @Test("A line has 512 bytes at most beside its tags, and no character is cut in two")
    func cut() {
        for letter in ["a", "é", "漢", "🦉"] {
            for shift in 0..<4 {
                let line = written { lines in
                    lines.tag("t", String(repeating: "x", count: 600))
                    lines.begin(Self.ada, .privmsg)
                    lines.parameter(String(repeating: "#", count: shift + 1))
                    lines.trailing(String(repeating: letter, count: 600))
                    lines.end()
                }
                let body = line.dropFirst(604)
                #expect(body.utf8.count <= 512 && body.utf8.count > 508)
                #expect(!line.unicodeScalars.contains("\u{FFFD}"))
                #expect(body.hasSuffix(letter + "\r\n"))
            }
        }
    }

    @Test("What is left of a line is known while it is written")
    func room() {
        var lines = IRCLines()
        lines.append(nil, .ping, ["1"])
        lines.begin(Self.ada, .privmsg)
        #expect(lines.room == 510 - Self.ada.byteCount - 7)
        lines.trailing(String(repeating: "x", count: 600))
        #expect(lines.room == 0)
        lines.end()
    }

    @Test("Tags over the limit are left out, the others stay")
    func tagLimit() {
        let line = written { lines in
            lines.tag("a", "1")
            lines.tag("b", String(repeating: "x", count: 8_189))
            lines.tag("c", "2")
            lines.begin(nil, .ping)
            lines.end()
        }
        #expect(line == "@a=1;c=2 PING\r\n")
        let full = String(repeating: "x", count: 8_187)
        #expect(
            written {
                $0.tag("b", full); $0.append(nil, .ping, [])
            } == "@b=\(full) PING\r\n")
        #expect(
            written {
                $0.tag("b", full + "x"); $0.append(nil, .ping, [])
            } == "PING\r\n")
    }

    @Test("What was written and is read again means the same")
    func roundTrip() throws {
        var random = SplitMix(state: 3)
        let letters: [Character] = ["a", "B", " ", ":", ";", "\\", "=", "@", "é", "🦉", "\r", "\n", "\t", "\u{1}"]
        func text(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }
            )
        }
        for _ in 0..<2_000 {
            let tag = text(30)
            let words = (0..<Int.random(in: 0...13, using: &random)).map { _ in "w" + text(5).filter { $0 > " " } }
            let last = text(40).filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
            let line = written { lines in
                lines.tag("t", tag)
                lines.append(Self.ada, .tagmsg, words, trailing: last)
            }
            #expect(line.hasSuffix("\r\n"))
            let parts = try parse(line.utf8.dropLast(2))
            #expect(
                parts
                    == Parts(
                        tags: ["t": tag], source: "ada!7@people.example", command: "TAGMSG", parameters: words + [last])
            )
        }
    }
}
