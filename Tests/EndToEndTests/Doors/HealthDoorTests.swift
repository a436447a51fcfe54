import Foundation
import Testing

extension WholeServer {
    @Suite("The server's health")
    struct HealthDoorTests {
        private func health(_ person: Person) throws -> [String: Any] { try person.json("GET", "/v1/server/health") }

        private func checks(_ health: [String: Any]) -> [String: [String: Any]] {
            let list = health["checks"] as? [[String: Any]] ?? []
            return Dictionary(list.map { ($0["name"] as? String ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        }

        @Test("It counts what is there, and all is well on a machine that is")
        func figures() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let before = try health(ada)
                for number in 0..<5 { _ = try ada.post("\(number)", to: 1) }
                _ = try server.register("ben")
                let after = try health(ada)
                func figure(_ name: String, _ health: [String: Any]) throws -> Int {
                    try #require(health[name] as? Int, "\(name)")
                }
                #expect(try figure("messages", after) == figure("messages", before) + 5)
                #expect(try figure("accounts", after) == 2)
                #expect(try figure("rooms", after) == 1)
                #expect(try figure("open_reports", after) == 0)
                for name in [
                    "store_bytes", "index_bytes", "disk_free_bytes", "memory_bytes", "open_files", "started_at",
                ] {
                    #expect(try figure(name, after) > 0, "\(name)")
                }
                #expect(try figure("open_files_limit", after) > figure("open_files", after))
                #expect(Set(checks(after).keys) == ["disk", "log file", "files", "open files", "clock", "search"])
                for name in ["log file", "files", "clock", "search"] {
                    #expect(checks(after)[name]?["status"] as? String == "ok", "\(name)")
                }
            }
        }

        @Test("What the machine cannot bear is a warning with what to do")
        func warning() throws {
            try withServer("--max-connections", "1000000") { server in
                let check = try #require(checks(try health(server.owner("ada")))["open files"])
                #expect(check["status"] as? String == "warning")
                #expect((check["advice"] as? String)?.contains("1000128") == true)
            }
        }

        @Test("A file that others can read is a problem, told as long as it is so")
        func files() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let store = "\(server.data)/roost.db"
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store)
                let check = try #require(checks(try health(ada))["files"])
                #expect(check["status"] as? String == "problem")
                #expect((check["finding"] as? String)?.contains("roost.db") == true)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store)
                #expect(checks(try health(ada))["files"]?["status"] as? String == "ok")
            }
        }
    }
}
