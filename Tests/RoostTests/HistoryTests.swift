import ChatDomain
import Testing
import Transcripts

@testable import roost

@Suite("Histories out and in")
struct HistoryTests {
    private func words(_ part: String, _ words: String...) throws -> CommandWords {
        try CommandWords(
            part, words, flags: ["--yes", "--direct", "--open"],
            valued: ["--format", "--output", "--since", "--until", "--zone", "--room", "--map"])
    }

    @Test("The words of an export are read")
    func exportWords() throws {
        let export = try RoomExport(
            words(
                "export", "#lobby", "--format=html", "--zone", "+02:00", "--since", "2026-11-20", "--until",
                "2026-11-20"))
        #expect(export.room == "lobby" && export.format == .page)
        #expect(export.since == Timestamp(milliseconds: 1_795_125_600_000))
        #expect(export.until == Timestamp(milliseconds: 1_795_212_000_000))
        for bad in [["--format", "doc"], ["--zone", "Vienna"], ["--since", "2026-02-29"], ["--since"], ["--what"]] {
            #expect(throws: CommandWords.Fault.self) {
                _ = try RoomExport(
                    CommandWords(
                        "export", ["lobby"] + bad, flags: [],
                        valued: ["--format", "--output", "--since", "--until", "--zone"]))
            }
        }
        #expect(throws: CommandWords.Fault.self) { _ = try RoomExport(words("export")) }
    }

    @Test("The words of an import are read")
    func importWords() throws {
        let work = try HistoryImport(words("import", "a.jsonl", "--yes", "--map", "x=y", "--map", "z@example.org=w"))
        #expect(work.yes && !work.isOpen && work.mapping == ["x": "y", "z@example.org": "w"])
        #expect(throws: CommandWords.Fault.self) { _ = try HistoryImport(words("import", "a.jsonl", "--map", "x")) }
    }

    private func message(_ key: String, _ text: String?, at: Int64, _ fill: (inout ImportedMessage) -> Void = { _ in })
        -> ImportedMessage
    {
        var message = ImportedMessage(
            room: "r", key: key, at: Timestamp(milliseconds: at), author: .user("u"), text: text)
        fill(&message)
        return message
    }

    private func plan(_ messages: [ImportedMessage], bytes: Int = 100) -> (kinds: [String], losses: [String]) {
        let plan = ImportPlan(messages, messageBytes: bytes)
        let kinds = plan.events.map { event in
            switch event.what {
            case .message(let text, let thread, let reply):
                "\(event.at) \(text ?? "gone")" + (thread.map { " in \($0)" } ?? "") + (reply.map { " to \($0)" } ?? "")
            case .edited(let place, let text, _): "\(event.at) edit \(place) \(text)"
            case .deleted(let place): "\(event.at) delete \(place)"
            case .reacted(let place, let emoji): "\(event.at) \(emoji) \(place)"
            case .joined: "\(event.at) joined"
            case .left: "\(event.at) left"
            }
        }
        return (kinds, plan.losses.keys.sorted())
    }

    @Test("Events are numbered as they will stand, edits at their time, and times rise")
    func order() {
        let (kinds, losses) = plan([
            message("a", "one", at: 10) {
                $0.editedAt = Timestamp(milliseconds: 25)
                $0.reactions = [ImportedReaction(emoji: "👍", by: [.user("u")])]
            },
            message("b", "two", at: 20) { ($0.thread, $0.reply) = ("a", "a") },
            message("c", nil, at: 15),
            message("d", "four", at: 30),
        ])
        #expect(
            kinds == [
                "10 one", "10 👍 2", "20 two in 2 to 2", "20 gone", "20 delete 5", "25 edit 2 one", "30 four",
            ])
        #expect(losses.isEmpty)
    }

    @Test("What has no place here is left out or cut, and told")
    func losses() {
        let (kinds, losses) = plan(
            [
                message("a", "", at: 1), message("b", "x\r\u{7}y", at: 2) { $0.thread = "a" },
                message("c", "ééééé", at: 3),
                message("d", "z", at: 4) {
                    $0.reactions = [ImportedReaction(emoji: ":parrot:", by: [.user("u")])]
                },
            ], bytes: 10)
        #expect(kinds == ["2 x\u{FFFD}y", "3 ééé…", "4 z"])
        #expect(losses.count == 4)
    }
}
