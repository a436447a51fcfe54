import Testing

/// Each rule on a planted fault: a rule that finds nothing proves nothing.
@Suite("The rules notice")
struct CanaryTests {
    struct Plant: CustomTestStringConvertible, Sendable {
        let what: String
        let rule: @Sendable (SourceFile) -> [Finding]
        var path = "Sources/ChatService/A.swift"
        let bad: String
        /// The nearest thing that is allowed.
        let good: String

        var testDescription: String { what }
    }

    static let plants: [Plant] = [
        Plant(
            what: "an import upward", rule: Rules.importsGoDownward, bad: "public import HTTPGateway\n",
            good: "public import ChatDomain\n"),
        Plant(
            what: "an import sideways", rule: Rules.importsGoDownward, path: "Sources/HTTPWire/A.swift",
            bad: "import ChatWire\n", good: "// import ChatWire\n"),
        Plant(
            what: "a wall past its wrapper", rule: Rules.importsGoDownward, path: "Sources/SQLiteStore/A.swift",
            bad: "private import CSQLite\n", good: "private import SQLite\n"),
        Plant(
            what: "sockets in a codec", rule: Rules.importsGoDownward, path: "Sources/ChatWire/A.swift",
            bad: "import EventLoop\n", good: "import ChatDomain\n"),
        Plant(
            what: "SQL in the service", rule: Rules.importsGoDownward, bad: "import SQLiteStore\n",
            good: "import ChatStore\n"),
        Plant(
            what: "anything in the domain", rule: Rules.importsGoDownward, path: "Sources/ChatDomain/A.swift",
            bad: "import Synchronization\n", good: "let a = 1\n"),
        Plant(
            what: "all of Foundation", rule: Rules.importsGoDownward, bad: "import struct Foundation.Data\n",
            good: "import struct FoundationEssentials.Data\n"),
        Plant(
            what: "a module without a layer", rule: Rules.importsGoDownward, path: "Sources/Attic/A.swift", bad: "\n",
            good: ""),
        Plant(
            what: "try!", rule: Rules.noTraps, bad: "let a = try! b()\n",
            good: "/* try! */ let a = try b() // try!\nlet c = \"try!\"\n"),
        Plant(what: "as!", rule: Rules.noTraps, bad: "a as! B\n", good: "a as? B\n"),
        Plant(
            what: "a trap without a reason", rule: Rules.noTraps, bad: "fatalError(\"no\")\n",
            good: "// exempt(trap): the build chose the library that has it\nfatalError(\"no\")\n"),
        Plant(
            what: "a task on the hot path", rule: Rules.noTasks, bad: "Task { await send() }\n",
            good: "let t: TaskList = [] // Task {\n"),
        Plant(
            what: "a detached task", rule: Rules.noTasks, bad: "Task.detached { }\n",
            good: "// exempt(task): once, at the start\nTask.detached { }\n"),
        Plant(
            what: "a sleep", rule: Rules.noSleeps, path: "Tests/A/A.swift", bad: "try await Task.sleep(for: a)\n",
            good: "asleep(a)\n"),
        Plant(
            what: "a C sleep", rule: Rules.noSleeps, path: "Tests/A/A.swift", bad: "usleep(10)\n",
            good: "usleep(10)  // exempt(sleep): the child process says nothing when it is ready\n"),
        Plant(
            what: "an empty type name", rule: Rules.noEmptyNames, bad: "final class RoomManager {}\n",
            good: "final class RoomLog {} // not RoomManager\n"),
        Plant(
            what: "an empty file name", rule: Rules.noEmptyNames, path: "Sources/ChatService/StringUtils.swift",
            bad: "\n", good: ""),
        Plant(
            what: "a long file", rule: Rules.longFilesSayWhy, bad: String(repeating: "a\n", count: 501),
            good: "// This file is long because it is a table.\n" + String(repeating: "a\n", count: 501)),
        Plant(what: "white space at the end of a line", rule: Rules.noJunk, bad: "a \nb\n", good: " a\n"),
        Plant(what: "a carriage return", rule: Rules.noJunk, bad: "a\r\nb\n", good: "a\nb\n"),
        Plant(what: "no line feed at the end", rule: Rules.noJunk, bad: "a", good: "a\n"),
        Plant(what: "two line feeds at the end", rule: Rules.noJunk, bad: "a\n\n", good: "a\n"),
        Plant(what: "the mark of a merge", rule: Rules.noJunk, bad: "<<<<<<< HEAD\n", good: "a << b\n"),
        Plant(
            what: "markup from text", rule: Rules.noMarkupFromText, path: "web/a.js", bad: "a.innerHTML = b;\n",
            good: "a.textContent = b;\n"),
        Plant(
            what: "more markup from text", rule: Rules.noMarkupFromText, path: "web/a.js",
            bad: "a.insertAdjacentHTML('beforeend', b);\n", good: "a.append(b);\n"),
        Plant(
            what: "document.write", rule: Rules.noMarkupFromText, path: "web/a.js", bad: "document.write(b);\n",
            good: "document.title = b;\n"),
        Plant(
            what: "an inline handler", rule: Rules.noMarkupFromText, path: "web/a.html",
            bad: "<a href=\"/\" onclick=\"b()\">\n", good: "<a href=\"/on=b\">\n"),
        Plant(
            what: "an inline style", rule: Rules.noMarkupFromText, path: "web/a.html", bad: "<p style=\"color:red\">\n",
            good: "<p class=\"style\">\n"),
        Plant(
            what: "an inline script", rule: Rules.noMarkupFromText, path: "web/a.html",
            bad: "<script>b()</script>\n", good: "<script type=\"module\" src=\"/a.js\"></script>\n"),
    ]

    @Test("A planted fault is found, and what is allowed is not", arguments: plants)
    func notices(plant: Plant) {
        #expect(!plant.rule(SourceFile(path: plant.path, text: plant.bad)).isEmpty)
        if !plant.good.isEmpty {
            #expect(plant.rule(SourceFile(path: plant.path, text: plant.good)).isEmpty)
        }
    }

    @Test("A limit that no page names is found")
    func limit() {
        let limits = SourceFile(
            path: "Sources/ChatService/Limits.swift",
            text: "public struct Limits {\n    public var messageBytes = 16384\n    public var roomsEach: Int\n}\n")
        let refusal = SourceFile(
            path: "Sources/ChatService/A.swift", text: "Refusal.Limit(\n    name: \"history_page\", value: 1)\n")
        let names = DocumentationRules.limitNames(limits: limits, sources: [refusal])
        #expect(names == ["message_bytes", "rooms_each", "history_page"])
        let book = [SourceFile(path: "docs/operating/limits.md", text: "`message_bytes` and `--rooms-each N`\n")]
        #expect(DocumentationRules.undocumented(names, in: book) == ["history_page"])
    }

    @Test("Comments and strings are told from code")
    func scanner() {
        let text = """
            a("x // y", #"q"w"#) // c
            /* d /* e */ f */ g
            let h = \"\"\"
                i \\"
                \"\"\"
            j("\\"", "")
            """
        let code = SwiftScanner.withoutCommentsAndStrings(text)
        #expect(code.split(separator: "\n", omittingEmptySubsequences: false).count == 6)
        #expect(code.contains("a(\"\", \"\") \n g\n"))
        #expect(!code.contains("i"))
        #expect(code.hasSuffix("j(\"\", \"\")"))
    }
}
