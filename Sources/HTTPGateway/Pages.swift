import CWebAssets
import ChatDomain
import FoundationEssentials
import HTTPWire

/// The browser client's files, out of the binary or, while one works on it, from a directory.
///
/// They are always asked for again (`no-cache`), and answered with 304 while they are the same: so a page never runs
/// with scripts of another version.
struct Pages {
    let webRoot: String?

    private struct File: Sendable {
        let contentType: String
        let bytes: [UInt8]
        let tag: EntityTag?

        init(contentType: String, bytes: [UInt8]) {
            self.contentType = contentType
            self.bytes = bytes
            // FNV-1a. Not against anyone's will: the files are our own.
            let digest = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            tag = EntityTag(String(digest, radix: 16))
        }
    }

    /// The files in the binary, by path.
    private static let embedded: [String: File] = {
        var count = 0
        let assets = UnsafeBufferPointer(start: roost_web_assets(&count), count: count)
        let files = assets.map { asset in
            let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length))
            return (String(cString: asset.path), File(contentType: String(cString: asset.content_type), bytes: bytes))
        }
        return Dictionary(files, uniquingKeysWith: { first, _ in first })
    }()

    /// - Parameter segments: of the path; none of them climbs.
    func answer(_ request: HTTPRequest, _ segments: [String]) -> HTTPResponse {
        guard let file = file(segments) else {
            return Exchange.response(to: Refusal(.notFound, "There is nothing at this path."))
        }
        guard request.method == .get || request.method == .head else {
            var response = Exchange.response(to: Refusal(.methodNotAllowed, "This path takes GET, HEAD only."))
            response.headers.set("Allow", "GET, HEAD")
            return response
        }
        var headers: HTTPHeaders = ["Cache-Control": "no-cache"]
        if let tag = file.tag {
            headers.set("ETag", tag.headerValue)
            if tag.isMatched(byIfNoneMatch: request.headers) { return HTTPResponse(status: 304, headers: headers) }
        }
        headers.set("Content-Type", file.contentType)
        return HTTPResponse(status: 200, headers: headers, body: file.bytes)
    }

    private func file(_ segments: [String]) -> File? {
        let path = "/" + segments.joined(separator: "/")
        guard let webRoot else { return Self.embedded[path] }
        let relative = path == "/" ? "/index.html" : path
        // The same types, and nothing that begins with a dot.
        guard let contentType = Self.contentType(of: relative), !segments.contains(where: { $0.hasPrefix(".") }),
            let content = try? Data(contentsOf: URL(filePath: webRoot + relative))
        else { return nil }
        return File(contentType: contentType, bytes: Array(content))
    }

    /// Of a file that is like one in the binary.
    private static func contentType(of path: String) -> String? {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        let ending = path[dot...]
        if ending == ".html" { return embedded["/"]?.contentType }
        return embedded.first { $0.key.hasSuffix(ending) }?.value.contentType
    }
}
