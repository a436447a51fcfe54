import Deflate
import HTTPWire

/// One file of the browser client, ready to be sent: as it is and, where that is shorter, compressed.
struct Page: Sendable {
    private let contentType: String
    private let plain: Form
    private let packed: Form?

    /// A representation, with a strong tag of its own.
    private struct Form: Sendable {
        let bytes: [UInt8]
        let tag: EntityTag?
    }

    /// Compresses, which takes 40 ms for a megabyte.
    /// - Parameter path: its ending says what it is.
    init(path: String, bytes: [UInt8]) {
        let (contentType, isText) = Self.kind(of: path)
        self.contentType = contentType
        let tag = EntityTag(of: bytes)
        plain = Form(bytes: bytes, tag: tag)
        if isText, let packed = Gzip.compress(bytes), packed.count < bytes.count {
            self.packed = Form(bytes: packed, tag: tag.flatMap { EntityTag($0.opaque + "-gzip") })
        } else {
            packed = nil
        }
    }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == .get || request.method == .head else {
            return HTTPResponse(status: 405, headers: ["Allow": "GET, HEAD"])
        }
        // Asked for again each time, and answered in a few bytes while it is unchanged.
        var headers: HTTPHeaders = ["Cache-Control": "no-cache"]
        var form = plain
        if let packed {
            headers.set("Vary", "Accept-Encoding")
            if let coding = ContentCoding.choose(for: request.headers, offered: ["gzip"]) {
                form = packed
                headers.set("Content-Encoding", coding)
            }
        }
        if let tag = form.tag {
            headers.set("ETag", tag.headerValue)
            if tag.isMatched(byIfNoneMatch: request.headers) {
                headers.remove("Content-Encoding")
                return HTTPResponse(status: 304, headers: headers)
            }
        }
        headers.set("Content-Type", contentType)
        return HTTPResponse(status: 200, headers: headers, body: form.bytes)
    }

    private static func kind(of path: String) -> (contentType: String, isText: Bool) {
        switch path.split(separator: ".").last {
        case "html": ("text/html; charset=utf-8", true)
        case "css": ("text/css; charset=utf-8", true)
        case "js": ("text/javascript; charset=utf-8", true)
        case "txt": ("text/plain; charset=utf-8", true)
        case "json": ("application/json", true)
        case "webmanifest": ("application/manifest+json", true)
        case "svg": ("image/svg+xml", true)
        case "png": ("image/png", false)
        case "ico": ("image/vnd.microsoft.icon", false)
        default: ("application/octet-stream", false)
        }
    }
}
