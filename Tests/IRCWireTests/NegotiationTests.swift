import Testing

@testable import IRCWire

@Suite("What server and client agree on")
struct NegotiationTests {
    static let server = IRCSource("irc.example")

    @Test("Every capability has a name of its own, and is found by it")
    func names() {
        #expect(Set(Capability.allCases.map(\.name)).count == Capability.allCases.count)
        for capability in Capability.allCases { #expect(Capability(name: capability.name) == capability) }
        #expect(Capability(name: "Batch") == nil)
        #expect(Capability.allCases.count <= 64)
    }

    @Test("A set of capabilities is a set")
    func sets() {
        var set: CapabilitySet = [.batch, .serverTime]
        #expect(set.contains(.batch) && !set.contains(.sasl))
        #expect(set.insert(.sasl).inserted && !set.insert(.sasl).inserted)
        #expect(set.remove(.batch) == .batch && set.remove(.batch) == nil)
        #expect(set == [.sasl, .serverTime])
        #expect(set.members == [.serverTime, .sasl])
        #expect(set.union([.batch]).subtracting([.sasl]) == [.batch, .serverTime])
        #expect(CapabilitySet.all.members == Capability.allCases)
    }

    @Test("Values are told to those who say 302")
    func offer() {
        var offer = CapabilityOffer([.batch, .serverTime])
        offer.add(.sasl, value: "PLAIN,SCRAM-SHA-256")
        #expect(offer.words(version: 302) == ["server-time", "batch", "sasl=PLAIN,SCRAM-SHA-256"])
        #expect(offer.words(version: 301) == ["server-time", "batch", "sasl"])
        #expect(offer.value(of: .sasl) == "PLAIN,SCRAM-SHA-256")
    }

    @Test("A request is granted as a whole or not at all")
    func requests() {
        let offered: CapabilitySet = [.batch, .serverTime, .sasl]
        let granted = CapabilityRequest(" batch  -server-time ", offered: offered)
        #expect(granted.isGranted)
        #expect(granted.words == ["batch", "-server-time"])
        #expect(granted.applied(to: [.serverTime, .sasl]) == [.batch, .sasl])
        for text in ["batch draft/multiline", "batch nonsense", "-nonsense", "BATCH", "batch=1", "-"] {
            let refused = CapabilityRequest(text, offered: offered)
            #expect(!refused.isGranted)
            #expect(refused.applied(to: [.sasl]) == [.sasl])
        }
        #expect(CapabilityRequest("batch -batch", offered: offered).applied(to: []) == [])
        #expect(CapabilityRequest("batch -batch", offered: offered).added == [])
        #expect(CapabilityRequest("-batch batch", offered: offered).applied(to: []) == [.batch])
        #expect(CapabilityRequest("", offered: offered).isGranted)
    }

    @Test("A list that is too long for one line comes in several, and LS marks all but the last")
    func capLines() {
        let words = (0..<100).map { "vendor.example/capability-\($0)" }
        for (version, marked) in [(302, true), (301, false)] {
            let text = written { $0.append(Self.server, .offer, for: "*", words, version: version) }
            let lines = text.split(separator: "\r\n")
            #expect(lines.count > 5)
            #expect(lines.allSatisfy { $0.utf8.count <= 510 })
            #expect(lines.dropLast().allSatisfy { $0.hasPrefix(":irc.example CAP * LS * :") == marked })
            #expect(lines.last?.hasPrefix(":irc.example CAP * LS :") == true)
            let said = lines.flatMap {
                $0.dropFirst().split(separator: ":", maxSplits: 1).last?.split(separator: " ") ?? []
            }
            #expect(said.map(String.init) == words)
        }
        let granted = written { $0.append(Self.server, .granted, for: "ada", words) }
        #expect(granted.split(separator: "\r\n").allSatisfy { $0.hasPrefix(":irc.example CAP ada ACK :vendor") })
        #expect(written { $0.append(Self.server, .list, for: "ada", []) } == ":irc.example CAP ada LIST :\r\n")
    }

    @Test("RPL_ISUPPORT has thirteen tokens in a line at most, and escapes what may not stand there")
    func isupport() throws {
        var support = ISupport()
        support.add("NETWORK", #"The Den=a\b"#)
        support.add("SAFELIST")
        support.add("MODES", 4)
        support.remove("KNOCK")
        #expect(support.tokens == [#"NETWORK=The\x20Den\x3Da\x5Cb"#, "SAFELIST", "MODES=4", "-KNOCK"])
        for number in 0..<40 { support.add("TOKEN\(number)", String(repeating: "x", count: number)) }
        let text = written { $0.append(Self.server, support, for: "ada", batch: "b1") }
        var said: [String] = []
        for line in text.split(separator: "\r\n") {
            let parts = try parse(Array(line.utf8))
            #expect(parts.tags == ["batch": "b1"] && parts.command == "005")
            #expect(parts.parameters.count <= 15 && parts.parameters.last == "are supported by this server")
            #expect(line.utf8.count - 10 <= 510)
            said += parts.parameters.dropFirst().dropLast()
        }
        #expect(said == support.tokens)
    }

    @Test("A list of words takes as many lines as it needs, and loses none")
    func lists() throws {
        let names = (0..<300).map { "@person-\($0)-é" }
        let text = written {
            $0.append(Self.server, .rplNamReply, for: "ada", ["=", "#kitchen"], list: names) { $0.tag("label", "7") }
        }
        var said: [String] = []
        let lines = text.split(separator: "\r\n")
        for line in lines {
            let parts = try parse(Array(line.utf8))
            #expect(parts.tags == ["label": "7"])
            #expect(parts.parameters.dropLast() == ["ada", "=", "#kitchen"])
            #expect(line.utf8.count - 9 <= 510)
            said += (parts.parameters.last ?? "").split(separator: " ").map(String.init)
        }
        #expect(said == names)
        // Whatever the lengths are, the last word of a line is whole.
        for length in 1...80 {
            let name = String(repeating: "x", count: length)
            let text = written {
                $0.append(Self.server, .rplIsOn, for: "ada", list: Array(repeating: name, count: 600))
            }
            let found = text.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "\r\n" }).filter {
                $0.hasPrefix("x")
            }
            #expect(found.count == 600 && found.allSatisfy { $0 == name })
            let granted = written { $0.append(Self.server, .granted, for: "ada", Array(repeating: name, count: 100)) }
            let words = granted.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "\r\n" }).filter {
                $0.hasPrefix("x")
            }
            #expect(words.count == 100 && words.allSatisfy { $0 == name })
        }
        // No line that could have held more.
        #expect(lines.dropLast().allSatisfy { $0.utf8.count - 9 > 510 - 16 })
        #expect(
            written { $0.append(Self.server, .rplIsOn, for: "ada", list: [], evenIfEmpty: true) }
                == ":irc.example 303 ada :\r\n")
        #expect(written { $0.append(Self.server, .rplMonOnline, for: "ada", list: []) } == "")
        #expect(
            written { $0.append(Self.server, .rplMonList, for: "ada", list: ["a", "b\r\nc"], separator: 0x2C) }
                == ":irc.example 732 ada :a,b  c\r\n")
    }

    static let modes = ChannelModes(
        lists: "b", always: "k", whenSet: "S", flags: "imns",
        ranks: [("q", "~"), ("a", "&"), ("o", "@"), ("v", "+")])

    @Test("Modes take their parameters by their kind")
    func modeRequests() {
        #expect(Self.modes.chanModes == "b,k,S,imns")
        #expect(Self.modes.prefix == "(qaov)~&@+")
        func request(_ words: String...) -> ModeRequest { ModeRequest(words, modes: Self.modes, most: 4) }
        #expect(
            request("+mo-vS+S", "ada", "bob", "5").changes == [
                ModeChange(isSet: true, letter: "m"), ModeChange(isSet: true, letter: "o", parameter: "ada"),
                ModeChange(isSet: false, letter: "v", parameter: "bob"), ModeChange(isSet: false, letter: "S"),
                ModeChange(isSet: true, letter: "S", parameter: "5"),
            ])
        #expect(request("im").changes.map(\.isSet) == [true, true])
        #expect(request("b").queries == ["b"])
        #expect(request("+b-b").queries == ["b"])
        #expect(request("+b", "*!*@x").changes == [ModeChange(isSet: true, letter: "b", parameter: "*!*@x")])
        #expect(request("+xoéxx").unknown == ["x", "é"])
        #expect(request("+oSk").incomplete == ["o", "S", "k"])
        #expect(request("-k", "").incomplete == ["k"])
        let many = request("+ooooom", "1", "2", "3", "4", "5")
        #expect(many.isCut && many.changes.compactMap(\.parameter) == ["1", "2", "3", "4"])
        #expect(many.changes.last == ModeChange(isSet: true, letter: "m"))
        #expect(request() == request("+-+"))
        let own = ModeRequest(["+wi-Bz"], userModes: "iwB")
        #expect(own.changes.map(\.letter) == ["w", "i", "B"] && own.changes.map(\.isSet) == [true, true, false])
        #expect(own.unknown == ["z"])
    }

    @Test("Changes of modes are said as they were asked for")
    func modeWords() {
        let changes = ModeRequest(["+mo-iS+v", "ada", "bob"], modes: Self.modes, most: 4).changes
        #expect(ModeChange.words(changes) == ["+mo-iS+v", "ada", "bob"])
        #expect(ModeChange.words([]) == [])
    }
}
