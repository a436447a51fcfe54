import Foundation
import Testing

extension WholeServer {
    @Suite("Who runs the server, by IRC")
    struct OperatorsByIRC {
        private func everybody(_ server: ServerProcess) throws -> (ada: IRCProbe, ben: IRCProbe, token: String) {
            let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
            return (
                try ada.irc(IRCProbe.everything, in: "#everyone"), try ben.irc(in: "#everyone"), ben.token
            )
        }

        @Test("OPER is for admins under their own name; the others are refused")
        func oper() throws {
            try withIRCServer { server in
                let (ada, ben, _) = try everybody(server)
                #expect(try ada.answers("OPER ada wrong") == ["464 ada The password is wrong."])
                #expect(
                    try ada.answers("OPER ada :\(Person.password)") == [
                        "381 ada You are now an IRC operator", "MODE ada +o",
                    ])
                #expect(try ada.answers("MODE ada") == ["221 ada +io"])
                #expect(try ada.answers("MODE ada -o") == ["MODE ada -o"])
                let sentence = "Operators here are this server's admins, each under his own name."
                #expect(try ben.answers("OPER ben :\(Person.password)") == ["491 ben \(sentence)"])
                #expect(try ada.answers("OPER ben x") == ["491 ada \(sentence)"])
                for command in [
                    "KILL ada", "KLINE ada", "DLINE 192.0.2.1", "UNKLINE ada", "UNDLINE 192.0.2.1", "WALLOPS :x",
                    "REHASH",
                ] {
                    #expect(try ben.answers(command) == ["481 ben That is for who runs this server."], "\(command)")
                }
                for command in ["RESTART", "DIE", "CONNECT x", "SQUIT x"] {
                    #expect(try ada.answers(command)[0].hasPrefix("481 ada This is one server"), "\(command)")
                }
            }
        }

        @Test("KILL ends every session and says why; KLINE keeps the account out until UNKLINE")
        func kill() throws {
            try withIRCServer { server in
                let (ada, ben, token) = try everybody(server)
                let live = try LiveProbe(port: server.port, token: token)
                try live.expect("welcome")
                #expect(try ada.answers("KILL nobody") == ["401 ada nobody There is no such person."])
                #expect(try ada.answers("KILL ben :flooding") == ["ACK"])
                #expect(try ben.end().map(\.words) == ["ERROR Killed (ada (flooding))"])
                #expect(try live.end().code == 4001)
                #expect(try ada.skip(to: "NOTICE").found.text == "*** ada killed ben: flooding")
                #expect(try server.http.call("GET", "/v1/me", token: token).status == 401)
                #expect(try ada.answers("KLINE 5 ben")[0].hasPrefix("FAIL KLINE INVALID_TARGET ben "))
                #expect(try ada.answers("KLINE ben :enough") == ["ACK"])
                #expect(try ada.skip(to: "NOTICE").found.text == "*** ada deactivated ben: enough")
                let again = try IRCProbe(port: server.ircPort)
                for line in ["PASS :\(Person.password)", "NICK ben", "USER ben 0 * :Ben"] { try again.say(line) }
                #expect(try again.end().contains { $0.command == "464" })
                #expect(try ada.answers("UNKLINE ben") == ["ACK"])
                #expect(try ada.skip(to: "NOTICE").found.text == "*** ada let ben in again")
                let back = try IRCProbe(port: server.ircPort)
                try back.register("ben", secret: Person.password)
            }
        }

