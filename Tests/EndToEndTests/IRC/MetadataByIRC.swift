import Foundation
import Testing

extension WholeServer {
    @Suite("Metadata by IRC")
    struct MetadataByIRC {
        private static let metadata = IRCProbe.plain + ["draft/metadata-2"]

        private func fault(_ probe: IRCProbe, _ command: String) throws -> [String] {
            let line = try #require(try probe.ask("METADATA " + command).first)
            return line.command == "FAIL" ? Array(line.parameters.dropLast()) : [line.raw]
        }

        @Test("What one says of oneself is set, read, followed and cleared")
        func all() throws {
            try withIRCServer("--public-url", "https://chat.example.org") { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("kitchen")
                try ben.join(room)
                let probe = try IRCProbe(port: server.ircPort)
                try probe.register("ada", secret: ada.token, capabilities: Self.metadata)
                // At the greeting one is told of oneself.
                let own = try probe.batch("metadata")
                #expect(
                    own.parameters == ["ada"] && own.lines.map(\.parameters) == [["ada", "display-name", "*", "Ada"]])
                try probe.skip(to: "366") { $0[1] == "#kitchen" }
                let reader = try IRCProbe(port: server.ircPort)
                try reader.say("CAP REQ :draft/metadata-2 batch standard-replies sasl message-tags labeled-response")
                try reader.say("METADATA * SUB display-name status")
                #expect(try reader.skip(to: "770").found.parameters.dropFirst() == ["display-name", "status"])
                try reader.register("ben", secret: ben.token)
                try reader.skip(to: "774") { $0[1] == "#kitchen" }

                #expect(
                    try probe.ask("METADATA * SET status :at lunch").map(\.parameters) == [
                        ["ada", "ada", "status", "*", "at lunch"]
                    ])
                #expect(try reader.skip(to: "METADATA").found.parameters == ["ada", "status", "*", "at lunch"])
                #expect(try probe.ask("METADATA ada SET display-name :Ada L.").first?.text == "Ada L.")
                #expect(try reader.skip(to: "METADATA").found.parameters == ["ada", "display-name", "*", "Ada L."])
                #expect(
                    try probe.ask("METADATA * SET homepage https://ada.example.org").first?.text
                        == "https://ada.example.org")
                // It is not followed, and may be asked for.
                let page = try reader.ask("METADATA ada GET homepage avatar Nonsense url")
                #expect(page.first?[1] == "metadata" && page.first?[2] == "ada")
                #expect(page.dropFirst().map(\.command) == ["761", "766", "FAIL", "766"])
                #expect(page[1].parameters == ["ben", "ada", "homepage", "*", "https://ada.example.org"])
                #expect(page[3].parameters.prefix(3) == ["METADATA", "KEY_INVALID", "Nonsense"])
                let list = try reader.ask("METADATA ada LIST").filter { $0.command == "761" }
                #expect(list.map { $0[2] } == ["display-name", "homepage", "status"])
                // Whoever comes later asks for all.
                let sync = try reader.ask("METADATA #kitchen SYNC").filter { $0.command == "METADATA" }.map(
                    \.parameters)
                #expect(
                    sync == [
                        ["ada", "display-name", "*", "Ada L."], ["ada", "status", "*", "at lunch"],
                        ["ben", "display-name", "*", "Ben"],
                    ])
                #expect(try reader.ask("METADATA ada SYNC").count { $0.command == "METADATA" } == 2)
                // A picture has an address.
                let gif = Array(
                    Data(base64Encoded: "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") ?? Data())
                #expect(try server.http.call("PUT", "/v1/me/picture", token: ada.token, bytes: gif).status == 200)
                let avatar = try #require(try reader.ask("METADATA ada GET avatar").first { $0.command == "761" })
                #expect(avatar.text.hasPrefix("https://chat.example.org/v1/people/\(ada.id)/picture?tag="))
                // Set over HTTP, told to oneself and to others; and cleared.
                try probe.say("METADATA * SUB status")
                try probe.skip(to: "770")
                try ada.ask("PATCH", "/v1/me", ["status": ["text": "back", "emoji": ""]])
                for each in [probe, reader] {
                    #expect(try each.skip(to: "METADATA").found.parameters == ["ada", "status", "*", "back"])
                }
                let cleared = try probe.ask("METADATA * CLEAR").filter { $0.command == "766" }
                #expect(cleared.map { $0[2] } == ["avatar", "homepage", "status"])
                #expect(try reader.skip(to: "METADATA").found.parameters == ["ada", "status", "*"])
                #expect(
                    try probe.ask("METADATA * SET display-name").first?.parameters == [
                        "ada", "ada", "display-name", "*", "ada",
                    ])
            }
        }

        @Test("What cannot be done is told")
        func faults() throws {
            try withIRCServer { server in
                let (ada, _) = (try server.owner("ada"), try server.register("ben"))
                _ = try ada.createRoom("kitchen")
                let probe = try ada.irc(Self.metadata, in: "#kitchen")
                #expect(try fault(probe, "ada").prefix(2) == ["METADATA", "NEED_MORE_PARAMS"])
                #expect(try fault(probe, "* DANCE") == ["METADATA", "SUBCOMMAND_INVALID", "DANCE"])
                #expect(try fault(probe, "nobody LIST") == ["METADATA", "INVALID_TARGET", "nobody"])
                #expect(try fault(probe, "ben SET status :x") == ["METADATA", "KEY_NO_PERMISSION", "ben", "status"])
                #expect(
                    try fault(probe, "#kitchen SET url :x") == ["METADATA", "KEY_NO_PERMISSION", "#kitchen", "url"])
                #expect(try fault(probe, "* SET url :x") == ["METADATA", "KEY_NO_PERMISSION", "ada", "url"])
                #expect(try fault(probe, "* SET $ :x") == ["METADATA", "KEY_INVALID", "$"])
                #expect(
                    try fault(probe, "* SET avatar :https://x") == ["METADATA", "KEY_NO_PERMISSION", "ada", "avatar"])
                #expect(
                    try fault(probe, "* SET homepage :javascript") == ["METADATA", "VALUE_INVALID", "ada", "homepage"])
                #expect(try fault(probe, "* SET status") == ["METADATA", "KEY_NOT_SET", "ada", "status"])
                #expect(try probe.ask("METADATA #kitchen LIST").map(\.command) == ["BATCH"])
                #expect(try probe.ask("METADATA #kitchen GET url").map(\.command) == ["BATCH", "766"])

                let keys = (1...IRCMetadataLimit.keys).map { "k\($0)" }
                for part in [keys.prefix(8), keys.dropFirst(8)] {
                    #expect(
                        try probe.ask("METADATA * SUB \(part.joined(separator: " "))").contains { $0.command == "770" })
                }
                #expect(try fault(probe, "* SUB one-more") == ["METADATA", "TOO_MANY_SUBS", "one-more"])
                let subs = try probe.ask("METADATA * SUBS").filter { $0.command == "772" }.flatMap {
                    $0.parameters.dropFirst()
                }
                #expect(Set(subs) == Set(keys))
                let gone = try probe.ask("METADATA * UNSUB k1 k2").first
                #expect(gone?.command == "771" && gone?.parameters == ["ada", "k1", "k2"])
                #expect(try probe.ask("METADATA * SUB one-more").first { $0.command == "770" }?.text == "one-more")
            }
        }
    }
}

private enum IRCMetadataLimit { static let keys = 16 }
