import Foundation
import Testing

extension WholeServer {
    @Suite("Channels by IRC")
    struct ChannelsByIRC {
        /// Ada's #kitchen with Ben in it.
        private func kitchen(_ server: ServerProcess) throws -> (ada: IRCProbe, ben: IRCProbe) {
            let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
            let room = try ada.createRoom("kitchen")
            try ben.join(room)
            let probes = (
                ada: try ada.irc(IRCProbe.everything, in: "#everyone", "#kitchen"),
                ben: try ben.irc(in: "#everyone", "#kitchen")
            )
            _ = try probes.ada.upToPong()
            return probes
        }

        @Test("LIST shows what one may know of, by names, masks, members and ages")
        func list() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                try ada.say("JOIN #cellar")
                try ada.skip(to: "366")
                #expect(try ada.answers("TOPIC #cellar :wine") == ["ACK"])
                try ada.skip(to: "TOPIC")
                let (head, end) = ("321 ada Channel Users  Name", "323 ada End of LIST")
                let (cellar, everyone, kitchen) = (
                    "322 ada #cellar 1 wine", "322 ada #everyone 2 ", "322 ada #kitchen 2 "
                )
                #expect(try ada.answers("LIST") == [head, cellar, everyone, kitchen, end])
                for (asked, shown) in [
                    ("#Cellar,#kitchen", [cellar, kitchen]), ("*e*,!*k*", [cellar, everyone]),
                    (">1", [everyone, kitchen]),
                    ("<2", [cellar]), ("C<1", [cellar, everyone, kitchen]), ("C>1", []), ("T<1", [cellar]), ("T>5", []),
                ] {
                    #expect(try ada.answers("LIST \(asked)") == [head] + shown + [end], "\(asked)")
                }
                #expect(try ada.answers("MODE #cellar +s") == ["ACK"])
                try ada.skip(to: "MODE")
                #expect(try ada.answers("LIST #cellar") == [head, cellar, end])
                #expect(try ben.answers("LIST #cellar") == ["321 ben Channel Users  Name", "323 ben End of LIST"])
            }
        }

        @Test("Settings are channel modes, and everybody sees them change")
        func settings() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                let asked = try ada.answers("MODE #kitchen")
                #expect(asked[0] == "324 ada #kitchen +nt")
                #expect(asked[1].firstMatch(of: /^329 ada #kitchen \d{10}$/) != nil)
                for (change, shown, now) in [
                    ("+i", "+i", "+int"), ("+ms-i", "-i+ms", "+mnst"), ("-ms", "-ms", "+nt"), ("+gH", "+Hg", "+Hgnt"),
                    ("-gH+S 10", "-Hg+S 10", "+ntS 10"), ("-S", "-S", "+nt"), ("+A", "+A", "+Ant"), ("-A", "-A", "+nt"),
                ] {
                    #expect(try ada.answers("MODE #kitchen \(change)") == ["ACK"], "\(change)")
                    #expect(try ada.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen \(shown)")
                    #expect(try ben.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen \(shown)")
                    #expect(try ada.answers("MODE #kitchen")[0] == "324 ada #kitchen \(now)")
                }
                #expect(try ben.answers("MODE #kitchen +i")[0].hasPrefix("482 ben #kitchen "))
                #expect(try ada.answers("MODE #kitchen +Z") == ["472 ada Z is unknown mode char to me"])
                #expect(try ada.answers("MODE #kitchen +S") == ["696 ada #kitchen S * +S needs a word behind it."])
                #expect(
                    try ada.answers("MODE #kitchen +S much") == [
                        "696 ada #kitchen S much Slow mode takes 0 to 86400 seconds."
                    ])
                #expect(
                    try ada.answers("MODE #kitchen -n") == ["FAIL MODE FIXED_MODE #kitchen n +n is always set here."])
                #expect(try ada.answers("MODE #kitchen +n") == ["ACK"])
                #expect(try ada.answers("MODE #nowhere") == ["403 ada #nowhere There is no such room."])
                #expect(try ada.answers("MODE #nowhere +i") == ["442 ada #nowhere You are not in #nowhere."])
                #expect(try ben.answers("PART #kitchen") == ["ACK"])
                try ben.skip(to: "PART")
                #expect(try ben.answers("MODE #kitchen") == ["324 ben #kitchen +nt"])
            }
        }

        @Test("Ranks are given and taken, in order, and nobody comes down by being raised")
        func ranks() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                for (change, shown) in [
                    ("+v ben", ["+v ben"]), ("+o ben", ["-v+o ben ben"]), ("-o+v ben ben", ["-o ben", "+v ben"]),
                    ("+q ben", ["-v+q ben ben"]),
                ] {
                    #expect(try ada.answers("MODE #kitchen \(change)") == ["ACK"], "\(change)")
                    for words in shown {
                        #expect(try ben.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen \(words)")
                    }
                }
                // An owner is no less by being made a moderator, and what he is not is not taken from him.
                #expect(try ada.answers("MODE #kitchen +o-v ben ben") == ["ACK"])
                #expect(try ada.answers("MODE #kitchen +s") == ["ACK"])
                #expect(try ben.skip(to: "MODE").found.words == "MODE #kitchen +s")
                #expect(try ada.answers("NAMES #kitchen")[0].contains("~ben!2@people.roost.local"))
                #expect(
                    try ada.answers("MODE #kitchen +o nobody") == [
                        "441 ada nobody #kitchen They aren't on that channel"
                    ])
                #expect(
                    try ada.answers("MODE #kitchen +a ben") == [
                        "FAIL MODE FIXED_MODE #kitchen a +a is for who runs the server, and given there."
                    ])
                #expect(try ada.answers("MODE #kitchen +o") == ["696 ada #kitchen o * +o needs a word behind it."])
                let many = "+vvvvvvvvv " + Array(repeating: "ben", count: 9).joined(separator: " ")
                #expect(
                    try ada.answers("MODE #kitchen \(many)") == [
                        "FAIL MODE TOO_MANY_MODES #kitchen At most 8 at a time. The rest was left out."
                    ])
            }
        }

        @Test("Bans and mutes are of accounts, and are listed")
        func bans() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                #expect(try ada.answers("MODE #kitchen +b m:ben") == ["ACK"])
                #expect(try ben.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen +b m:ben!*@*")
                #expect(try ben.answers("PRIVMSG #kitchen :hm")[0].hasPrefix("404 ben #kitchen "))
                #expect(
                    try ada.answers("MODE #kitchen b") == [
                        "367 ada #kitchen m:ben!*@*", "368 ada #kitchen End of ban list",
                    ])
                #expect(try ada.answers("MODE #kitchen -b m:ben!*@*") == ["ACK"])
                #expect(try ben.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen -b m:ben!*@*")
                #expect(try ada.answers("MODE #kitchen +b *!2@*") == ["ACK"])
                #expect(try ben.skip(to: "MODE").found.line == "ada!1@staff.roost.local MODE #kitchen +b ben!*@*")
                #expect(try ben.skip(to: "KICK").found.line == "ada!1@staff.roost.local KICK #kitchen ben ")
                #expect(try ben.answers("JOIN #kitchen")[0].hasPrefix("474 ben #kitchen "))
                let list = try ada.answers("MODE #kitchen +b")
                #expect(list[0].firstMatch(of: /^367 ada #kitchen ben!\*@\* ada \d{10}$/) != nil && list.count == 2)
                #expect(try ada.answers("MODE #kitchen -b ben!*@*") == ["ACK"])
                #expect(try ben.answers("JOIN #kitchen").last == "366 ben #kitchen End of NAMES list")
                #expect(
                    try ada.answers("MODE #kitchen +b *!*@people.roost.local") == [
                        "696 ada #kitchen b *!*@people.roost.local Bans are of accounts here: say +b nick!*@*, or *!number@*."
                    ])
                #expect(try ada.answers("MODE #kitchen +b nobody") == ["401 ada nobody There is no such person."])
                #expect(try ben.answers("MODE #kitchen b")[0].hasPrefix("482 ben #kitchen "))
            }
        }

        @Test("A channel keeps so many out and no more")
        func banLimit() throws {
            try withIRCServer("--room-bans", "1") { server in
                let (ada, _) = try kitchen(server)
                _ = try server.register("cleo")
                #expect(try ada.answers("MODE #kitchen +bb ben cleo")[0].hasPrefix("478 ada #kitchen At most 1 "))
            }
        }

        @Test("KICK takes several with a reason, which the web and the console show too")
        func kick() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                #expect(try ben.answers("KICK #kitchen ada")[0].hasPrefix("482 ben #kitchen "))
                #expect(
                    try ada.answers("KICK #kitchen nobody,ben :calm down") == [
                        "441 ada nobody #kitchen nobody is not in #kitchen."
                    ])
                #expect(try ben.skip(to: "KICK").found.line == "ada!1@staff.roost.local KICK #kitchen ben calm down")
                #expect(try ben.answers("KICK #kitchen ada") == ["442 ben #kitchen You are not in #kitchen."])
                let console = try server.console("ada")
                try console.type("kitchen")
                try console.shows("put Ben out of the room: calm down")
            }
        }

        @Test("INVITE asks in, is seen by the others, and is listed")
        func invite() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                let cleo = try server.register("cleo")
                #expect(try ben.answers("INVITE") == ["337 ben End of invite list"])
                #expect(try ada.answers("INVITE ben #kitchen") == ["443 ada ben #kitchen is already on channel"])
                #expect(try ada.answers("INVITE cleo #kitchen") == ["341 ada cleo #kitchen"])
                #expect(try ada.answers("INVITE cleo") == ["461 ada INVITE Not enough parameters"])
                let probe = try cleo.irc(in: "#everyone")
                #expect(try probe.answers("INVITE") == ["336 cleo #kitchen", "337 cleo End of invite list"])
                #expect(try probe.answers("INVITE ben #kitchen") == ["442 cleo #kitchen You are not in #kitchen."])
                _ = try server.register("dora")
                try ben.say("INVITE dora #kitchen")
                #expect(
                    try ada.skip(to: "INVITE") { $0[0] == "dora" }.found.line
                        == "ben!2@people.roost.local INVITE dora #kitchen")
            }
        }

        @Test("RENAME renames, for clients that know it and those that do not")
        func rename() throws {
            try withIRCServer { server in
                let (ada, ben) = try kitchen(server)
                #expect(try ada.answers("RENAME #kitchen #cook") == ["ACK"])
                #expect(try ada.skip(to: "RENAME").found.line == "ada!1@staff.roost.local RENAME #kitchen #cook ")
                #expect(
                    try ben.skip(to: "PART").found.line
                        == "ben!2@people.roost.local PART #kitchen The channel is now called #cook")
                try ben.expect("JOIN") { $0[0] == "#cook" }
                #expect(try ada.answers("TOPIC #cook") == ["331 ada #cook No topic is set."])
                #expect(
                    try ada.answers("RENAME #cook #everyone") == [
                        "FAIL RENAME CHANNEL_NAME_IN_USE #cook #everyone There is a room called everyone, or one that looks like it. Choose another name."
                    ])
                #expect(
                    try ada.answers("RENAME #cook cook") == [
                        "FAIL RENAME CANNOT_RENAME #cook cook A channel's name begins with #, and a group has none."
                    ])
                #expect(try ben.answers("RENAME #cook #other")[0].hasPrefix("482 ben #cook "))
                #expect(try ben.answers("RENAME #kitchen #other") == ["442 ben #kitchen You are not in #kitchen."])
            }
        }
    }
}
