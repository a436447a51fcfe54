import ChatDomain
import Testing
import Transcripts

@Suite("Slack exports")
struct SlackTests {
    private let users = """
        [{"id":"U1","name":"ada.l","profile":{"display_name":"","real_name":"Ada L.","email":"ada@example.org"}},
         {"id":"U2","name":"ben","deleted":true,"is_bot":false,"profile":{"display_name":"Ben"}},
         {"name":"nobody"}, 7, {"id":"U1","name":"again"}]
        """
    private let channels = """
        [{"id":"C1","name":"general","members":["U1","U2"],"topic":{"value":"Tea &amp; <https://x.org|cake>"},"purpose":{"value":""}},
         {"id":"C2","name":"old","is_archived":true}]
        """

    private func export(_ files: [(String, String)], limits: SlackExport.Limits = .init()) -> ImportedHistory {
        var export = SlackExport(limits: limits)
        let all = [("users.json", users), ("channels.json", channels)] + files
        for (path, text) in all.sorted(by: { SlackExport.comesBefore($0.0, $1.0) }) {
            export.add(path: path, Array(text.utf8))
        }
        return export.history()
    }

    private func message(_ text: String) -> String? {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        let day = "[{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1.0\",\"text\":\"\(escaped)\"}]"
        return export([("general/a.json", day)]).messages.first?.text
    }

