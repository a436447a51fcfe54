/// The bounds within which a message is read. What is past one of them is refused, never cut short.
public struct HTTPLimits: Sendable, Hashable {
    /// Bytes of the request line (or status line) without its line end.
    public var requestLineBytes: Int
    /// Bytes of all field lines with their line ends. Trailers count towards it too.
    public var headerBytes: Int
    /// Number of field lines. Trailers count towards it too.
    public var headerCount: Int
    /// Bytes of the body after chunks are put together.
    public var bodyBytes: Int
    /// Bytes of the body where it may be longer, by the path of the target as it is written.
    public var largerBodies: [String: Int] = [:]
    /// Bytes of chunk extensions in one body, separators included.
    public var chunkExtensionBytes: Int
    /// Empty lines that are passed over before a request line (RFC 9112, 2.2).
    public var leadingEmptyLines: Int
    /// 1xx responses that a client passes over before the final one.
    public var interimResponses: Int

    public init(
        requestLineBytes: Int = 8 * 1024,
        headerBytes: Int = 32 * 1024,
        headerCount: Int = 100,
        bodyBytes: Int = 1024 * 1024,
        chunkExtensionBytes: Int = 1024,
        leadingEmptyLines: Int = 1,
        interimResponses: Int = 8
    ) {
        self.requestLineBytes = requestLineBytes
        self.headerBytes = headerBytes
        self.headerCount = headerCount
        self.bodyBytes = bodyBytes
        self.chunkExtensionBytes = chunkExtensionBytes
        self.leadingEmptyLines = leadingEmptyLines
        self.interimResponses = interimResponses
    }
}
