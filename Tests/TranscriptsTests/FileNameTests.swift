import Testing
import Transcripts

@Suite("Names of transcripts")
struct FileNameTests {
    @Test(
        "A title in any script gives a name that every file system takes",
        arguments: [
            ("lobby", "lobby-7.txt"), ("The Lobby!", "The-Lobby-7.txt"), ("../../etc/passwd", "etc-passwd-7.txt"),
            ("", "room-7.txt"),
            (".hidden", "hidden-7.txt"), ("-rf *", "rf-7.txt"), ("CON", "CON-7.txt"),
            ("北京 трамвай", "北京-трамвай-7.txt"),
            ("a\u{0}b\u{202E}c\\d:e\n", "a-b-c-d-e-7.txt"), ("🎉", "room-7.txt"), ("a／b∕c", "a-b-c-7.txt"),
            ("e\u{301}t\u{E9}", "e\u{301}t\u{E9}-7.txt"),
        ])
    func names(title: String, name: String) {
        #expect(TranscriptFileName.make(title, id: 7, format: .text) == name)
    }

    @Test("It is at most 200 bytes long and differs by the id", arguments: ["x", "é", "北", "𐍈", "a\u{301}\u{301}"])
    func length(part: String) {
        let title = String(repeating: part, count: 5000)
        let name = TranscriptFileName.make(title, id: .min, format: .jsonLines)
        #expect(name.utf8.count <= 200 && name.utf8.count > 180)
        #expect(name.hasSuffix("--9223372036854775808.jsonl"))
        #expect(
            TranscriptFileName.make(title, id: 1, format: .page) != TranscriptFileName.make(title, id: 2, format: .page)
        )
        #expect(
            TranscriptFileName.make("a" + String(repeating: "\u{301}", count: 5000), id: 1, format: .page)
                == "room-1.html")
    }

    @Test("Any title will do")
    func anything() {
        var random = Seeded(5)
        for _ in 0..<2000 {
            let name = TranscriptFileName.make(random.text(upTo: 90), id: 3, format: .text)
            #expect(name.utf8.count <= 200 && name.hasSuffix("-3.txt"))
            #expect(!name.hasPrefix(".") && !name.hasPrefix("-"))
            #expect(!name.unicodeScalars.contains { "/\\:*?\"<>|\u{0}\n".unicodeScalars.contains($0) })
        }
    }
}
