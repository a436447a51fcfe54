import Foundation
import Testing

extension WholeServer {
    @Suite("The service by IRC")
    struct ServiceByIRC {
        private func kitchen(_ server: ServerProcess) throws -> (ada: IRCProbe, ben: IRCProbe, people: [Person]) {
            let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
            try ben.join(try ada.createRoom("kitchen"))
            let probe = try ada.irc(IRCProbe.everything, in: "#everyone", "#kitchen")
            return (probe, try ben.irc(in: "#everyone", "#kitchen"), [ada, ben])
        }

        @Test("Every command is listed, explained, and explained again when it is said wrongly")
        func help() throws {
            try withIRCServer { server in
                let (ada, _, _) = try kitchen(server)
                let listed = try ada.service("help").dropFirst()
                #expect(listed.count > 30)
                for line in listed {
                    let name = String(line.prefix { $0 != " " && $0 != ":" })
                    let explained = try ada.service("help \(name)")
                    #expect(explained[0].hasPrefix("Say: \(name)") && explained.count > 1, "\(name)")
                    let needsMore = explained[0].contains(/^Say: [a-z]+ [A-Z#]/) && name != "register"
                    if needsMore { #expect(try ada.service(name).first == explained[0], "\(name)") }
                }
                #expect(try ada.service("nonsense") == ["There is no command nonsense. Say: help"])
                #expect(try ada.service("help nonsense") == ["There is no command nonsense. Say: help"])
                for alias in ["NS", "NICKSERV", "CHANSERV", "CS", "ROOST"] {
                    #expect(
                        try ada.ask("\(alias) whoami").contains { $0.text.hasPrefix("You are ada (Ada), an owner") },
                        "\(alias)")
                }
                #expect(try ada.ask("PRIVMSG ChanServ :whoami").count > 1)
            }
        }

        @Test("Messages are answered, edited, reacted to, pinned, saved, reported and deleted, by id or by room")
        func messages() throws {
            try withIRCServer { server in
                let (ada, ben, people) = try kitchen(server)
                let room = 2
                try ben.say("PRIVMSG #kitchen :soup")
                let soup = try ada.skip(to: "PRIVMSG").found.id
                #expect(try ada.service("react #kitchen 🍲") == ["You reacted with 🍲."])
                #expect(try ben.skip(to: "TAGMSG").found.tags["+draft/react"] == "🍲")
                #expect(try ada.service("unreact \(soup) 🍲") == ["You took 🍲 back."])
                #expect(try ben.skip(to: "TAGMSG").found.tags["+draft/unreact"] == "🍲")
                #expect(try ada.service("reply \(soup) with salt") == [])
                let answer = try ben.skip(to: "PRIVMSG").found
                #expect(answer.text == "with salt" && answer.tags["+draft/reply"] == soup)
                #expect(try ada.service("thread \(soup) and pepper") == [])
                #expect(try ben.skip(to: "PRIVMSG").found.text == "and pepper")
                #expect(try ada.service("edit #kitchen and sugar") == ["Edited."])
                #expect(try ben.skip(to: "PRIVMSG").found.text == "(edited) and sugar")
                #expect(try ada.service("edit \(soup) stew") == ["Only who wrote a message may edit it."])
                #expect(try ada.service("pin \(soup)") == ["Pinned."])
                #expect(try ben.skip(to: "NOTICE").found.text == "(pinned a message of ben's: soup)")
                #expect(try ada.service("unpin \(soup)") == ["The pin is gone."])
                #expect(try ada.service("save \(soup)") == ["Saved."])
                #expect(try people[0].json("GET", "/v1/me/saved").description.contains("soup"))
                #expect(try ada.service("unsave \(soup)") == ["It is kept no more."])
                #expect(try ada.service("report \(soup) too hot") == ["Thank you. The moderators see it as report 1."])
                #expect(try ada.service("delete #kitchen") == ["Deleted."])
                #expect(try people[0].history(of: room).last?.kind == "deleted")
                #expect(try ada.service("pin 9-9-000000") == ["There is no message 9-9-000000."])
                #expect(
                    try ada.service("pin #nowhere") == [
                        "#nowhere is no msgid, and no channel or conversation that you are in."
                    ])
            }
        }

        @Test("Polls are made and voted in")
        func polls() throws {
            try withIRCServer { server in
                let (ada, ben, people) = try kitchen(server)
                #expect(try ada.service("poll #kitchen What? | soup | stew") == [])
                let shown = try ben.skip(to: "PRIVMSG") { $0.text.hasPrefix("(a poll: ") }
                #expect(shown.passed.filter { $0.command == "PRIVMSG" }.map(\.text) == ["What?", "1. soup", "2. stew"])
                #expect(try ben.service("vote #kitchen 2") == ["You voted."])
                #expect(try ben.service("vote #kitchen 7")[0].hasPrefix("Say: ") == false)
                let poll = try people[0].json("GET", "/v1/rooms/2/messages?limit=10").description
                #expect(poll.contains("\"voters\": 1"))
            }
        }

        @Test("Rooms: listed, found, unread, linked, notified of and handed over")
        func rooms() throws {
            try withIRCServer { server in
                let (ada, ben, people) = try kitchen(server)
                #expect(try ada.service("rooms").contains("#kitchen: kitchen (2 members)"))
                #expect(try ada.service("rooms nothing") == ["There is no such room."])
                #expect(try ada.service("people be") == ["ben: Ben (online)"])
                #expect(try ada.service("unread") == ["You have read everything."])
                _ = try people[1].post("hello @ada", to: 2)
                _ = try ada.skip(to: "PRIVMSG")
                #expect(try ada.service("unread").contains { $0.hasPrefix("#kitchen: 1 unread") })
                #expect(try ada.service("notify #kitchen none") == ["You are notified in #kitchen of: none."])
                let link = try ada.service("link #kitchen 7d 1")
                let token = try #require(link.first?.split(separator: " ").last.map(String.init))
                let cleo = try server.register("cleo").irc(in: "#everyone")
                #expect(try cleo.service("enter \(token)") == [])
                try cleo.skip(to: "JOIN") { $0[0] == "#kitchen" }
                #expect(try ada.service("handover #kitchen ben") == ["ben owns #kitchen now. You are a moderator."])
                #expect(try ben.skip(to: "MODE").found.words == "MODE #kitchen +q ben")
                #expect(try ada.service("handover #kitchen nobody") == ["nobody is not in #kitchen."])
                #expect(try ada.service("link #nowhere") == ["You are not in #nowhere."])
            }
        }

        @Test("Search finds messages with their ids")
        func search() throws {
            try withIRCServer { server in
                let (ada, ben, _) = try kitchen(server)
                try ben.say("PRIVMSG #kitchen :a rutabaga soup")
                let id = try ada.skip(to: "PRIVMSG").found.id
                try eventually("it is in the index") {
                    try ada.service("search rutabaga") == ["\(id) #kitchen <ben> a rutabaga soup"]
                }
                #expect(try ada.service("search nothingofthekind") == ["Nothing was found."])
            }
        }

        @Test("Oneself: settings, profile, blocks, sessions, tokens, password")
        func account() throws {
            try withIRCServer { server in
                let (ada, ben, people) = try kitchen(server)
                #expect(
                    try ben.service("whoami") == [
                        "You are ben (Ben), a member of this server.", "reactions off, history 20, bot off",
                        "This connection may read, write, manage.",
                    ])
                for command in [
                    "set reactions on", "set history 5", "set bot on", "set away lunch", "set pronouns they/them",
                    "set about Hungry", "set homepage https://ben.example", "set timezone Europe/Vienna",
                    "set name Ben B",
                ] { #expect(try ben.service(command) == ["Done."], "\(command)") }
                #expect(try ben.service("whoami")[1] == "reactions on, history 5, bot on")
                let seen = try ada.answers("WHOIS ben")
                for line in [
                    "311 ada ben 2 bots.roost.local * Ben B", "301 ada ben lunch", "320 ada ben Pronouns: they/them",
                ] {
                    #expect(seen.contains(line), "\(line)")
                }
                #expect(try ben.service("set back") == ["Done."])
                #expect(try ben.service("set history 900") == ["There are 0 to 200 lines of history."])
                #expect(try ben.service("block ada") == ["You hear nothing of ada any more."])
                #expect(try ben.service("blocks") == ["You have blocked: ada"])
                #expect(try ben.service("unblock ada") == ["You hear of ada again."])
                #expect(try ben.service("blocks") == ["You have blocked nobody."])
                let made = try ben.service("token make script read")
                let token = try #require(made.first?.split(separator: " ").last.map(String.init))
                let reader = try IRCProbe(port: server.ircPort)
                try reader.register("ben", secret: token, capabilities: IRCProbe.plain)
                _ = try reader.upToPong()
                #expect(try reader.service("set bot off") == ["This token was made without write. Use another."])
                #expect(try reader.answers("PRIVMSG ada :hm")[0].hasPrefix("FAIL PRIVMSG SCOPE_NEEDED "))
                let number = try #require(try ben.service("token list").first?.prefix { $0 != ":" })
                #expect(try ben.service("token revoke \(number)") == ["Done."])
                #expect(try reader.end().last?.command == "ERROR")
                #expect(try ben.service("token list") == ["There are none."])
                #expect(try ben.service("scram on") == ["SCRAM-SHA-256 works once you have logged in by password."])
                #expect(try ben.service("scram off") == ["SCRAM-SHA-256 is off, and what was kept for it is gone."])
                #expect(try ben.service("sessions").count == 1)
                #expect(try server.logIn("ben").status == 201)
                #expect(try ben.service("sessions").count == 2)
                #expect(try ben.service("sessions end others") == ["Done."])
                #expect(try ben.service("sessions").count == 1)
                #expect(try ben.service("password wrong another12345") == ["The old password is wrong."])
                _ = people
            }
        }

        @Test("Who has not logged in may log in, register, and nothing else")
        func entry() throws {
            try withIRCServer { server in
                let (_, _, people) = try kitchen(server)
                let cleo = try IRCProbe(port: server.ircPort)
                let caps = ["message-tags", "labeled-response", "batch", "chghost", "account-notify"]
                try cleo.register("cleo", capabilities: caps)
                _ = try cleo.upToPong()
                #expect(try cleo.service("whoami")[0].hasPrefix("Log in: "))
                #expect(try cleo.service("login cleo nonsense") == ["The name or the password is wrong."])
                try cleo.say("PRIVMSG NickServ :register cleo@example.org longenough1")
                #expect(try cleo.skip(to: "900").found[2] == "cleo")
                #expect(
                    try cleo.skip(to: "CHGHOST").found.line
                        == "cleo!stranger@strangers.roost.local CHGHOST 3 people.roost.local")
                #expect(try cleo.skip(to: "ACCOUNT").found.line == "cleo!3@people.roost.local ACCOUNT cleo")
                try cleo.skip(to: "366")
                #expect(try cleo.service("login x") == ["You are logged in as cleo."])
                let other = try IRCProbe(port: server.ircPort)
                try other.register("somebody", capabilities: caps)
                try other.say("NS identify ben \(people[1].token)")
                #expect(try other.skip(to: "NICK").found.line == "somebody!stranger@strangers.roost.local NICK ben")
            }
        }
    }
}
