import Testing

@testable import roost

@Suite("The words after roost backup, restore and doctor")
struct StoreOptionsTests {
    private func options(
        _ part: String, _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> StoreOptions {
        try StoreOptions(part, arguments: arguments, environment: environment)
    }

    @Test("Files and options are read in any order, and the directory as the server reads it")
    func good() throws {
        #expect(try options("backup", ["b.db"]).task == .backup(file: "b.db"))
        #expect(try options("backup", ["b.db"]).configuration.data == "./data")
        #expect(try options("backup", ["b.db"], ["ROOST_DATA": "/x"]).configuration.data == "/x")
        #expect(try options("backup", ["--data=/y", "b.db"], ["ROOST_DATA": "/x"]).configuration.data == "/y")
        let restore = try options("restore", ["--yes", "--data", "/z", "b.db"])
        #expect(restore.task == .restore(file: "b.db"))
        #expect(restore.yes && restore.configuration.data == "/z")
        let doctor = try options("doctor", ["--json", "--server", "http://example.org:81"])
        #expect(doctor.task == .doctor)
        #expect(doctor.json && doctor.server?.description == "http://example.org:81")
    }

    @Test(
        "What makes no sense is refused",
        arguments: [
            ("backup", []), ("backup", ["a", "b"]), ("backup", ["a", "--yes"]), ("backup", ["a", "--data"]),
            ("backup", ["a", "--data="]), ("restore", []), ("restore", ["a", "--json"]),
            ("restore", ["a", "--yes=1"]), ("doctor", ["a"]), ("doctor", ["--yes"]),
            ("doctor", ["--server", "ftp://x"]), ("doctor", ["--nonsense"]), ("doctor", ["--config", "/no/such"]),
        ] as [(String, [String])])
    func bad(part: String, arguments: [String]) {
        let error = #expect(throws: StoreOptions.Fault.self) { try options(part, arguments) }
        #expect(error != .help)
    }

    @Test("Help is asked for anywhere", arguments: ["backup", "restore", "doctor"])
    func help(part: String) {
        #expect(throws: StoreOptions.Fault.help) { try options(part, ["a", "b", "--help"]) }
        #expect(StoreOptions.usage(of: part).hasPrefix("roost \(part)"))
    }
}
