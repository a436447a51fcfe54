// modules: HTTPWire
import HTTPWire

/// The input is the value of every header that has a parser of its own, and a target to decode.
enum HTTPFieldsTarget {
    static func check(_ input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        let headers = HTTPHeaders([
            .init("Cookie", text), .init("If-None-Match", text), .init("Accept-Encoding", text),
            .init("Connection", text),
        ])
        _ = headers.contains(token: "close", in: "connection")
        _ = EntityTag("v1")?.isMatched(byIfNoneMatch: headers)
        if let coding = ContentCoding.choose(for: headers, offered: ["br", "gzip"]), coding != "br", coding != "gzip" {
            return "chose \(coding), which was not offered"
        }
        for pair in HTTPCookies(headers).pairs {
            guard (try? SetCookie(pair.name, pair.value).headerValue()) != nil || pair.name.hasPrefix("__") else {
                return "cookie \(pair) was read and can't be set"
            }
        }
        if let fault = response(text) { return fault }
        return target(text)
    }

    /// Whatever a header is made of, the response has as many lines as were meant.
    private static func response(_ text: String) -> String? {
        var bytes: [UInt8] = []
        let response = HTTPResponse(status: 200, headers: HTTPHeaders([.init("X-A", text), .init(text, "b")]))
        do throws(HTTPSerializationError) {
            try response.serialize(into: &bytes, method: .get, keepAlive: true, date: nil)
        } catch {
            return bytes.isEmpty ? nil : "refused to write and wrote"
        }
        let lines = bytes.count { $0 == UInt8(ascii: "\n") }
        return lines == 6 ? nil : "\(lines) lines instead of 6"
    }

    private static func target(_ text: String) -> String? {
        let target = HTTPTarget(path: "/" + text, query: text)
        _ = try? target.queryItems()
        guard let segments = try? target.pathSegments() else { return nil }
        let unsafe = segments.contains { $0 == ".." || $0 == "." || $0.utf8.contains(0x2F) || $0.utf8.contains(0) }
        return unsafe ? "segments \(segments) climb" : nil
    }
}
