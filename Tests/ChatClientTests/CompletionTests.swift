import Testing

@testable import Console

@Suite("Completion")
struct CompletionTests {
    private func completer(_ place: Place = .room) -> Completer {
        Completer(
            place: place, commands: Command.all,
            people: [("ada", "Ada"), ("ben", "Ben Baker"), ("bea", "Beatrice")],
            rooms: ["kitchen", "kids", "@ben", "den"], messages: [42, 41, 7])
    }

    private func candidates(_ line: String, at place: Place = .room) -> [String] {
        completer(place).find(in: Array(line), cursor: line.count)?.candidates ?? []
    }

    @Test(
        "In a room: commands after a slash, people after @, rooms after #",
        arguments: [
            ("/unp", ["/unpin"]), ("/kic", ["/kick"]), ("hello @b", ["@bea", "@ben"]), ("@BAK", []),
            ("@bea", ["@bea"]), ("@beatr", ["@bea"]), ("see #ki", ["#kids", "#kitchen"]), ("hello b", []), ("//un", []),
            ("@he", ["@here"]), ("/nosuch b", []),
        ])
    func inRoom(line: String, expected: [String]) {
        #expect(candidates(line) == expected)
    }

    @Test(
        "Behind a command, what it takes",
        arguments: [
            ("/kick b", ["bea", "ben"]), ("/kick @b", ["@bea", "@ben"]), ("/group ada b", ["bea", "ben"]),
            ("/join k", ["kids", "kitchen"]), ("/reply ", ["#42", "#41", "#7"]), ("/reply #4", ["#42", "#41"]),
            ("/forward #42 de", ["den"]), ("/help unm", ["unmute"]), ("/make ben mo", ["moderator"]),
            ("/reply #42 @ad", ["@ada"]), ("/ban ben a", []), ("/bell o", ["on", "off"]),
        ])
    func arguments(line: String, expected: [String]) {
        #expect(candidates(line) == expected)
    }

    @Test("In the lobby words are commands, and names of rooms")
    func inLobby() {
        #expect(candidates("roo", at: .lobby) == ["rooms"])
        #expect(candidates("k", at: .lobby) == ["kids", "kitchen"])
        #expect(candidates("dm b", at: .lobby) == ["bea", "ben"])
    }

    @Test("Tab again goes round, a blank follows, and what stands behind stays")
    func cycle() throws {
        let line = Array("tell @b now")
        var cycle = try #require(CompletionCycle(completer(), text: line, cursor: 7))
        #expect(String(cycle.text) == "tell @bea now" && cycle.cursor == 9)
        #expect(cycle.continues(cycle.text, cursor: cycle.cursor) && !cycle.continues(line, cursor: 7))
        cycle.next()
        #expect(String(cycle.text) == "tell @ben now")
        cycle.next()
        #expect(String(cycle.text) == "tell @bea now")
        #expect(cycle.choices == ["@bea", "@ben"])
        let single = try #require(CompletionCycle(completer(), text: Array("/kic"), cursor: 4))
        #expect(String(single.text) == "/kick " && single.cursor == 6 && single.choices == nil)
    }
}
