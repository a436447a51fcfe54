extension HTTPResponse {
    /// Appends the whole response.
    ///
    /// Content-Length is always written and always right; a response to HEAD has the length without the body; 1xx, 204
    /// and 304 have neither. Connection is written unless `headers` has one, as it must in a 101.
    /// - Parameters:
    ///   - method: of the request that is answered.
    ///   - keepAlive: whether the connection stays open afterwards.
    ///   - date: the value of Date, from `HTTPDate`; nil leaves it out.
    /// - Throws: if a header could not be read back as it is. `out` is then as it was.
    public func serialize(
        into out: inout [UInt8], method: HTTPMethod, keepAlive: Bool, date: String?
    ) throws(HTTPSerializationError) {
        try serializeHead(
            into: &out, contentLength: body.count, method: method, keepAlive: keepAlive, date: date)
        if method != .head, !Self.isBodiless(status) { out.append(contentsOf: body) }
    }

    /// Appends the head alone, for a body of `contentLength` bytes that the caller sends from elsewhere.
    /// See `serialize(into:method:keepAlive:date:)`.
    public func serializeHead(
        into out: inout [UInt8], contentLength: Int, method: HTTPMethod, keepAlive: Bool, date: String?
    ) throws(HTTPSerializationError) {
        guard (100...999).contains(status) else { throw .invalidStatus(status) }
        try headers.checkWritable(reserved: ["Content-Length", "Transfer-Encoding", "Date"])
        if let date, !HTTPGrammar.isWritableValue(date) { throw .invalidHeaderValue(name: "Date") }
        out.append(text: "HTTP/1.1 \(status) \(Self.reasonPhrase(status))\r\n")
        if let date { out.append(field: "Date", date) }
        if !Self.isBodiless(status) { out.append(field: "Content-Length", String(contentLength)) }
        if headers["connection"] == nil {
            // Written in both cases: a client of HTTP/1.0 keeps the connection only if it is told so.
            out.append(field: "Connection", keepAlive ? "keep-alive" : "close")
        }
        headers.append(to: &out)
    }
}
