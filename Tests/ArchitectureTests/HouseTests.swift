import Testing

/// The rules on this checkout.
@Suite("The house")
struct HouseTests {
    private func expectNone(_ findings: [Finding]) {
        for finding in findings { Issue.record("\(finding)") }
    }

    @Test("The tree was found")
    func treeIsThere() {
        #expect(SourceTree.sources.contains { $0.path == "Sources/ChatDomain/Refusal.swift" })
        #expect(SourceTree.tests.contains { $0.path == "Tests/ArchitectureTests/HouseTests.swift" })
    }

    @Test("Imports go downward only, each wall is imported by one module, and none imports Foundation")
    func imports() { expectNone(SourceTree.sources.flatMap(Rules.importsGoDownward)) }

    @Test("Sources have no try!, no as!, and no trap without a reason")
    func traps() { expectNone(SourceTree.sources.flatMap(Rules.noTraps)) }

    @Test("No task is made where messages travel")
    func tasks() { expectNone(SourceTree.sources.flatMap(Rules.noTasks)) }

    @Test("No test sleeps in place of a condition")
    func sleeps() { expectNone(SourceTree.tests.flatMap(Rules.noSleeps)) }

    @Test("No type and no file is called Manager, Helper or Util")
    func names() { expectNone((SourceTree.sources + SourceTree.tests).flatMap(Rules.noEmptyNames)) }

    @Test("A file over 500 lines says why")
    func length() { expectNone(SourceTree.written.flatMap(Rules.longFilesSayWhy)) }

    @Test("Files end where they end: no white space, no marks of a merge")
    func junk() { expectNone(SourceTree.written.flatMap(Rules.noJunk)) }

    @Test("The page makes no markup and no code from text")
    func page() { expectNone(SourceTree.page.flatMap(Rules.noMarkupFromText)) }

    @Test("Every file of the browser client is in the program, and nothing else; scripts/list-web makes the list")
    func assets() throws {
        let list = try #require(SourceTree.file("Sources/CWebAssets/files.inc")).text
        let embedded = Set(list.matches(of: /#embed "\.\.\/\.\.\/web\/(.+?)"/).map { String($0.1) })
        let served = Set(list.matches(of: /FILE\("\/(.+?)",/).map { String($0.1) })
        let there = Set(SourceTree.paths(below: "web")).filter { !$0.hasPrefix("tests/") && $0 != "package.json" }
        #expect(!there.isEmpty)
        #expect(embedded == there)
        #expect(served == there)
    }

    @Test("Every limit is in docs/operating", .enabled(if: SourceTree.file("Sources/ChatService/Limits.swift") != nil))
    func limits() throws {
        let limits = try #require(SourceTree.file("Sources/ChatService/Limits.swift"))
        let names = DocumentationRules.limitNames(limits: limits, sources: SourceTree.sources)
        #expect(!names.isEmpty)
        let book = SourceTree.files(below: ["docs/operating"], endings: ["md"])
        #expect(DocumentationRules.undocumented(names, in: book).isEmpty)
    }
}
