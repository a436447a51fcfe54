import Deflate
import Foundation
import HTTPWire
import Testing

extension WholeServer {
    @Suite("The page's files")
    struct PageDoorTests {
        /// The content of a gzip file with a plain header.
        private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
            try #require(bytes.starts(with: [0x1F, 0x8B, 8, 0]))
            let inflater = Inflater()
            // The zero begins the empty block that ends a message of a WebSocket.
            let content = try (bytes.dropFirst(10).dropLast(8) + [0]).withUnsafeBytes {
                Array(try inflater.inflate($0, limit: 1 << 24))
            }
            return withExtendedLifetime(inflater) { content }
        }

        @Test("Each comes as it is or as gzip, is confirmed by its tag, and HEAD tells the same")
        func forms() throws {
            try withServer { server in
                for path in ["/", "/index.html", "/app/main.js", "/vendor/emoji-test.txt", "/vendor/LICENSES.txt"] {
                    let plain = try server.http.call("GET", path)
                    let accepts = [("Accept-Encoding", "gzip, deflate")]
                    let packed = try server.http.call("GET", path, fields: accepts)
                    #expect(plain.status == 200 && packed.status == 200, "\(path)")
                    #expect(packed.headers["content-encoding"] == "gzip")
                    #expect(try unpacked(packed.body) == plain.body)
                    let head = try server.http.call("HEAD", path, fields: accepts)
                    #expect(head.headers["content-length"] == "\(packed.body.count)")
                    #expect(head.headers["etag"] == packed.headers["etag"])
                    let tag = try #require(packed.headers["etag"])
                    let again = try server.http.call("GET", path, fields: accepts + [("If-None-Match", tag)])
                    #expect(again.status == 304 && again.body.isEmpty)
                }
            }
        }

        @Test("Many who ask for the same file at once all get it")
        func firstUse() throws {
            try withServer { server in
                let path = "/vendor/highlight.js"
                let sockets = try (0..<20).map { _ in try RawSocket(port: server.port) }
                for socket in sockets {
                    try socket.write("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n")
                }
                let answers = try sockets.map { socket in
                    var answers = AnswerReader(socket)
                    return try answers.next()
                }
                #expect(answers.allSatisfy { $0.status == 200 })
                #expect(Set(answers.map(\.body)).count == 1)
            }
        }

        @Test("A folder goes before the program's files, but has no libraries")
        func webRoot() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try Data("first".utf8).write(to: folder.appending(path: "index.html"))
            try withServer("--web-root", folder.path) { server in
                #expect(try server.http.call("GET", "/").body == Array("first".utf8))
                try Data("second".utf8).write(to: folder.appending(path: "index.html"))
                #expect(try server.http.call("GET", "/").body == Array("second".utf8))
                #expect(try server.http.call("GET", "/app/main.js").status == 404)
                #expect(try server.http.call("GET", "/vendor/katex.js").status == 200)
            }
        }

        @Test("The page may show pictures that it made, talk to its server and run its worker, and nothing else")
        func policy() throws {
            try withServer { server in
                let policy = try server.http.call("GET", "/").headers["content-security-policy"] ?? ""
                for rule in [
                    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
                    "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
                ] {
                    #expect(policy.components(separatedBy: "; ").contains(rule))
                }
                #expect(!policy.contains("unsafe"))
            }
        }
    }
}
