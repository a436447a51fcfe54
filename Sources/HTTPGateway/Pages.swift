import FoundationEssentials
import HTTPWire

/// The browser client's files, out of the binary or, while one works on it, from a directory.
struct Pages {
    /// Read at each request in place of the binary's files; libraries come from the binary all the same.
    let webRoot: String?

    /// - Parameter segments: of the path, decoded; none is `.` or `..` or has a slash in it.
    func answer(_ exchange: Exchange, _ segments: [String]) {
        let path = segments.joined(separator: "/")
        let file = path.isEmpty ? "index.html" : path
        if let webRoot, segments.first != "vendor" {
            guard let data = try? Data(contentsOf: URL(filePath: "\(webRoot)/\(file)")) else {
                return exchange.answer(Self.nothing)
            }
            return exchange.answer(Page(path: file, bytes: Array(data)).answer(exchange.request))
        }
        guard let embedded = EmbeddedPage.all["/" + file] else { return exchange.answer(Self.nothing) }
        embedded.page(exchange.reply { exchange, page in exchange.answer(page.answer(exchange.request)) })
    }

    private static let nothing = HTTPResponse(
        status: 404, headers: ["Content-Type": "text/plain; charset=utf-8"],
        body: Array("There is nothing here. The page is at /.\n".utf8))
}
