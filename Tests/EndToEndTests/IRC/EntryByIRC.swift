import Foundation
import Testing

extension WholeServer {
    @Suite("Coming in by IRC")
    struct EntryByIRC {
        /// Says lines of a connection that has said nothing yet, and gives what is said up to a numeric.
        private func start(_ server: ServerProcess, _ lines: String..., to last: String...) throws -> (
            IRCProbe, [String]
        ) {
            let probe = try IRCProbe(port: server.ircPort)
            for line in lines { try probe.say(line) }
            var words: [String] = []
            while let line = try probe.next(for: "\(last)") {
                words.append(line.words)
                if last.contains(line.command) { break }
            }
            return (probe, words)
        }

        @Test("The greeting tells where one is, and how many are there")
        func greeting() throws {
            let motd = NSTemporaryDirectory() + "/motd-\(UUID().uuidString)"
            try "Be kind.".write(toFile: motd, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: motd) }
            try withIRCServer("--irc-motd", motd) { server in
                let ada = try server.owner("ada")
                let (probe, words) = try start(server, "PASS :\(ada.token)", "NICK ada", "USER a 0 * :Ada", to: "376")
                for (numeric, rest) in [
                    ("001", "Welcome to Roost, ada"), ("002", "Your host is roost.local, running Roost "),
                    ("003", "This server was started at "), ("004", "roost.local roost-"), ("005", "NETWORK=Roost "),
                    ("251", "There are 1 users and 0 guests on 1 server"), ("252", "1 operator(s) online"),
                    ("253", "0 connection(s) not logged in"), ("254", "1 channels formed"),
                    ("255", "I have 1 people online and 1 server"), ("265", "1 1 Online now 1, of 1"),
                    ("266", "1 1 Online now 1, of 1"), ("375", "- roost.local message of the day -"),
                    ("372", "- Be kind."), ("376", "End of the message of the day."),
                ] { #expect(words.contains { $0.hasPrefix("\(numeric) ada \(rest)") }, "\(numeric): \(words)") }
                try probe.say("VERSION")
                #expect(try probe.skip(to: "351").found.words.hasPrefix("351 ada roost-"))
                let (_, none) = try start(server, "CAP LS", "CAP NONSENSE", "QUIT", to: "ERROR")
                #expect(none.contains { $0.hasPrefix("410 * NONSENSE ") })
            }
        }

        @Test("Names, passwords and lines that cannot be are refused, each by its numeric")
        func refusals() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let probe = try ada.irc(in: "#everyone")
                for (command, answer) in [
                    ("NICK", "431"), ("NICK somebody", "447"), ("USER a 0 * :A", "462"), ("PASS x", "462"),
                    ("PING", "409"),
                    ("PRIVMSG", "411"), ("PRIVMSG #everyone", "412"), ("PRIVMSG a,b,c,d,e,f,g,h,i,j,k :x", "407"),
                    ("JOIN nowhere", "403"), ("JOIN #everyone,#-", "476"), ("AUTHENTICATE PLAIN", "907"),
                    ("MOTD", "422"),
                ] { #expect(try probe.ask(command).contains { $0.command == answer }, "\(command)") }
                for (command, code) in [
                    ("JOIN 0", "UNSUPPORTED"), ("PRIVMSG #everyone :\u{1}VERSION\u{1}", "CTCP_UNSUPPORTED"),
                    ("RENAME #everyone nothing", "CANNOT_RENAME"),
                ] { #expect(try probe.ask(command).contains { $0.command == "FAIL" && $0[1] == code }, "\(command)") }
                try probe.say("PRIVMSG #everyone :" + String(repeating: "x", count: 600))
                try probe.skip(to: "417")
                #expect(try start(server, "NICK a!b", to: "432").1.last?.hasPrefix("432 * a!b ") == true)
                #expect(
                    try start(server, "PASS wrong", "NICK ada", "USER a 0 * :A", to: "ERROR").1.contains {
                        $0.hasPrefix("464 ")
                    })
            }
        }

