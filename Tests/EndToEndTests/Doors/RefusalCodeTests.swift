import Foundation
import Testing

extension WholeServer {
    /// No code is documented that nobody ever gets, and none is given that is not documented.
    @Suite("Every error code")
    struct RefusalCodeTests {
        /// Those that need a disk that fails or waits: ``faults()`` provokes them.
        private static let byFaults: Set = ["internal_fault", "outcome_unknown", "shutting_down"]

        private var listed: Set<String> { Set(Provocation.all.map(\.code)).union(Self.byFaults) }

        @Test("Every code of the interface and of the document has a row, and the document has every code once")
        func complete() throws {
            try withServer { server in
                let answer = try server.http.call("GET", "/v1/openapi.json")
                let document = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
                let components = document?["components"] as? [String: Any]
                let schemas = try #require(components?["schemas"] as? [String: Any])
                let codes = Self.codes(in: schemas["Refusal"] ?? [:])
                #expect(!codes.isEmpty)
                #expect(codes.subtracting(listed).sorted() == [], "codes of the interface without a row")
            }
            let page = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../docs/protocol/errors.md").standardizedFileURL
            let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
                line.firstMatch(of: /^\| `([a-z_]+)` \| \d/).map { String($0.1) }
            }
            #expect(rows.count == Set(rows).count, "a code stands twice: \(rows)")
            #expect(Set(rows).symmetricDifference(listed).sorted() == [], "codes of the document and the rows")
        }

        /// The strings of an enumeration, wherever in the schema it is.
        private static func codes(in schema: Any) -> Set<String> {
            if let list = schema as? [Any] { return list.reduce(into: []) { $0.formUnion(codes(in: $1)) } }
            guard let object = schema as? [String: Any] else { return [] }
            if let names = object["enum"] as? [String] { return Set(names) }
            return codes(in: Array(object.values))
        }

        @Test("Each code is given for what the document says, with its status, through its door")
        func provoked() throws {
            let server = try ServerProcess(settings: ProvokedServer.settings)
            try server.start()
            let world = try ProvokedServer(server)
            for provocation in Provocation.all {
                #expect(
                    try provocation.provoke(world) == provocation.code,
                    "\(provocation.code) at the door \(provocation.door)")
            }
            #expect(server.findings.isEmpty)
        }

        @Test(
            "A disk that fails gives outcome_unknown to who writes and internal_fault to who reads, and a server that stops says shutting_down",
            CommitFailureTests.mayInject)
        func faults() throws {
            try withServer("--log-level", "debug") { server in
                let ada = try server.owner("ada")
                for number in 0..<300 { _ = try ada.post("\(number) \(String(repeating: "x", count: 4_000))", to: 1) }
                let writing = try FaultInjector(server.pid, "fdatasync,fsync", "error=EIO")
                #expect(try ada.post("lost", to: 1).code == "outcome_unknown")
                try writing.stop()
                try eventually("the server to read its store again") { server.log.contains("reloaded from the store") }
                // More than its cache holds has to come from the file.
                #expect(try server.stop() == .code(0))
                try server.start()
                let reading = try FaultInjector(server.pid, "pread64", "error=EIO")
                #expect(try ada.call("GET", "/v1/rooms/1/events?after=0&limit=200").code == "internal_fault")
                try reading.stop()
                #expect(try ada.call("GET", "/v1/rooms/1/events?after=0&limit=200").status == 200)

                // Its last commit takes its time. Who waits in line behind it is told.
                let waiting = try FaultInjector(server.pid, "fdatasync,fsync", "delay_enter=3000000")
                let asking = try (0..<3).map { number in
                    let socket = try RawSocket(port: server.port)
                    let body = #"{"handle":"late\#(number)"}"#
                    try socket.write(
                        "POST /v1/rooms HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(ada.token)\r\n"
                            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                    return socket
                }
                try eventually("the requests to be there") {
                    server.log.split(separator: "\n").count { $0.contains("method=POST path=/v1/rooms ") } >= 3
                }
                _ = try ada.call("GET", "/v1/rooms")
                server.signal(SIGTERM)
                let codes = asking.map { socket in
                    var answers = AnswerReader(socket)
                    do { return try answers.next().code ?? "done" } catch { return "\(error)" }
                }
                #expect(codes.contains("done"), "who was first is told: \(codes)")
                #expect(codes.contains("shutting_down"), "\(codes)")
                try waiting.stop()
                #expect(try server.wait() == .code(0))
            }
        }
    }
}
