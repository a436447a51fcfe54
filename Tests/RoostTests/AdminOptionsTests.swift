import Testing

@testable import roost

@Suite("The words after roost admin")
struct AdminOptionsTests {
    @Test("Tasks, their files and options are read in any order")
    func good() throws {
        #expect(try AdminOptions(arguments: []).task == .help)
        #expect(try AdminOptions(arguments: ["users", "import", "-", "--help"]).task == .help)
        let options = try AdminOptions(arguments: [
            "--server=http://example.org:81", "users", "--sync", "import", "a.txt", "--yes", "--tokens", "--token", "t",
        ])
        #expect(options.task == .importUsers(file: "a.txt"))
        #expect(options.server.description == "http://example.org:81")
        #expect(options.sync && options.yes && options.tokens)
        #expect(options.token == "t")
        #expect(try AdminOptions(arguments: ["users", "import", "-"]).task == .importUsers(file: "-"))
        #expect(try AdminOptions(arguments: ["users", "export"]).task == .exportUsers(file: nil))
        #expect(try AdminOptions(arguments: ["users", "export", "b"]).task == .exportUsers(file: "b"))
    }

    @Test(
        "What makes no sense is refused",
        arguments: [
            ["users"], ["users", "import"], ["users", "import", "a", "b"], ["rooms"],
            ["users", "export", "a", "--sync"],
            ["users", "import", "a", "--token"], ["users", "import", "a", "--sync=1"], ["--nonsense"],
            ["users", "import", "a", "--server", "ftp://x"],
        ])
    func bad(arguments: [String]) {
        #expect(throws: AdminOptions.Fault.self) { try AdminOptions(arguments: arguments) }
    }
}