        @Test("SASL that goes wrong says how")
        func sasl() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                let (probe, _) = try start(server, "CAP REQ sasl", to: "CAP")
                func say(_ lines: String..., to numeric: String) throws -> String {
                    for line in lines { try probe.say("AUTHENTICATE \(line)") }
                    return try probe.skip(to: numeric).found.words
                }
                #expect(try say("NONSENSE", to: "908").hasPrefix("908 * PLAIN,"))
                try probe.skip(to: "904")
                #expect(try say("PLAIN", "*", to: "906").hasPrefix("906 * "))
                #expect(try say("PLAIN", "AAAA", to: "904").hasPrefix("904 * "))
                let long = String(repeating: "A", count: 400)
                try probe.say("AUTHENTICATE PLAIN")
                for _ in 0..<40 { try probe.say("AUTHENTICATE \(long)") }
                try probe.skip(to: "905")
                let (other, _) = try start(server, "CAP REQ sasl", to: "CAP")
                try other.authenticate("ada", ada.token)
                try other.say("AUTHENTICATE PLAIN")
                try other.skip(to: "907")
                let (third, _) = try start(server, "CAP REQ sasl", to: "CAP")
                try third.say("AUTHENTICATE PLAIN")
                for piece in IRCProbe.pieces(of: Data("ada\0ada\0\(ada.token)".utf8)) {
                    try third.say("AUTHENTICATE \(piece)")
                }
                try third.skip(to: "903")
            }
        }

        @Test("Who was deactivated is told so by SASL")
        func locked() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                _ = try server.register("ben")
                #expect(try ada.irc(in: "#everyone").answers("KLINE ben") == ["ACK"])
                let (probe, _) = try start(server, "CAP REQ sasl", "AUTHENTICATE PLAIN", to: "AUTHENTICATE")
                for piece in IRCProbe.pieces(of: Data("ben\0ben\0\(Person.password)".utf8)) {
                    try probe.say("AUTHENTICATE \(piece)")
                }
                #expect(
                    try probe.skip(to: "902").found.text == "This account was deactivated. Ask an admin of this server."
                )
            }
        }

        @Test("Rooms that are closed, full, or one too many say which")
        func rooms() throws {
            try withIRCServer("--rooms-per-account", "1", "--group-members", "2") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let owner = try ada.irc(in: "#everyone")
                try owner.say("JOIN #attic")
                try owner.skip(to: "366")
                #expect(try owner.answers("MODE #attic +i") == ["ACK"])
                #expect(try owner.ask("JOIN #cellar").contains { $0.command == "405" })
                let probe = try ben.irc(in: "#everyone")
                #expect(try probe.ask("JOIN #attic").contains { $0.command == "473" })
                let key = String(repeating: "A", count: 43)
                #expect(try probe.ask("JOIN #attic \(key)").contains { $0.command == "475" })
                let group = try #require(try ben.ask("POST", "/v1/groups", ["people": [ada.id]]).room).id
                try probe.skip(to: "366") { $0[1] == "#group:\(group)" }
                let link = try #require(try probe.service("link #group:\(group)").first?.split(separator: " ").last)
                let third = try server.register("cleo").irc(in: "#everyone")
                #expect(try third.ask("JOIN #group:\(group) \(link)").contains { $0.command == "471" })
                #expect(try owner.service("block ben").count == 1)
                #expect(try probe.ask("PRIVMSG ada :hm").contains { $0.command == "531" })
            }
        }

        @Test("A guest takes a free name, and needs an account for more")
        func guests() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                try ada.ask("PATCH", "/v1/server/settings", ["guests": true])
                let (probe, taken) = try start(server, "NICK ada", "USER v 0 * :V", to: "433")
                #expect(taken.last?.hasPrefix("433 ") == true)
                try probe.say("NICK visitor")
                try probe.skip(to: "422")
                try probe.say("JOIN #mine")
                #expect(try probe.skip(to: "477").found.text == "Guests make no rooms.")
                #expect(try ada.irc(in: "#everyone").answers("WHOIS visitor")[0].contains(" guests.roost.local "))
            }
        }

        @Test("Who is away says so when one writes to him")
        func away() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (one, other) = (try ada.irc(in: "#everyone"), try ben.irc(in: "#everyone"))
                try one.say("PRIVMSG ben :hello")
                #expect(try other.skip(to: "PRIVMSG").found.saying == "ada ben: hello")
                #expect(try other.answers("AWAY :at lunch") == ["306 ben You have been marked as being away"])
                try eventually("it is known") {
                    try one.say("PRIVMSG ben :there?")
                    return try one.upToPong().contains { $0.words == "301 ada ben at lunch" }
                }
            }
        }

        @Test("An address that is kept out is told so before anything else")
        func banned() throws {
            try withIRCServer { server in
                let ada = try server.owner("ada")
                try ada.ask("POST", "/v1/server/bans", ["address": "127.0.0.9"])
                let probe = try IRCProbe(port: server.ircPort, source: "127.0.0.9")
                #expect(try probe.end().map(\.command) == ["465", "ERROR"])
            }
        }
    }
}
