import CWebAssets
import FoundationEssentials
import HTTPWire

/// The browser client's files, out of the binary or, while one works on it, from a directory.
struct Pages {
    private struct Page {
        let contentType: String
        let bytes: [UInt8]
        let tag: EntityTag?
    }

    private let pages: [String: Page]
    private let webRoot: String?

    /// - Parameter webRoot: a directory to be read at each request in place of the binary's files.
    init(webRoot: String?) {
        self.webRoot = webRoot
        var count = 0
        let assets = UnsafeBufferPointer(start: roost_web_assets(&count), count: count)
        let pages = assets.map { asset in
            let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length))
            return (String(cString: asset.path), Self.page(String(cString: asset.content_type), bytes))
        }
        self.pages = Dictionary(pages, uniquingKeysWith: { first, _ in first })
    }

    private static func page(_ contentType: String, _ bytes: [UInt8]) -> Page {
        Page(contentType: contentType, bytes: bytes, tag: EntityTag(of: bytes))
    }

    /// - Parameter segments: of the path, decoded; none is `.` or `..` or has a slash in it.
    func answer(_ request: HTTPRequest, _ segments: [String]) -> HTTPResponse {
        let path = "/" + segments.joined(separator: "/")
        guard let page = page(at: path) else {
            return HTTPResponse(
                status: 404, headers: ["Content-Type": "text/plain; charset=utf-8"],
                body: Array("There is nothing here. The page is at /.\n".utf8))
        }
        guard request.method == .get || request.method == .head else {
            return HTTPResponse(status: 405, headers: ["Allow": "GET, HEAD"])
        }
        // Asked for again each time, and answered in a few bytes while it is unchanged.
        var headers: HTTPHeaders = ["Cache-Control": "no-cache"]
        if let tag = page.tag {
            headers.set("ETag", tag.headerValue)
            if tag.isMatched(byIfNoneMatch: request.headers) { return HTTPResponse(status: 304, headers: headers) }
        }
        headers.set("Content-Type", page.contentType)
        return HTTPResponse(status: 200, headers: headers, body: page.bytes)
    }

    private func page(at path: String) -> Page? {
        guard let webRoot else { return pages[path] }
        let file = path == "/" ? "/index.html" : path
        guard let data = try? Data(contentsOf: URL(filePath: webRoot + file)) else { return nil }
        return Self.page(Self.contentType(of: file), Array(data))
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "json", "webmanifest": "application/json"
        default: "application/octet-stream"
        }
    }
}