        @Test("KLINE and DLINE keep addresses out, for minutes or for good, and STATS k lists them")
        func addresses() throws {
            try withIRCServer { server in
                let (ada, ben, _) = try everybody(server)
                let there = try IRCProbe(port: server.ircPort, source: "127.0.0.9")
                try there.register("ben", secret: Person.password)
                #expect(try ada.answers("KLINE 60 *!*@127.0.0.9 :spam") == ["ACK"])
                #expect(try there.end().last?.words == "ERROR Your address is kept out of this server.")
                #expect(try ada.skip(to: "NOTICE").found.text == "*** ada keeps out 127.0.0.9 for 60 minutes: spam")
                let refused = try IRCProbe(port: server.ircPort, source: "127.0.0.9")
                #expect(
                    try refused.end().last?.words == "ERROR Your address is kept out of this server. The reason: spam")
                #expect(try ada.answers("DLINE 192.0.2.0/24") == ["ACK"])
                let list = try ada.answers("STATS k")
                #expect(list.count == 3 && list[0].hasPrefix("216 ada K 127.0.0.9 * * spam (until "))
                #expect(list[1] == "216 ada K 192.0.2.0/24 * * " && list[2] == "219 ada k End of STATS")
                #expect(
                    try ben.answers("STATS k") == [
                        "481 ben That is for who runs this server.", "219 ben k End of STATS",
                    ])
                #expect(try ada.answers("UNKLINE 127.0.0.9") == ["ACK"])
                #expect(try ada.answers("STATS k") == ["216 ada K 192.0.2.0/24 * * ", "219 ada k End of STATS"])
                #expect(try ada.answers("UNDLINE 192.0.2.0/24") == ["ACK"])
                #expect(try ada.answers("STATS k") == ["219 ada k End of STATS"])
                #expect(
                    try ada.answers("UNDLINE 192.0.2.0/24") == [
                        "FAIL UNDLINE NO_SUCH_BAN 192.0.2.0/24 There is no such ban. STATS k lists them."
                    ])
                for command in ["DLINE", "UNDLINE"] {
                    #expect(try ada.answers("\(command) ben")[0].hasPrefix("FAIL \(command) INVALID_TARGET ben "))
                }
                #expect(
                    try ada.answers("KLINE 127.0.0.1")[0].hasPrefix(
                        "FAIL KLINE BAD_REQUEST 127.0.0.1 You are at 127.0.0.1"))
            }
        }

        @Test("WALLOPS reaches admins and who wants it; REHASH reads the message of the day anew")
        func wallops() throws {
            let motd = NSTemporaryDirectory() + "/motd-\(UUID().uuidString)"
            try "one".write(toFile: motd, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: motd) }
            try withIRCServer("--irc-motd", motd) { server in
                let (ada, ben, _) = try everybody(server)
                #expect(try ada.answers("WALLOPS :one") == ["ACK"])
                #expect(try ada.skip(to: "WALLOPS").found.line == "ada!1@staff.roost.local WALLOPS one")
                #expect(try ben.answers("MODE ben +w") == ["MODE ben +w"])
                #expect(try ada.answers("WALLOPS :two") == ["ACK"])
                // The first one was not for him.
                #expect(try ben.skip(to: "WALLOPS").found.text == "two")
                try "two".write(toFile: motd, atomically: true, encoding: .utf8)
                #expect(try ben.answers("MOTD").contains("372 ben - one"))
                #expect(try ada.answers("REHASH")[0].hasPrefix("382 ada roost.local "))
                #expect(try ben.answers("MOTD").contains("372 ben - two"))
            }
        }

        @Test("The server answers what it is asked about itself")
        func server() throws {
            try withIRCServer("--irc-admin", "Ada|Vienna|ada@example.org") { server in
                let (ada, ben, _) = try everybody(server)
                #expect(
                    try ben.answers("ADMIN") == [
                        "256 ben roost.local Who runs this server", "257 ben Ada", "258 ben Vienna",
                        "259 ben ada@example.org",
                    ])
                #expect(
                    try ben.answers("TIME")[0].firstMatch(of: /^391 ben roost\.local \d{4}-\d\d-\d\dT[\d:.]+Z$/) != nil)
                #expect(try ben.answers("TIME *.local")[0].hasPrefix("391 "))
                #expect(try ben.answers("TIME elsewhere.example") == ["402 ben elsewhere.example No such server"])
                let info = try ben.answers("INFO")
                #expect(info.count > 2 && info.dropLast().allSatisfy { $0.hasPrefix("371 ben ") })
                #expect(info.last == "374 ben End of INFO list")
                #expect(
                    try ben.answers("LINKS") == [
                        "364 ben roost.local roost.local 0 Roost", "365 ben * End of LINKS list",
                    ])
                #expect(try ben.answers("MAP") == ["006 ben roost.local", "007 ben End of MAP"])
                #expect(try ben.answers("USERS") == ["446 ben Nobody logs in to the machine by IRC. WHO lists people."])
                #expect(try ben.answers("SUMMON ada")[0].hasPrefix("445 ben "))
                let uptime = try ben.answers("STATS u")
                #expect(uptime[0].firstMatch(of: /^242 ben Server Up 0 days 0:0\d:\d\d$/) != nil)
                #expect(uptime[1] == "219 ben u End of STATS")
                #expect(try ben.answers("STATS p") == ["249 ben p ada (Ada), an owner", "219 ben p End of STATS"])
                #expect(try ben.answers("STATS x") == ["219 ben x End of STATS"])
                _ = ada
            }
        }

        @Test("HELP explains every command that a client may send, also before log-in")
        func help() throws {
            try withIRCServer { server in
                _ = try server.owner("ada")
                let probe = try IRCProbe(port: server.ircPort)
                try probe.register("somebody", capabilities: ["message-tags", "labeled-response", "batch"])
                let index = try probe.answers("HELP")
                #expect(index.first?.hasPrefix("704 somebody INDEX ") == true)
                #expect(index.last == "706 somebody INDEX End of HELP")
                let names = index.filter { $0.hasPrefix("705 somebody INDEX ") && $0.contains(/INDEX [A-Z]/) }
                    .flatMap { $0.split(separator: " ").dropFirst(3).map(String.init) }
                #expect(names.count > 50)
                for name in names {
                    let topic = try probe.answers("HELP \(name)")
                    #expect(topic.count > 3 && topic[0].hasPrefix("704 somebody \(name) "), "\(name)")
                    #expect(topic.allSatisfy { !$0.hasPrefix("524") })
                }
                #expect(
                    try probe.answers("HELPOP nothing") == [
                        "524 somebody NOTHING There is no help on NOTHING. HELP lists what there is."
                    ])
                #expect(try probe.answers("WHO *")[0].hasPrefix("451 somebody Log in: "))
            }
        }
    }
}
