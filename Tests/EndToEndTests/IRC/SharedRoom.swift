import Foundation
import Testing

extension WholeServer {
    @Suite("One room, three doors")
    struct SharedRoom {
        private static let modern =
            IRCProbe.plain + ["echo-message", "draft/message-redaction", "draft/read-marker", "draft/event-playback"]

        @Test("IRC, a browser's stream and the console see the same, in the same order, with the same ids")
        func all() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let cem = try server.register("cem")
                let room = Person.firstRoom
                let console = try server.console("ada")
                try console.shows("Everyone")
                let irc = try ben.irc(Self.modern, in: "#everyone")
                let old = try ben.irc(["draft/chathistory"], in: "#everyone")
                let live = try cem.follow(room)

                // Each says something, and each hears the others, in one order.
                try console.type("from the console")
                #expect(try irc.skip(to: "PRIVMSG").found.saying == "ada #everyone: from the console")
                try irc.say("PRIVMSG #everyone :from IRC")
                try console.shows("Ben  from IRC")
                let third = try #require(try cem.post("from a browser", to: room).said.seq)
                try console.shows("#\(third) Cem  from a browser")
                var heard: [(seq: Int, text: String)] = []
                while heard.count < 3 {
                    let event = try #require(try live.skip(to: "event") { $0.kind == "message" }.found.event)
                    heard.append((event.seq, event.text ?? ""))
                }
                #expect(heard.map(\.text) == ["from the console", "from IRC", "from a browser"])
                let lines = try [1, 2].map { _ in try irc.skip(to: "PRIVMSG").found }
                #expect(lines.map(\.text) == ["from IRC", "from a browser"])
                #expect(lines.compactMap(\.sequence) == heard.dropFirst().map(\.seq))
                #expect(
                    try (1...3).map { _ in try old.said() } == [
                        "ada #everyone: from the console", "ben #everyone: from IRC", "cem #everyone: from a browser",
                    ])

                // Edited, reacted to and deleted, from any door to any other.
                let mine = try #require(lines.first)
                try irc.say("@+draft/edit=\(mine.id) PRIVMSG #everyone :from irssi")
                try console.shows("Ben edited #\(heard[1].seq): from irssi")
                #expect(try live.skip(to: "event").found.event?.text == "from irssi")
                try console.type("/react #\(third) 🎉")
                let reaction = try irc.skip(to: "TAGMSG").found
                #expect(reaction.nick == "ada" && reaction.tags["+draft/react"] == "🎉")
                #expect(reaction.tags["+draft/reply"] == lines[1].id)
                #expect(try live.skip(to: "event").found.kind == "reacted")
                try cem.ask("DELETE", "/v1/rooms/\(room)/messages/\(third)")
                #expect(try irc.skip(to: "REDACT").found.parameters == ["#everyone", lines[1].id])
                #expect(try old.skip(to: "NOTICE").found.saying.hasPrefix("cem #everyone: (deleted a message"))
                try console.shows("Cem deleted #\(third)")
                // Read up to here on IRC is read up to here in the browser.
                let marker = try irc.ask("MARKREAD #everyone timestamp=2101-01-01T00:00:00.000Z")
                #expect(marker.first?.command == "MARKREAD")
                let markers = try #require(try ben.json("GET", "/v1/me/markers")["markers"] as? [[String: Any]])
                let head = try #require(try ada.history(of: room).last?.seq)
                #expect(markers.first { $0["room"] as? Int == room }?["seq"] as? Int == head)

                // Put out, and kept out: nothing more comes, and one may come back when one may.
                try ada.ask("DELETE", "/v1/rooms/\(room)/members/\(ben.id)", ["reason": "a break"])
                let kick = try irc.skip(to: "KICK").found
                #expect(kick.nick == "ada" && kick[0] == "#everyone" && kick[1] == "ben")
                try console.type("not for ben")
                #expect(try live.skip(to: "event") { $0.kind == "message" }.found.event?.text == "not for ben")
                #expect(try irc.upToPong().allSatisfy { $0.text != "not for ben" })
                try irc.say("PRIVMSG #everyone :hello?")
                try irc.skip(to: "404", "442", "403")
                try irc.say("JOIN #everyone")
                try irc.skip(to: "366")
                #expect(try live.skip(to: "event") { $0.kind == "joined" }.found.by?.id == ben.id)
                try ada.ask("PUT", "/v1/rooms/\(room)/bans/\(ben.id)", ["reason": "enough"])
                #expect(try irc.skip(to: "KICK").found[1] == "ben")
                try irc.say("JOIN #everyone")
                try irc.skip(to: "474")
                try ada.ask("DELETE", "/v1/rooms/\(room)/bans/\(ben.id)")
                try irc.say("JOIN #everyone")
                try irc.skip(to: "366")
                // What is kept is the same at every door.
                try irc.say("CHATHISTORY LATEST #everyone * 100")
                let past = try irc.batch("chathistory").lines
                let kept = Set(try ada.history(of: room).map(\.seq))
                #expect(past.compactMap(\.sequence).allSatisfy(kept.contains))
                #expect(
                    past.filter { $0.command == "PRIVMSG" && $0.tags["+draft/edit"] == nil }.map(\.text).suffix(2) == [
                        "from IRC", "not for ben",
                    ])
                #expect(Set(["JOIN", "KICK", "MODE", "REDACT", "TAGMSG"]).isSubset(of: Set(past.map(\.command))))
            }
        }
    }
}
