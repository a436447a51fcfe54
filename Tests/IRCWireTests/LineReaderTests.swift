import Testing

@testable import IRCWire

@Suite("Lines in what a socket gives")
struct LineReaderTests {
    @Test("A line ends at LF, CR LF or CR, and empty lines are nothing")
    func ends() {
        #expect(
            read("NICK ada\nUSER a b c d\r\nPING 1\r\r\n\n\nPING 2\rQUIT") == [
                .line("NICK ada"), .line("USER a b c d"), .line("PING 1"), .line("PING 2"),
            ])
    }

    @Test("What has no end yet is no line")
    func open() {
        #expect(read("QUIT") == [])
        #expect(read("") == [])
    }

    @Test("510 bytes fit beside the CR LF, and one more is too long; reading goes on behind it")
    func messageLimit() {
        let fits = String(repeating: "m", count: 510)
        #expect(read(fits + "\r\n") == [.line(fits)])
        #expect(read(fits + "m\r\nPING 1\r\n") == [.tooLong, .line("PING 1")])
    }

    @Test("The tags have a limit of their own, and take nothing from the message")
    func tagLimit() {
        let rest = String(repeating: "m", count: 510)
        let fits = "@" + String(repeating: "t", count: 4_094) + " " + rest
        #expect(read(fits + "\r\n") == [.line(fits)])
        #expect(read("@" + String(repeating: "t", count: 4_095) + " PING\nPING 2\n") == [.tooLong, .line("PING 2")])
        #expect(read("@t " + rest + "m\nPING 2\n") == [.tooLong, .line("PING 2")])
        #expect(read("@" + String(repeating: "t", count: 4_095) + "\n") == [.tooLong])
    }

    @Test("A line of megabytes is one event, in whatever pieces it comes")
    func flood() {
        let flood = Array(repeating: UInt8(ascii: "x"), count: 3_000_000) + Array("\nPING 1\n".utf8)
        #expect(read(flood) { 65_536 } == [.tooLong, .line("PING 1")])
        #expect(read(flood) { .max } == [.tooLong, .line("PING 1")])
    }

    @Test("The events depend on the bytes alone, never on how they were split")
    func splits() {
        var random = SplitMix(state: 7)
        let limits = IRCLimits(tagBytes: 12, messageBytes: 20)
        let letters = Array("ab @:;\r\n\n@\0é".utf8)
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? 0
            }
            let whole = read(bytes, limits: limits) { .max }
            #expect(read(bytes, limits: limits) { 1 } == whole)
            #expect(read(bytes, limits: limits) { Int.random(in: 1...9, using: &random) } == whole)
        }
    }
}
