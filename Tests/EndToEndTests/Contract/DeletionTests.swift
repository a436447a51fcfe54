import Foundation
import Testing

extension WholeServer {
    @Suite("Deleting a message")
    struct DeletionTests {
        @Test(
            "The text of a deleted message, and of its edits, is gone at once from whatever anybody reads, and soon from every byte of the data directory"
        )
        func gone() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try ada.createRoom("council")
                try ben.join(room)
                let live = try ben.live()
                let epoch = try live.expect("welcome").epoch
                try live.subscribe(room, after: 0, epoch: epoch)
                try live.skip(to: "caught_up")

                let secrets = ["Xylophone-\(UUID().uuidString)", "Quagmire-\(UUID().uuidString)"]
                let number = try #require(try ada.post(secrets[0], to: room).said.seq)
                let message = "/v1/rooms/\(room)/messages/\(number)"
                try ada.ask("PATCH", message, ["text": secrets[1]])
                try ben.ask("PUT", "/v1/rooms/\(room)/pins/\(number)")
                try ben.ask("PUT", "/v1/me/saved/\(room)/\(number)")
                for member in ["reply_to", "thread"] {
                    try ben.ask(
                        "POST", "/v1/rooms/\(room)/messages",
                        ["key": Key.next(), "text": "an answer", member: number])
                }
                // All of them show it until then.
                let paths = [
                    "/v1/rooms/\(room)/events?after=0", "/v1/rooms/\(room)/messages", message,
                    "/v1/rooms/\(room)/messages?thread=\(number)", message + "/history", "/v1/rooms/\(room)/pins",
                    "/v1/me/saved", "/v1/search?q=Xylophone", "/v1/search?q=Quagmire",
                ]
                try eventually("the edit to be found", within: .seconds(30)) {
                    try shows(secrets, try ben.call("GET", "/v1/search?q=Quagmire"))
                }
                let before = try paths.filter { try shows(secrets, try ben.call("GET", $0)) }
                #expect(before == paths.filter { !$0.contains("thread=") && !$0.contains("Xylophone") })
                // In the files, too, or looking into them would prove nothing.
                #expect(try secrets.allSatisfy { try !files(of: server, with: $0).isEmpty })

                try ada.ask("DELETE", message)
                for path in paths { #expect(try !shows(secrets, try ben.call("GET", path)), "\(path)") }
                // Who follows learns of it; who comes back with an old cursor never sees the text.
                let told = try live.skip(to: "event") { $0.kind == "deleted" }
                #expect(told.found.by?.id == ada.id)
                for after in 0..<(number + 1) {
                    let other = try ben.live()
                    try other.expect("welcome")
                    try other.subscribe(room, after: after, epoch: epoch)
                    let events = try other.skip(to: "caught_up").passed.compactMap(\.event)
                    #expect(!events.isEmpty)
                    #expect(events.allSatisfy { $0.text.map { !secrets.contains($0) } ?? true })
                }
                try eventually("the text to leave the files", within: .seconds(60)) {
                    try secrets.allSatisfy { try files(of: server, with: $0).isEmpty }
                }
                // Nor does it come back.
                try server.stop()
                try server.start()
                for path in paths { #expect(try !shows(secrets, try ben.call("GET", path)), "\(path)") }
                #expect(try secrets.allSatisfy { try files(of: server, with: $0).isEmpty })
            }
        }

        private func shows(_ secrets: [String], _ answer: Answer) throws -> Bool {
            let text = String(decoding: answer.body, as: UTF8.self)
            return secrets.contains { text.contains($0) }
        }

        /// The files of the data directory that have these bytes anywhere.
        private func files(of server: ServerProcess, with text: String) throws -> [String] {
            let wanted = Data(text.utf8)
            let paths = FileManager.default.enumerator(atPath: server.data)?.compactMap { $0 as? String } ?? []
            return paths.filter { path in
                guard let data = FileManager.default.contents(atPath: "\(server.data)/\(path)") else { return false }
                return data.range(of: wanted) != nil
            }
        }
    }
}
