import ChatService
import Foundation
import Log
import Testing

@testable import roost

@Suite("Configuration")
struct ConfigurationTests {
    private func read(_ arguments: [String], _ environment: [String: String] = [:]) throws -> ServeConfiguration {
        try ConfigurationReader().read(arguments: arguments, environment: environment)
    }

    private func complaint(_ arguments: [String], _ environment: [String: String] = [:]) -> String? {
        do {
            _ = try read(arguments, environment)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + UUID().uuidString + ".conf"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("Flags go before the environment, the environment before the file, the file before the defaults")
    func precedence() throws {
        let path = try file(
            """
            # a comment
            message_bytes = 20000

            history_page = 11
            loops=3
            """)
        let configuration = try read(
            ["--config", path, "--message-bytes=30000"],
            ["ROOST_MESSAGE_BYTES": "25000", "ROOST_HISTORY_PAGE": "22", "HOME": "/"])
        #expect(configuration.limits.messageBytes == 30_000)
        #expect(configuration.limits.historyPage == 22)
        #expect(configuration.loops == 3)
        #expect(configuration.limits.resumeEvents == Limits().resumeEvents)
        #expect(try read([], ["ROOST_CONFIG": path]).limits.historyPage == 11)
        // What the client and the admin's tool read is no setting.
        _ = try read([], ["ROOST_TOKEN": "x", "ROOST_PASSWORD": "x", "ROOST_SERVER": "x"])
    }

    @Test("What is not known stops the start with a sentence that names it")
    func unknown() throws {
        #expect(complaint(["--nonsense", "1"])?.contains("--nonsense") == true)
        #expect(complaint(["--message_bytes", "20000"])?.contains("--message_bytes") == true)
        #expect(complaint(["serve"])?.contains("serve") == true)
        #expect(complaint([], ["ROOST_NONSENSE": "1"])?.contains("ROOST_NONSENSE") == true)
        #expect(complaint(["--config", try file("nonsense = 1")])?.contains("line 1: nonsense") == true)
        #expect(complaint(["--config", try file("\nloops")])?.contains("line 2") == true)
        #expect(complaint(["--config", "/nowhere/at/all"])?.contains("/nowhere/at/all") == true)
        #expect(complaint(["--listen"])?.contains("needs a value") == true)
    }

    @Test(
        "A bad value stops the start with a sentence that names the setting and what it may be",
        arguments: [
            ("--listen", "5000"), ("--listen", "example.org:5000"), ("--listen", "127.0.0.1:65536"),
            ("--loops", "-1"), ("--loops", "many"), ("--message-bytes", "100"), ("--message-bytes", "off"),
            ("--registration", "yes"), ("--public-url", "chat.example.org"),
            ("--public-url", "https://chat.example.org/path"), ("--trusted-proxies", "10.0.0.0/99"),
            ("--log-level", "loud"), ("--password-memory", "0"), ("--data", ""),
        ])
    func badValues(flag: String, value: String) {
        #expect(complaint([flag, value])?.contains("\(flag) ") == true)
        #expect(complaint([flag, value])?.contains("must") == true || flag == "--trusted-proxies")
    }

    @Test("Limits that may be off take the word")
    func off() throws {
        let configuration = try read(["--account-requests-per-second", "off", "--login-failures", "off"])
        #expect(configuration.limits.accountRequestsPerSecond == 0)
        #expect(configuration.limits.loginFailures == 0)
    }

    @Test("Registration is open on a loopback address and closed on any other, unless it is said")
    func registration() throws {
        #expect(try read([]).registrationForAddress == .open)
        #expect(try read(["--listen", "[::1]:5000"]).registrationForAddress == .open)
        #expect(try read(["--listen", "0.0.0.0:5000"]).registrationForAddress == .closed)
        #expect(try read(["--listen", "[::]:5000"]).registrationForAddress == .closed)
        #expect(try read(["--listen", "0.0.0.0:5000", "--registration", "open"]).registrationForAddress == .open)
    }

    @Test("Every setting has a name of its own and stands in the help and in the file")
    func complete() throws {
        let names = Option.all.map(\.name)
        #expect(Set(names).count == names.count)
        for option in Option.all {
            #expect(Help.serve.contains("\(option.flag) "))
            #expect(Help.configurationFile.contains("# \(option.name) ="))
        }
        // The file that is printed can be read, with every line of it switched on.
        let active = Help.configurationFile.split(separator: "\n").compactMap { line -> String? in
            let text = line.dropFirst(2)
            guard let equals = text.firstIndex(of: "="), names.contains(String(text[..<equals]).trimmingSpaces),
                text.index(after: equals) < text.endIndex, !text[text.index(after: equals)...].trimmingSpaces.isEmpty
            else { return nil }
            return String(text)
        }
        #expect(active.count > 40)
        let configuration = try read(["--config", try file(active.joined(separator: "\n"))])
        #expect(configuration.limits.messageBytes == Limits().messageBytes)
        #expect(configuration.logLevel == .info)
    }
}