    @Test("People and rooms come over, and bad entries are told with their place")
    func people() {
        let history = export([
            ("dms.json", #"[{"id":"D1","members":["U1","U2"]}]"#), ("integration_logs.json", "[]"),
            ("groups.json", "{"),
        ])
        #expect(
            history.users == [
                ImportedUser(key: "U1", handle: "ada-l", name: "Ada L.", mail: "ada@example.org"),
                ImportedUser(key: "U2", handle: "ben", name: "Ben", isGone: true),
            ])
        #expect(history.rooms.map(\.key) == ["C1", "C2", "D1"])
        #expect(history.rooms[0].topic == "Tea & [cake](https://x.org)")
        #expect(history.rooms[0].members == ["U1", "U2"])
        #expect(history.rooms.map(\.isArchived) == [false, true, false])
        #expect(history.rooms.map(\.kind) == [.open, .open, .direct])
        #expect(
            history.faults == [
                ImportFault(file: "users.json", index: 2, reason: "The member \"id\" is missing."),
                ImportFault(file: "users.json", index: 3, reason: "It is not of the expected form."),
                ImportFault(file: "groups.json", index: nil, reason: "The file is not a JSON array."),
                ImportFault(
                    file: "integration_logs.json", index: nil, reason: "The file has nothing that is taken over."),
            ])
    }

    @Test("Messages come over in order, with threads, reactions, edits, files, bots and joins")
    func messages() {
        let day = """
            [{"type":"message","user":"U2","ts":"1609459201.000200","text":"two","thread_ts":"1609459200.000100",
              "reactions":[{"name":"thumbsup","users":["U1","U9"]},{"name":"wave::skin-tone-4","users":[]},{"name":"parrot"}]},
             {"type":"message","user":"U1","ts":"1609459200.000100","text":"one","thread_ts":"1609459200.000100",
              "edited":{"user":"U1","ts":"1609459300.000000"},
              "files":[{"name":"a.pdf","mimetype":"application/pdf","size":9,"url_private":"https://f.org/a"},{}]},
             {"type":"message","subtype":"channel_join","user":"U2","ts":"1609459199.5","text":"<@U2> has joined"},
             {"type":"message","subtype":"bot_message","bot_id":"B1","username":"CI","ts":"1609459202","text":"","attachments":[{"fallback":"*built*"}]},
             {"type":"message","subtype":"channel_topic","user":"U1","ts":"1609459203","text":"set the topic"},
             {"type":"message","subtype":"tombstone","user":"U1","ts":"1609459204","text":"This message was deleted."},
             {"type":"message","user":"U8","user_profile":{"real_name":"Guest"},"ts":"1609459205","text":"hi"},
             {"type":"message","user":"U1","ts":"1609459205","text":"again"}, {"type":"message","user":"U1","text":"never"},
             {"type":"message","user":"U1","ts":"soon","text":"x"}, {"type":"call","ts":"1"}]
            """
        let history = export([
            ("general/2021-01-01.json", day), ("lost/2021-01-01.json", #"[{"ts":"1","text":"x","user":"U1"}]"#),
        ])
        let messages = history.messages.filter { $0.room == "C1" }
        #expect(messages.map(\.text) == [nil, "one", "two", "**built**", "set the topic", nil, "hi"])
        #expect(messages.map(\.kind) == [.joined, .message, .message, .message, .notice, .message, .message])
        #expect(messages.map(\.at.rawValue).prefix(3) == [1_609_459_199_500, 1_609_459_200_000, 1_609_459_201_000])
        #expect(messages[1].thread == nil && messages[2].thread == messages[1].key)
        #expect(messages[1].editedAt == Timestamp(milliseconds: 1_609_459_300_000))
        #expect(
            messages[1].files == [
                TranscriptFile(name: "a.pdf", mediaType: "application/pdf", size: 9, address: "https://f.org/a")
            ])
        #expect(
            messages[2].reactions == [
                ImportedReaction(emoji: "👍", by: [.user("U1"), .named("U9")]), ImportedReaction(emoji: "👋🏽", by: []),
                ImportedReaction(emoji: ":parrot:", by: []),
            ])
        #expect(messages[3].author == .named("CI"))
        #expect(messages[6].author == .named("Guest"))
        #expect(history.rooms.last == ImportedRoom(key: "lost", handle: "lost", title: "lost", kind: .closed))
        #expect(history.faults.filter { $0.file.hasPrefix("general") }.compactMap(\.index).sorted() == [7, 8, 9, 10])
    }

    @Test("Slack's markup becomes Markdown")
    func markup() {
        #expect(
            message("<@U1> <@U9> <@U8|zoe> <#C1|general> <#C9|x> <!here> <!channel> <!everyone>")
                == "@ada-l @U9 @zoe #general #x @here @all @all")
        #expect(
            message("<https://x.org> <https://x.org/(a)|see [it]> <mailto:a@b.c|a@b.c> <!date^1^{date}|today>")
                == "https://x.org [see \\[it\\]](<https://x.org/(a)>) a@b.c today")
        #expect(
            message("*bold* _thin_ ~gone~ 2*3*4 * a *b\nc* (*d*).")
                == "**bold** _thin_ ~~gone~~ 2*3*4 * a *b\nc* (**d**).")
        #expect(message("&lt;b&gt; &amp;amp; &quot; & <") == "<b> &amp; &quot; & <")
        #expect(message("`*a* &lt; <https://x.org|x>` *b*") == "`*a* < x` **b**")
        #expect(message("see ```*a*\n<https://x.org>``` *b*") == "see \n```\n*a*\nhttps://x.org\n```\n **b**")
        #expect(message("```\na\n```\nb") == "```\na\n```\nb")
        #expect(message("``` *a* ` *b*") == "``` *a* ` **b**")
        #expect(
            message(":tada: :parrot: 10:30:15 :wave::skin-tone-2: :+1::tada: a:b") == "🎉 :parrot: 10:30:15 👋🏻 👍🎉 a:b")
    }

    @Test(
        "The longest markup is read, however it is nested",
        arguments: [
            "<", "<a|", "*", "*a ", "a* ", "`", "` ", "```", "```a", "&", ":", ":a", ":tada", "~*", "<@U1>", "*a*",
        ])
    func nested(part: String) {
        let text = String(repeating: part, count: 65_536 / part.utf8.count)
        #expect((message(text)?.utf8.count ?? 0) <= 3 * text.utf8.count + 16)
    }

    @Test("What a caller calls people is what mentions call them")
    func handles() {
        var export = SlackExport()
        export.add(path: "users.json", Array(users.utf8))
        export.handles["U1"] = "ada2"
        export.add(path: "channels.json", Array(channels.utf8))
        export.add(path: "general/a.json", Array(#"[{"ts":"1","user":"U1","text":"<@U1>"}]"#.utf8))
        #expect(export.history().messages.map(\.text) == ["@ada2"])
    }

    @Test("Files and faults are bounded, and any bytes are read or told")
    func bounds() {
        var limits = SlackExport.Limits()
        limits.faults = 1
        let history = export([("general/a.json", "[1,2,3]")], limits: limits)
        #expect(history.faults.count == 1 && history.faultCount == 5)
        limits.fileBytes = 2
        #expect(export([], limits: limits).faultCount == 2)
        var random = Seeded(9)
        let good = Array(
            #"[{"type":"message","user":"U1","ts":"1609459201.000200","text":"<@U1> *a* `b` :tada:","reactions":[{"name":"x"}]}]"#
                .utf8)
        for _ in 0..<500 {
            var bytes = good
            for _ in 0...random.below(5) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
            var export = SlackExport()
            export.add(path: "general/a.json", bytes)
            let history = export.history()
            #expect(history.messages.count <= 1 && history.messages.count + history.faultCount >= 1)
        }
        var deep = SlackExport()
        deep.add(path: "general/a.json", Array(repeating: UInt8(ascii: "["), count: 100_000))
        #expect(deep.history().faultCount == 1)
    }
}
