import Foundation
import Testing

extension ServerProcess {
    /// Runs a part of the program on the server's folder, to its end.
    func run(_ words: String...) throws -> Run {
        let log = folder + "/run-\(UUID().uuidString)"
        let process = try ChildProcess(Self.program, words + ["--data", data], log: log)
        let exit = try process.wait()
        return Run(
            exit: exit, output: try process.output { _ in true },
            complaints: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }
}

extension WholeServer {
    @Suite("Backup, restore and doctor (promises 1, 2 and 4)")
    struct BackupTests {
        /// Sends until it is told to stop, and keeps what was acknowledged.
        private final class Sender: @unchecked Sendable {
            private let live: LiveProbe
            /// Texts by their place in the log.
            private(set) var acknowledged: [Int: String] = [:]
            private var sent = 0

            init(_ person: Person) throws { live = try person.follow() }

            /// One burst, and all its acknowledgements.
            func burst(_ count: Int) throws {
                var texts: [Int: String] = [:]
                for _ in 0..<count {
                    sent += 1
                    let id = live.nextID()
                    texts[id] = "message \(sent)"
                    live.queue(LiveProbe.send("message \(sent)", to: Person.firstRoom, id: id, key: Key.next()))
                }
                try live.flush()
                for _ in 0..<count {
                    let ack = try live.skip(to: "ack").found
                    if let id = ack.id, let seq = ack.seq { acknowledged[seq] = texts[id] }
                }
            }
        }

        @Test(
            "A backup of a server under load has every message acknowledged before it, in order; what is restored from it goes on under another epoch, and cursors of before get a gap that says so"
        )
        func underLoad() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let ben = try server.register("ben")
                let sender = try Sender(ada)
                for _ in 0..<40 { try sender.burst(50) }
                let before = sender.acknowledged
                let epoch = try #require(try ben.live().expect("welcome").epoch)

                // The backup runs while the sends go on.
                let file = server.folder + "/backup.db"
                let process = try ChildProcess(
                    ServerProcess.program, ["backup", file, "--data", server.data], log: server.folder + "/backup-log")
                var bursts = 0
                while !FileManager.default.fileExists(atPath: file), bursts < 2_000 {
                    try sender.burst(20)
                    bursts += 1
                }
                #expect(try process.wait() == .code(0))
                #expect(bursts > 0)
                try sender.burst(20)
                let whole = try ada.history(of: Person.firstRoom)

                let refused = try server.run("restore", file, "--yes")
                #expect(refused.exit == .code(1))
                #expect(refused.complaints.contains("A server is running"))
                #expect(try server.stop() == .code(0))
                let unasked = try server.run("restore", file)
                #expect(unasked.exit == .code(2))
                let restored = try server.run("restore", file, "--yes")
                #expect(restored.exit == .code(0), "\(restored.complaints)")
                #expect(restored.output.contains("roost-replaced-"))

                try server.start()
                let log = try ada.history(of: Person.firstRoom)
                #expect(log.count < whole.count)
                #expect(log == Array(whole.prefix(log.count)))
                for (seq, text) in before {
                    guard seq <= log.count, log[seq - 1].text == text else {
                        Issue.record("\(seq) is lost")
                        break
                    }
                }
                // The session of before still stands; the cursor does not.
                let live = try ben.live()
                let welcome = try live.expect("welcome")
                #expect(welcome.epoch != epoch)
                try live.subscribe(Person.firstRoom, after: 10, epoch: epoch)
                let gap = try live.expect("gap")
                #expect(gap.reason == "epoch")
                #expect(gap.snapshot?.head == log.count)
                _ = try ada.post("and on it goes", to: Person.firstRoom)
                #expect(try live.skip(to: "event").found.seq == log.count + 1)
            }
        }

        @Test("The doctor finds a running server and its store well, and says what is wrong with others")
        func doctor() throws {
            try withServer { server in
                _ = try server.owner("ada")
                let well = try server.run("doctor", "--server", "http://127.0.0.1:\(server.port)")
                #expect(well.exit == .code(0), "\(well.output)")
                #expect(well.output.contains("answers at http://127.0.0.1:\(server.port)"))
                #expect(!well.output.contains("problem"))
                // Where nothing listens; the port is the server's own after it has stopped.
                let port = server.port
                try server.stop()
                let stopped = try server.run("doctor", "--server", "http://127.0.0.1:\(port)")
                #expect(stopped.exit == .code(0), "\(stopped.output)")
                #expect(stopped.output.contains("none is running"))

                chmod(server.data, 0o755)
                let open = try server.run("doctor", "--json", "--server", "http://127.0.0.1:\(port)")
                #expect(open.exit == .code(1))
                let report = try JSONDecoder().decode(Report.self, from: Data(open.output.utf8))
                #expect(!report.ok)
                #expect(report.checks.filter { $0.status == "problem" }.map(\.name) == ["files"])
                chmod(server.data, 0o700)
                try Data(repeating: 7, count: 8_192).write(to: URL(filePath: server.data + "/roost.db"))
                #expect(try server.run("doctor", "--server", "http://127.0.0.1:\(port)").exit == .code(1))
            }
        }

        private struct Report: Decodable {
            struct Check: Decodable {
                let name: String
                let status: String
                let advice: String?
            }

            let ok: Bool
            let checks: [Check]
        }
    }
}
