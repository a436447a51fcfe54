/// What a client sends before the body.
public struct HTTPRequestHead: Sendable, Hashable {
    public var method: HTTPMethod
    /// Path and query, escaped: `/rooms?limit=5`.
    public var target: String
    /// Host and optional port, for the Host header.
    public var host: String
    public var headers: HTTPHeaders

    public init(_ method: HTTPMethod, _ target: String, host: String, headers: HTTPHeaders = HTTPHeaders()) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
    }

    /// Appends the whole request. Host and Content-Length are written here; Connection stands only if `headers` has it.
    /// - Throws: if something could not be read back as it is. `out` is then as it was.
    public func serialize(into out: inout [UInt8], body: [UInt8] = []) throws(HTTPSerializationError) {
        guard HTTPGrammar.isToken(method.name) else { throw .invalidMethod(method.name) }
        guard HTTPAuthority.isValid(host) else { throw .invalidHost(host) }
        do throws(HTTPRefusal) {
            let bytes = Array(target.utf8)
            _ = try HTTPTarget(bytes.span, method: method)
        } catch {
            throw .invalidTarget(target)
        }
        try headers.checkWritable(reserved: ["Host", "Content-Length", "Transfer-Encoding"])
        out.append(text: "\(method.name) \(target) HTTP/1.1\r\n")
        out.append(field: "Host", host)
        if !body.isEmpty || expectsBody { out.append(field: "Content-Length", String(body.count)) }
        headers.append(to: &out)
        out.append(contentsOf: body)
    }

    /// RFC 9110, 8.6: methods that define a meaning for a body say so even if it is empty.
    private var expectsBody: Bool { method == .post || method == .put || method == .patch }
}
