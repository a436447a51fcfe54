/// `method SP target SP version` (RFC 9112, 3), exactly so.
struct RequestLine: Sendable {
    let method: HTTPMethod
    let target: HTTPTarget
    let version: HTTPVersion

    init(_ line: Span<UInt8>) throws(HTTPRefusal) {
        guard let first = line.firstIndex(of: HTTPGrammar.space),
            let second = line.firstIndex(of: HTTPGrammar.space, from: first + 1),
            line.firstIndex(of: HTTPGrammar.space, from: second + 1) == nil
        else { throw .requestLineMalformed }
        guard let name = line.text(0..<first), let method = HTTPMethod(name) else { throw .methodInvalid }
        // The version comes before the target, so that the preface of HTTP/2 hears about its version.
        version = try HTTPVersion(line.extracting((second + 1)..<line.count))
        target = try HTTPTarget(line.extracting((first + 1)..<second), method: method)
        self.method = method
    }
}
