import Foundation
import Testing

extension WholeServer {
    @Suite("People by IRC")
    struct PeopleByIRC {
        @Test("WHO lists a channel, a nick, and by mask those with whom one shares a room")
        func who() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                _ = try ada.createRoom("kitchen")
                let probe = try ada.irc(in: "#kitchen", "#everyone")
                let kitchen = "352 ada #kitchen 1 staff.roost.local roost.local ada H*~ 0 Ada"
                #expect(try probe.answers("WHO #kitchen") == [kitchen, "315 ada #kitchen End of WHO list"])
                #expect(try probe.answers("WHO #nowhere") == ["315 ada #nowhere End of WHO list"])
                let away = "352 ada * 2 people.roost.local roost.local ben G 0 Ben"
                #expect(try probe.answers("WHO BEN") == [away, "315 ada BEN End of WHO list"])
                #expect(try probe.answers("WHO nobody") == ["315 ada nobody End of WHO list"])
                #expect(try probe.answers("WHO b*!*@people.*") == [away, "315 ada b*!*@people.* End of WHO list"])
                let staff = try probe.answers("WHO * o")
                #expect(
                    staff == ["352 ada * 1 staff.roost.local roost.local ada H* 0 Ada", "315 ada * End of WHO list"])
                #expect(
                    try probe.answers("WHO #everyone %tcuihsnfdlaor,152") == [
                        "354 ada 152 #everyone 1 255.255.255.255 staff.roost.local roost.local ada H*& 0 0 ada n/a Ada",
                        "354 ada 152 #everyone 2 255.255.255.255 people.roost.local roost.local ben G 0 0 ben n/a Ben",
                        "315 ada #everyone End of WHO list",
                    ])
                #expect(try probe.answers("WHO ben %na") == ["354 ada ben ben", "315 ada ben End of WHO list"])
                let all = try ada.irc(["multi-prefix"] + IRCProbe.plain, in: "#kitchen")
                #expect(try all.answers("WHO #kitchen").first?.contains(" H*~& ") == true)
                // He shares no room with a guest of nobody's: a mask finds him no more, a nick does.
                try ben.leave(Person.firstRoom)
                _ = try probe.upToPong()
                #expect(try probe.answers("WHO b*") == ["315 ada b* End of WHO list"])
                #expect(try probe.answers("WHO ben").first == away)
            }
        }

        @Test("WHOIS tells the profile, shared channels alone, and addresses to oneself and to admins")
        func whois() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let (kitchen, secret) = (try ada.createRoom("kitchen"), try ada.createRoom("secret"))
                try ben.join(kitchen)
                _ = secret
                try ada.ask(
                    "PATCH", "/v1/me",
                    [
                        "name": "Ada L", "pronouns": "she/her", "about": "Cooks\nand counts",
                        "homepage": "https://ada.example", "time_zone": "Europe/Vienna", "presence": "away",
                        "status": ["text": "out", "emoji": "🍲"],
                    ])
                let own = try ada.irc(in: "#kitchen", "#secret", "#everyone")
                let other = try ben.irc(in: "#kitchen", "#everyone")
                let seen = try other.answers("WHOIS ada")
                #expect(
                    seen.filter { !$0.hasPrefix("317") } == [
                        "311 ben ada 1 staff.roost.local * Ada L", "319 ben ada &#everyone ~#kitchen",
                        "312 ben ada roost.local Roost", "301 ben ada out", "313 ben ada is an owner of this server",
                        "330 ben ada ada is logged in as", "320 ben ada Pronouns: she/her", "320 ben ada Status: 🍲 out",
                        "320 ben ada About: Cooks / and counts", "320 ben ada Homepage: https://ada.example",
                        "320 ben ada Time zone: Europe/Vienna", "318 ben ada End of WHOIS list",
                    ])
                #expect(
                    seen.contains { $0.firstMatch(of: /^317 ben ada \d+ \d{10} seconds idle, signon time$/) != nil })
                let me = try own.answers("WHOIS roost.local ada")
                #expect(me.contains("319 ada ada &#everyone ~#kitchen ~#secret"))
                #expect(me.contains("378 ada ada is connecting from *@127.0.0.1 127.0.0.1"))
                #expect(me.contains("379 ada ada is using modes +i"))
                #expect(try own.answers("WHOIS ben").contains("378 ada ben is connecting from *@127.0.0.1 127.0.0.1"))
                #expect(try other.answers("MODE ben +B") == ["MODE ben +B"])
                let bot = try own.answers("WHOIS ben")
                #expect(bot.contains("335 ada ben is a bot") && bot[0] == "311 ada ben 2 bots.roost.local * Ben")
                #expect(
                    try other.answers("WHOIS nobody") == [
                        "401 ben nobody There is no such person.", "318 ben nobody End of WHOIS list",
                    ])
                #expect(
                    try other.answers("WHOIS roost").first
                        == "311 ben roost roost roost.local * The server itself: /msg roost help")
                #expect(try other.answers("WHOIS :") == ["431 ben No nickname given"])
                #expect(
                    try other.answers("WHOWAS ada") == [
                        "406 ben ada Names of before are not kept here. WHOIS finds everybody there is.",
                        "369 ben ada End of WHOWAS",
                    ])
            }
        }

        @Test("ISON and USERHOST tell who is there")
        func presence() throws {
            try withIRCServer { server in
                let (ada, _) = (try server.owner("ada"), try server.register("ben"))
                let probe = try ada.irc(in: "#everyone")
                #expect(try probe.answers("ISON ADA ben nobody") == ["303 ada ada"])
                #expect(try probe.answers("ISON nobody") == ["303 ada "])
                #expect(
                    try probe.answers("USERHOST ada ben nobody") == [
                        "302 ada ada*=+1@staff.roost.local ben=-2@people.roost.local"
                    ])
            }
        }

        @Test("User modes are one's own")
        func userModes() throws {
            try withIRCServer { server in
                let (ada, _) = (try server.owner("ada"), try server.register("ben"))
                let probe = try ada.irc(in: "#everyone")
                #expect(try probe.answers("MODE ada") == ["221 ada +i"])
                #expect(try probe.answers("MODE ADA +w") == ["MODE ada +w"])
                #expect(try probe.answers("MODE ada +B") == ["MODE ada +B"])
                #expect(try probe.answers("MODE ada") == ["221 ada +Biw"])
                for unchanged in ["+o", "-i", "+w", "+B"] {
                    #expect(try probe.answers("MODE ada \(unchanged)") == ["ACK"])
                }
                #expect(try probe.answers("MODE ada -wB") == ["MODE ada -w", "MODE ada -B"])
                #expect(try probe.answers("MODE ada +x") == ["501 ada Unknown MODE flag"])
                #expect(try probe.answers("MODE ben") == ["502 ada Can't change the mode of other users"])
            }
        }

        @Test("MONITOR tells of coming, going, being away and other names, also of who shares no room")
        func monitor() throws {
            try withIRCServer("--offline-delay", "0") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                try ben.leave(Person.firstRoom)
                let probe = try ada.irc(IRCProbe.everything, in: "#everyone")
                #expect(try probe.answers("MONITOR + BEN,nobody") == ["731 ada ben,nobody"])
                #expect(try probe.answers("MONITOR L") == ["732 ada ben,nobody", "733 ada End of MONITOR list"])
                let other = try IRCProbe(port: server.ircPort)
                try other.register("ben", secret: ben.token)
                #expect(try probe.skip(to: "730").found.text == "ben!2@people.roost.local")
                #expect(try probe.answers("MONITOR S") == ["730 ada ben!2@people.roost.local", "731 ada nobody"])
                try other.say("AWAY :lunch")
                #expect(try probe.skip(to: "AWAY").found.line == "ben!2@people.roost.local AWAY lunch")
                try other.say("SETNAME :Ben B")
                #expect(try probe.skip(to: "SETNAME").found.line == "ben!2@people.roost.local SETNAME Ben B")
                try other.say("MODE ben +B")
                #expect(
                    try probe.skip(to: "CHGHOST").found.line == "ben!2@people.roost.local CHGHOST 2 bots.roost.local")
                try other.say("QUIT")
                #expect(try probe.skip(to: "731").found.text == "ben")
                #expect(try probe.answers("MONITOR - ben") == ["ACK"])
                #expect(try probe.answers("MONITOR C") == ["ACK"])
                #expect(try probe.answers("MONITOR L") == ["733 ada End of MONITOR list"])
                #expect(try probe.answers("MONITOR ?") == ["461 ada MONITOR MONITOR knows +, -, C, L and S."])
                for tens in 0..<20 {
                    try probe.say("MONITOR + " + (0..<10).map { "x\(tens)y\($0)" }.joined(separator: ","))
                }
                _ = try probe.upToPong()
                #expect(try probe.answers("MONITOR + one,two") == ["734 ada 200 one,two Monitor list is full"])
            }
        }

        @Test("A room of both tells the same change once")
        func monitorTwice() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let probe = try ada.irc(IRCProbe.everything, in: "#everyone")
                let other = try ben.irc(IRCProbe.everything, in: "#everyone")
                #expect(try probe.answers("MONITOR + ben") == ["730 ada ben!2@people.roost.local"])
                #expect(try other.answers("AWAY :lunch") == ["306 ben You have been marked as being away"])
                #expect(try other.answers("SETNAME :Ben B") == ["ACK"])
                #expect(try other.skip(to: "SETNAME").found.line == "ben!2@people.roost.local SETNAME Ben B")
                _ = try other.upToPong()
                // That he came may still be told.
                let heard = try probe.linesUpToNow().filter { $0.hasPrefix("ben!") && !$0.hasSuffix(" AWAY") }
                #expect(heard == ["ben!2@people.roost.local AWAY lunch", "ben!2@people.roost.local SETNAME Ben B"])
                #expect(try other.answers("SETNAME :")[0].hasPrefix("FAIL SETNAME INVALID_REALNAME "))
                #expect(try other.answers("NICK BEN") == ["ACK"])
            }
        }
    }
}
