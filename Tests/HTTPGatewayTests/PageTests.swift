import Foundation
import HTTPWire
import Testing

@testable import HTTPGateway

@Suite("Files of the page")
struct PageTests {
    private let script = Page(path: "app/main.js", bytes: Array(String(repeating: "let a = 1;\n", count: 100).utf8))

    private func ask(
        _ page: Page, _ method: HTTPMethod = .get, accepts: String? = nil, has tag: String? = nil
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        if let accepts { headers.set("Accept-Encoding", accepts) }
        if let tag { headers.set("If-None-Match", tag) }
        return page.answer(
            HTTPRequest(method: method, target: HTTPTarget(path: "/"), version: .http11, headers: headers))
    }

    @Test("Who takes gzip gets it, with a tag of its own; everybody else gets the file as it is")
    func codings() throws {
        let (plain, packed) = (ask(script), ask(script, accepts: "br, gzip"))
        #expect(plain.headers["content-encoding"] == nil)
        #expect(packed.headers["content-encoding"] == "gzip")
        #expect(ask(script, accepts: "gzip;q=0").headers["content-encoding"] == nil)
        #expect(ask(script, accepts: "*").headers["content-encoding"] == "gzip")
        #expect(packed.body.starts(with: [0x1F, 0x8B]) && packed.body.count < plain.body.count / 4)
        for answer in [plain, packed] {
            #expect(answer.headers["vary"] == "Accept-Encoding")
            #expect(answer.headers["cache-control"] == "no-cache")
            #expect(answer.headers["content-type"] == "text/javascript; charset=utf-8")
        }
        let tags = [plain, packed].compactMap { $0.headers["etag"] }
        #expect(Set(tags).count == 2)
        #expect(tags.allSatisfy { !$0.hasPrefix("W/") })
    }

    @Test("Who has this very form is answered 304, who has the other one is not")
    func unchanged() throws {
        let plain = try #require(ask(script).headers["etag"])
        let packed = try #require(ask(script, accepts: "gzip").headers["etag"])
        let same = ask(script, accepts: "gzip", has: packed)
        #expect(same.status == 304 && same.body.isEmpty)
        #expect(same.headers["etag"] == packed)
        #expect(same.headers["vary"] == "Accept-Encoding")
        #expect(same.headers["content-encoding"] == nil)
        #expect(ask(script, has: plain).status == 304)
        #expect(ask(script, accepts: "gzip", has: plain).status == 200)
        #expect(ask(script, has: packed).status == 200)
        #expect(ask(script, .head, has: plain).status == 304)
    }

    @Test("What would not get smaller is sent as it is")
    func incompressible() {
        for page in [
            Page(path: "a.png", bytes: [UInt8](repeating: 0, count: 1_000)), Page(path: "a.js", bytes: [0x61]),
        ] {
            let answer = ask(page, accepts: "gzip")
            #expect(answer.headers["content-encoding"] == nil && answer.headers["vary"] == nil)
        }
    }

    @Test("Only GET and HEAD")
    func methods() {
        #expect(ask(script, .post).status == 405)
        #expect(ask(script, .post).headers["allow"] == "GET, HEAD")
    }

    @Test(
        "A file's ending says what it is",
        arguments: [
            ("index.html", "text/html; charset=utf-8"), ("manifest.webmanifest", "application/manifest+json"),
            ("icon.svg", "image/svg+xml"), ("icon.png", "image/png"), ("favicon.ico", "image/vnd.microsoft.icon"),
            ("emoji-test.txt", "text/plain; charset=utf-8"), ("a.json", "application/json"),
            ("a", "application/octet-stream"),
        ])
    func types(path: String, contentType: String) {
        #expect(ask(Page(path: path, bytes: [0x61])).headers["content-type"] == contentType)
    }

    @Test("The program has the page and the libraries with their licences")
    func embedded() {
        for path in [
            "/index.html", "/vendor/markdown-it.js", "/vendor/highlight.js", "/vendor/katex.js",
            "/vendor/emoji-test.txt", "/vendor/LICENSES.txt",
        ] {
            #expect(EmbeddedPage.all[path] != nil, "\(path)")
        }
        #expect(EmbeddedPage.all.keys.allSatisfy { !$0.contains("/tests/") && $0 != "/package.json" })
    }

    @Test("Comments that have lines of their own stay here, and every other line keeps its number")
    func comments() {
        let script = """
            // What this is.
            import a from "./a.js"; // stays

            /** One line. */
            export const b = "// no comment";
              /**
               * Several
               */
              const c = /** within */ 3;
            /** before */ const d = 4;
            """
        let kept = """


            import a from "./a.js"; // stays


            export const b = "// no comment";



              const c = /** within */ 3;
            /** before */ const d = 4;
            """
        #expect(String(decoding: ScriptComments.removed(from: Array(script.utf8)), as: UTF8.self) == kept.dropFirst())
        #expect(ScriptComments.removed(from: []).isEmpty)
    }
}
