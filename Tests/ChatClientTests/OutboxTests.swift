import ChatDomain
import Foundation
import Testing

@testable import ChatClient

/// A directory of its own for one test.
final class TemporaryPaths {
    let root: String
    var paths: StatePaths { StatePaths(state: root + "/state", configuration: root + "/config") }

    init() {
        root = NSTemporaryDirectory() + "/roost-\(UUID().uuidString)"
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }
}

private let server = ServerAddress(host: "127.0.0.1", port: 5000)
private let account = AccountID(rawValue: 7)

private func message(_ number: UInt64, text: String? = nil) throws -> OutgoingMessage {
    let key = try #require(SendKey(high: 0x0190_0000_0000_7000 | number, low: 0x8000_0000_0000_0000))
    return OutgoingMessage(key: key, room: 1, text: text ?? "text \(number)")
}

private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
}

@Suite("The outbox")
struct OutboxTests {
    let temporary = TemporaryPaths()

    private func open(_ name: String) throws -> Outbox {
        try Outbox(server: server, account: account, paths: temporary.paths, name: name)
    }

    private var directory: String { temporary.paths.state + "/outbox/127.0.0.1_5000_7" }

    @Test("What is not settled is there for the next process, in order, and nothing else is")
    func survives() throws {
        do {
            let outbox = try open("a")
            try outbox.add([try message(1), try message(2)])
            try outbox.add([try message(3, text: "two\nlines, \"quotes\" and 漢字")])
            try outbox.settle(try message(2))
            // The lock and the memory go, the file stays: as after kill -9.
        }
        let next = try open("b")
        #expect(next.left.map(\.text) == ["text 1", "two\nlines, \"quotes\" and 漢字"])
        for message in next.left { try next.settle(message) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [])
        #expect(try open("c").left == [])
    }

    @Test("A file that is cut at any byte keeps every message that was whole, and takes more")
    func torn() throws {
        do {
            let outbox = try open("a")
            try outbox.add([try message(1), try message(2)])
        }
        let path = directory + "/a.jsonl"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let firstLine = try #require(whole.firstIndex(of: 0x0A)) + 1
        for cut in 0...whole.count {
            try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
            let expected = cut == whole.count ? 2 : cut >= firstLine ? 1 : 0
            let outbox = try open("b")
            #expect(outbox.left.count == expected, "cut at \(cut)")
            try outbox.add([try message(3)])
            for message in outbox.left { try outbox.settle(message) }
            try outbox.settle(try message(3))
        }
    }

    @Test("A torn line is not joined with the next one")
    func tornThenAdded() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = directory + "/a.jsonl"
        try Data("{\"add\":\"0190".utf8).write(to: URL(fileURLWithPath: path))
        let file = try #require(try OutboxFile(path: path))
        try file.add([try message(1)])
        #expect(OutboxRecord.read(Array(try Data(contentsOf: URL(fileURLWithPath: path)))).messages == [try message(1)])
    }

    @Test("Two clients of one account keep their messages apart while both live")
    func twoClients() throws {
        let first = try open("a")
        try first.add([try message(1)])
        let second = try open("b")
        #expect(second.left == [])
        try second.add([try message(2)])
        try second.settle(try message(1))
        #expect(first.count == 1 && second.count == 1)
    }

    @Test("Only the owner may read what is kept")
    func permissions() throws {
        let outbox = try open("a")
        try outbox.add([try message(1)])
        #expect(try mode(directory + "/a.jsonl") == 0o600)
        #expect(try mode(directory) == 0o700)
        #expect(try mode(temporary.paths.state) == 0o700)
        withExtendedLifetime(outbox) {}
    }

    @Test("Lines that no client wrote are passed over")
    func garbage() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var content = Data("nonsense\n\0\0\0\0\n{\"add\":\"x\",\"room\":1,\"text\":\"\"}\n".utf8)
        content += OutboxRecord.add(try message(1)).line
        try content.write(to: URL(fileURLWithPath: directory + "/old.jsonl"))
        #expect(try open("a").left == [try message(1)])
    }

    @Test("Where nothing can be kept, a sentence says so")
    func unwritable() throws {
        try FileManager.default.createDirectory(atPath: temporary.root, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: temporary.root + "/state"))
        #expect(throws: FileFailure.self) { _ = try open("a") }
    }
}

@Suite("Log-ins on disk")
struct SessionFileTests {
    let temporary = TemporaryPaths()

    @Test("The latest log-in to a server is found again, another by its name, and none after it was removed")
    func roundTrip() throws {
        let file = SessionFile(paths: temporary.paths)
        #expect(try file.latest(server: server) == nil)
        let ada = StoredSession(server: server, username: "ada", mail: "Ada@example.org", token: "one")
        let ben = StoredSession(server: server, username: "ben", mail: nil, token: "two")
        let elsewhere = StoredSession(
            server: ServerAddress(host: "example.org", port: 80), username: "ada", mail: nil, token: "three")
        for session in [ada, ben, elsewhere] { try file.store(session) }
        #expect(try file.latest(server: server) == ben)
        #expect(try file.latest(server: server, login: "ada@EXAMPLE.org") == ada)
        #expect(try file.latest(server: server, login: "cy") == nil)
        try file.store(StoredSession(server: server, username: "ada", mail: nil, token: "four"))
        #expect(try file.latest(server: server)?.token == "four")
        try file.remove(token: "four")
        #expect(try file.latest(server: server) == ben)
        #expect(try file.latest(server: server, login: "ada") == nil)
        #expect(try mode(file.path) == 0o600)
    }
}

@Suite("Server addresses")
struct ServerAddressTests {
    @Test(
        "Addresses are read as people write them",
        arguments: [
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000"), ("http://127.0.0.1:5000/", "http://127.0.0.1:5000"),
            ("localhost:81", "http://localhost:81"), ("chat.example.org", "http://chat.example.org:5000"),
            ("http://chat.example.org", "http://chat.example.org:80"), ("HTTP://[::1]:5000/", "http://[::1]:5000"),
            ("[::1]", "http://[::1]:5000"),
        ])
    func read(text: String, meaning: String) throws {
        #expect(try ServerAddress(text).description == meaning)
    }

    @Test(
        "What is no address is refused with a sentence",
        arguments: [
            "", "http://", "https://example.org", "ftp://example.org", "host:0", "host:65536", "host:+5", "::1",
            "a b", "host/path", "[::1", "[::1]x", "host\r\nX: y", "host:",
        ])
    func refused(text: String) {
        #expect(throws: ServerAddress.Fault.self) { try ServerAddress(text) }
    }
}
