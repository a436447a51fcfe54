import ChatDomain
import Testing
import Transcripts

@Suite("Transcripts for reading")
struct TranscriptTextTests {
    private func line(_ action: TranscriptEvent.Action, clock: TranscriptClock = .utc) -> String {
        let text = Samples.text(.text, [Samples.event(action)], clock: clock)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
    }

    @Test("A line has the time, who, and what, without Markdown")
    func lines() {
        #expect(line(.message(.init("hello **you**"))) == "[2026-11-20 10:15:03] Ada: hello you\n")
        #expect(
            line(.message(.init("a", editedAt: Samples.moment, thread: 3)))
                == "[2026-11-20 10:15:03] Ada (in a thread): a (edited)\n")
        #expect(line(.message(.init(nil))) == "[2026-11-20 10:15:03] Ada: (message deleted)\n")
        #expect(line(.edited(message: 1, text: "b")) == "[2026-11-20 10:15:03] Ada (edited): b\n")
        #expect(line(.deleted(message: 1)) == "[2026-11-20 10:15:03] * Ada deleted a message\n")
        #expect(line(.removed(Samples.ben)) == "[2026-11-20 10:15:03] * Ada removed Ben B.\n")
        #expect(
            line(.changed(property: "topic", value: "Tea"))
                == "[2026-11-20 10:15:03] * Ada changed the topic to “Tea”\n")
        #expect(line(.other(kind: "voted", message: 3, text: "yes")) == "[2026-11-20 10:15:03] Ada (voted): yes\n")
        let file = TranscriptFile(name: "a.pdf", mediaType: "application/pdf", size: 9, address: "/v1/files/9")
        #expect(
            line(.message(.init("look", files: [file])))
                == "[2026-11-20 10:15:03] Ada: look\n    [file: a.pdf, application/pdf, 9 bytes, /v1/files/9]\n")
    }

    @Test("The head names the room and the clock")
    func head() {
        #expect(Samples.text(.text, []) == "# The Lobby (#lobby). Times are UTC.\n")
        let clock = TranscriptClock(minutesEast: -570)
        #expect(Samples.text(.text, [], clock: clock) == "# The Lobby (#lobby). Times are UTC-09:30.\n")
        #expect(line(.joined, clock: clock) == "[2026-11-20 00:45:03] * Ada joined\n")
    }

    @Test("Dates are right, and any number is one")
    func dates() {
        func date(_ milliseconds: Int64) -> String {
            let event = Samples.event(.joined, at: Timestamp(milliseconds: milliseconds))
            return String(Samples.text(.text, [event]).split(separator: "\n")[1].dropFirst().prefix { $0 != "]" })
        }
        #expect(date(0) == "1970-01-01 00:00:00")
        #expect(date(-1) == "1969-12-31 23:59:59")
        #expect(date(951_782_400_000) == "2000-02-29 00:00:00")
        #expect(date(4_107_542_400_000) == "2100-03-01 00:00:00")
        #expect(date(-62_135_596_800_000) == "0001-01-01 00:00:00")
        #expect(date(.max) == "292278994-08-17 07:12:55")
        #expect(date(.min) == "-292275055-05-16 16:47:04")
    }

    @Test("Nothing in a message looks like a line of its own, and control characters are shown, not sent")
    func harmless() {
        #expect(
            line(.message(.init("a\n[2026-11-20 10:15:03] Ben: lie\r\n\u{1B}[2J\u{85}\u{2028}\u{202E}b\tc")))
                == "[2026-11-20 10:15:03] Ada: a\n    [2026-11-20 10:15:03] Ben: lie\n    ␛[2J\u{FFFD}\u{FFFD}\u{FFFD}b\tc\n"
        )
        var random = Seeded(3)
        for _ in 0..<300 {
            for event in Samples.events(&random) {
                let text = Samples.text(.text, [event])
                #expect(
                    text.unicodeScalars.allSatisfy {
                        $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
                    })
                let lines = text.split(separator: "\n").dropFirst()
                #expect(lines.filter { $0.hasPrefix("[") }.count == 1)
                #expect(lines.dropFirst().allSatisfy { $0.utf8.starts(with: "    ".utf8) })
            }
        }
    }

    @Test("The page is a list by day, with times for machines, and everything escaped")
    func page() {
        let evil = "</p><script>alert(1)</script> \"' & https://x.org/?a=1&b=\"2"
        let events = [
            Samples.event(.joined, 1), Samples.event(.message(.init(evil, editedAt: Samples.moment)), 2),
            Samples.event(.message(.init(nil)), 3, at: Timestamp(milliseconds: 1_795_219_200_000)),
        ]
        let page = Samples.text(.page, events)
        #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
        #expect(page.hasSuffix("</ol>\n</section>\n</main>\n</body>\n</html>\n"))
        #expect(
            page.contains(
                "<li id=\"e1\"><time datetime=\"2026-11-20T10:15:03.250Z\">10:15:03</time> <span class=\"deed\" dir=\"auto\">Ada joined</span></li>"
            ))
        #expect(page.contains("&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39; &amp; "))
        #expect(
            page.contains(
                "<a rel=\"noopener noreferrer\" href=\"https://x.org/?a=1&amp;b=\">https://x.org/?a=1&amp;b=</a>"))
        #expect(page.contains("<b dir=\"auto\">Ada</b> <span class=\"mark\">(edited)</span>"))
        #expect(page.components("<section>") == 2 && page.components("</section>") == 2)
        #expect(page.components("<script") == 0)
        #expect(page.contains("<h2><time datetime=\"2026-11-21\">2026-11-21</time></h2>"))
        #expect(page.contains("(message deleted)"))
    }

    @Test("No text makes markup of its own in the page")
    func markup() {
        var random = Seeded(11)
        for _ in 0..<200 {
            let events = Samples.events(&random)
            let room = TranscriptRoom(id: 1, handle: random.text(upTo: 9), title: random.text(upTo: 9))
            let page = String(decoding: Samples.written(.page, events, room: room), as: UTF8.self)
            let tags = page.split(separator: "<").dropFirst().map {
                $0.prefix { $0.isLetter || $0 == "/" || $0 == "!" }
            }
            let known: Set<Substring> = [
                "!doctype", "html", "/html", "head", "/head", "meta", "title", "/title", "style", "/style", "body",
                "/body", "main",
                "/main", "h", "/h", "p", "/p", "small", "/small", "section", "/section", "time", "/time", "ol", "/ol",
                "li", "/li",
                "span", "/span", "b", "/b", "a", "/a",
            ]
            #expect(tags.allSatisfy(known.contains))
            #expect(tags.filter { $0 == "li" }.count == events.count)
        }
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
