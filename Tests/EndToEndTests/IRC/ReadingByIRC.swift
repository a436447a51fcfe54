import Foundation
import Testing

extension WholeServer {
    @Suite("Read markers and deletions by IRC")
    struct ReadingByIRC {
        private static let marks = IRCProbe.plain + ["draft/read-marker"]

        @Test("A marker is told with the JOIN, moves on all of one's devices, and never backwards")
        func markers() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                let places = try (1...3).map { try #require(try ada.post("m\($0)", to: room).said.seq) }
                try ben.join(room)
                let first = try IRCProbe(port: server.ircPort)
                try first.register("ben", secret: ben.token, capabilities: Self.marks)
                let (_, joining) = try first.skip(to: "366") { $0[1] == "#kitchen" }
                let join = try #require(joining.lastIndex { $0.command == "JOIN" && $0[0] == "#kitchen" })
                #expect(joining[join...].contains { $0.command == "MARKREAD" && $0.parameters == ["#kitchen", "*"] })
                let second = try ben.irc(Self.marks, in: "#kitchen")

                try first.say("CHATHISTORY LATEST #kitchen * 50")
                let times = try first.batch("chathistory").lines.compactMap { $0.tags["time"] }
                #expect(times.count == places.count)
                let middle = "timestamp=\(times[1])"
                #expect(try first.ask("MARKREAD #kitchen \(middle)").map(\.parameters) == [["#kitchen", middle]])
                #expect(
                    try second.skip(to: "MARKREAD") { $0[0] == "#kitchen" }.found.parameters == ["#kitchen", middle])
                // Backwards goes nothing: the answer has what holds.
                #expect(
                    try first.ask("MARKREAD #kitchen timestamp=\(times[0])").map(\.parameters) == [
                        ["#kitchen", middle]
                    ])
                #expect(try second.ask("MARKREAD #KITCHEN").map(\.parameters) == [["#kitchen", middle]])
                // Over HTTP too.
                let markers = try #require(try ben.json("GET", "/v1/me/markers")["markers"] as? [[String: Any]])
                #expect(markers.first { $0["room"] as? Int == room }?["seq"] as? Int == places[1])
                try ben.ask("PUT", "/v1/rooms/\(room)/marker", ["seq": places[2]])
                for probe in [first, second] {
                    #expect(
                        try probe.skip(to: "MARKREAD") { $0[0] == "#kitchen" }.found.parameters == [
                            "#kitchen", "timestamp=\(times[2])",
                        ])
                }
                // Whoever comes later is told so.
                let third = try IRCProbe(port: server.ircPort)
                try third.register("ben", secret: ben.token, capabilities: Self.marks)
                #expect(try third.skip(to: "MARKREAD") { $0[0] == "#kitchen" }.found[1] == "timestamp=\(times[2])")
                // A conversation, and the errors.
                let direct = try #require(try ada.ask("POST", "/v1/direct", ["person": ben.id]).room?.id)
                _ = try ada.post("psst", to: direct)
                #expect(try first.ask("MARKREAD ada").map(\.parameters) == [["ada", "*"]])
                func fault(_ command: String) throws -> [String] {
                    Array(try #require(try first.ask(command).first).parameters.prefix(2))
                }
                #expect(try fault("MARKREAD") == ["MARKREAD", "NEED_MORE_PARAMS"])
                #expect(try fault("MARKREAD #kitchen *") == ["MARKREAD", "INVALID_PARAMS"])
                #expect(try fault("MARKREAD #attic") == ["MARKREAD", "INVALID_PARAMS"])
            }
        }

        @Test("A message is deleted by who wrote it or a moderator; who knows no REDACT reads whose it was")
        func redaction() throws {
            try withIRCServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let cem = try server.register("cem")
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                try cem.join(room)
                let modern = try ben.irc(IRCProbe.plain + ["draft/message-redaction"], in: "#kitchen")
                let old = try cem.irc(["draft/chathistory"], in: "#kitchen")
                let live = try ada.follow(room)
                _ = try ada.post("Hello", to: room)
                let hello = try modern.skip(to: "PRIVMSG").found
                func fault(_ command: String) throws -> [String] {
                    Array(try #require(try modern.ask(command).first).parameters.dropLast())
                }
                #expect(
                    try fault("REDACT #kitchen \(hello.id)") == ["REDACT", "REDACT_FORBIDDEN", "#kitchen", hello.id])
                #expect(try fault("REDACT #attic \(hello.id)") == ["REDACT", "INVALID_TARGET", "#attic"])
                #expect(
                    try fault("REDACT #kitchen 1-2-abcdef") == ["REDACT", "UNKNOWN_MSGID", "#kitchen", "1-2-abcdef"])
                let parts = hello.id.split(separator: "-")
                let beyond = "\(parts[0])-999-\(parts[2])"
                #expect(try fault("REDACT #kitchen \(beyond)") == ["REDACT", "UNKNOWN_MSGID", "#kitchen", beyond])

                try modern.say("PRIVMSG #kitchen :oops")
                let said = try live.skip(to: "event") { $0.event?.text == "oops" }.found
                let oops = "\(parts[0])-\(try #require(said.seq))-\(parts[2])"
                try modern.say("REDACT #kitchen \(oops) :typo")
                #expect(try modern.skip(to: "REDACT").found.parameters == ["#kitchen", oops])
                #expect(try live.skip(to: "event").found.kind == "deleted")
                let note = try old.skip(to: "NOTICE").found
                #expect(note.nick == "ben" && note.text.hasPrefix("(deleted a message of ben's"))
                // A moderator: the line is from him.
                try modern.say("PRIVMSG #kitchen :rude")
                let rude = try #require(try live.skip(to: "event") { $0.event?.text == "rude" }.found.seq)
                try ada.ask("DELETE", "/v1/rooms/\(room)/messages/\(rude)")
                let redact = try modern.skip(to: "REDACT").found
                #expect(redact.nick == "ada" && redact[1] == "\(parts[0])-\(rude)-\(parts[2])" && !redact.id.isEmpty)
                #expect(try old.skip(to: "NOTICE").found.saying.hasPrefix("ada #kitchen: (deleted a message of ben's"))
                // A reaction is taken back.
                try modern.say("@+draft/reply=\(hello.id);+draft/react=👍 TAGMSG #kitchen")
                let reaction = try modern.skip(to: "TAGMSG").found
                #expect(reaction.tags["+draft/react"] == "👍" && reaction.tags["+draft/reply"] == hello.id)
                try modern.say("REDACT #kitchen \(reaction.id)")
                #expect(try live.skip(to: "event") { $0.kind == "unreacted" }.found.by?.id == ben.id)
                // History leaves them out.
                try modern.say("CHATHISTORY LATEST #kitchen * 50")
                #expect(try modern.batch("chathistory").lines.map(\.text) == ["Hello"])
            }
        }
    }
}
