import Foundation
import SQLite
import Secrets
import Testing

@testable import SQLiteStore

extension WholeServer {
    /// What Roost wrote before there were subjects, records, roles and an index.
    @Suite("Stores of earlier versions")
    struct OldStoreTests {
        private static let password = "password"
        /// Of ``password``, at a low cost.
        private static let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"

        private static let people = """
            INSERT INTO accounts
                (id, username, username_key, mail, mail_key, display_name, role, password_hash, created_at)
            VALUES (1, 'ada', 'ada', 'ada@example.org', 'ada@example.org', 'Ada', 1, '\(hash)', 5),
                (2, 'ben', 'ben', 'ben@example.org', 'ben@example.org', 'Ben', 0, '\(hash)', 5),
                (3, 'cid', 'cid', 'cid@example.org', 'cid@example.org', 'Cid', 0, '\(hash)', 5);
            INSERT INTO rooms VALUES (1, 'everyone', 'everyone', 'Everyone', 0, 5, 1),
                (2, 'garden', 'garden', 'Garden', 2, 5, 0), (3, 'attic', 'attic', 'Attic', 2, 5, 0);
            INSERT INTO members (room, account) VALUES (1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3);
            """

        /// Rooms 2 and 3 were made by Ben; he has left room 3.
        private static let logs: [(log: Int64, author: Int64, kind: Int64, body: String)] = [
            (1, 0, 1, #"{"handle":"everyone","title":"Everyone"}"#), (1, 1, 2, #"{"username":"ada"}"#),
            (1, 2, 2, #"{"username":"ben"}"#), (1, 3, 2, #"{"username":"cid"}"#),
            (2, 2, 1, #"{"handle":"garden","title":"Garden"}"#), (2, 3, 2, #"{"username":"cid"}"#),
            (2, 2, 4, #"{"text":"the first seed"}"#), (1, 1, 4, #"{"text":"welcome, **all**"}"#),
            (3, 2, 1, #"{"handle":"attic","title":"Attic"}"#), (3, 3, 2, #"{"username":"cid"}"#),
            (3, 2, 3, #"{"username":"ben"}"#), (2, 3, 4, #"{"text":"another seed"}"#),
            (2, 2, 4, #"{"text":"and a spade"}"#),
        ]

        /// Writes a store as that version did, and gives a token of Cid's session.
        private func write(version: Int, to folder: String) throws -> String {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            chmod(folder, 0o700)
            let old = try SQLiteConnection(path: folder + "/roost.db", access: .create)
            try old.setPragma("application_id", to: StoreSchema.applicationID)
            try StoreSchema.migrate(old, through: Array(StoreSchema.steps.prefix(version)))
            _ = try old.text("PRAGMA journal_mode=WAL")
            try old.beginImmediate()
            try old.execute(Self.people)
            let event = try SQLiteStatement(
                "INSERT INTO events (log, sequence, at, author, kind, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", on: old)
            var heads: [Int64: Int64] = [:]
            for (number, entry) in Self.logs.enumerated() {
                heads[entry.log, default: 0] += 1
                try event.bind(entry.log, at: 1)
                try event.bind(heads[entry.log] ?? 0, at: 2)
                try event.bind(Int64(1_700_000_000_000 + number), at: 3)
                try event.bind(entry.author, at: 4)
                try event.bind(entry.kind, at: 5)
                try event.bind(Array(entry.body.utf8), at: 6)
                try event.run()
            }
            let token = Token(from: try SecureRandom())
            let session = try SQLiteStatement(
                "INSERT INTO sessions (digest, account, created_at) VALUES (?1, 3, 5)", on: old)
            try session.bind(token.digest(for: TokenPurpose("roost session")).bytes, at: 1)
            try session.run()
            try old.commit()
            return token.text
        }

        @Test(
            "The whole server runs on a store of an earlier version: sessions, log-in, history, unread, search, and whoever made a room owns it",
            arguments: 1...2)
        func opens(version: Int) throws {
            let server = try ServerProcess(settings: [])
            let token = try write(version: version, to: server.data)
            try server.start()
            let cid = Person(server: server, id: 3, username: "cid", token: token)
            let ben = try logIn(server, "ben", 2)

            // What they had is there, and complete.
            let log = try ben.history(of: 2)
            #expect(log.map(\.kind) == ["created", "joined", "message", "message", "message"])
            #expect(log.compactMap(\.text) == ["the first seed", "another seed", "and a spade"])
            let lines = try cid.json("GET", "/v1/rooms/2/messages")["messages"] as? [[String: Any]] ?? []
            #expect(lines.count == 5)
            #expect(try cid.ask("GET", "/v1/me").rooms?.map(\.id) == [1, 2, 3])
            #expect(try ben.call("GET", "/v1/rooms/3/events").code == "not_a_member")

            // Behind his coming, and not his own.
            #expect(try unread(cid) == [1: 1, 2: 2, 3: 0])
            #expect(try unread(ben) == [1: 1, 2: 1])
            try eventually("the index to follow") { try found(cid, "seed").count == 2 }
            #expect(try found(ben, "spade") == [5])
            #expect(try found(logIn(server, "ada", 1), "seed").isEmpty)

            // Who made a room owns it, as long as he is in it; an owner of the server where there is none.
            #expect(try ben.ask("GET", "/v1/rooms/2").room?.role == "owner")
            #expect(try cid.ask("GET", "/v1/rooms/2").room?.role == "member")
            #expect(try cid.ask("GET", "/v1/rooms/3").room?.role == "member")
            let ada = try logIn(server, "ada", 1)
            #expect(try ada.ask("GET", "/v1/rooms/1").room?.role == "owner")
            #expect(try ben.call("DELETE", "/v1/rooms/2/members/me").code == "last_owner")
            try ben.ask("PUT", "/v1/rooms/2/owner", ["person": 3])
            try ben.ask("DELETE", "/v1/rooms/2/members/me")
            try ben.join(2)
            #expect(try ben.post("once more", to: 2).status == 200)

            // What became of it since holds, over a restart.
            #expect(try server.stop() == .code(0))
            try server.start()
            #expect(try cid.ask("GET", "/v1/rooms/2").room?.role == "owner")
            #expect(try ben.ask("GET", "/v1/rooms/2").room?.role == "member")
            try eventually("the index to follow") { try found(cid, "once").count == 1 }
            #expect(server.findings.isEmpty)
        }

        private func logIn(_ server: ServerProcess, _ name: String, _ id: Int) throws -> Person {
            let said = try server.logIn(name, Self.password).said
            return Person(server: server, id: id, username: name, token: try #require(said.token))
        }

        private func unread(_ person: Person) throws -> [Int: Int] {
            let rooms = try person.json("GET", "/v1/me/unread")["rooms"] as? [[String: Any]] ?? []
            return Dictionary(
                rooms.map { ($0["room"] as? Int ?? 0, $0["unread"] as? Int ?? -1) }, uniquingKeysWith: { $1 })
        }

        private func found(_ person: Person, _ word: String) throws -> [Int] {
            let hits = try person.json("GET", "/v1/search?q=\(word)")["hits"] as? [[String: Any]] ?? []
            return hits.compactMap { $0["seq"] as? Int }
        }
    }
}
