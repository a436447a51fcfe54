import HTTPWire

/// What every answer says to browsers about what they may do with it.
enum SecurityHeaders {
    /// The page's own files and nothing else: no inline script or style, no frames, no plug-ins.
    private static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// - Parameter destination: what a browser says it fetches for (Fetch Metadata: `Sec-Fetch-Dest`). What is a part of a page
    ///   is bound by that page's policy, and the half kilobyte would come again with each of its hundred files. Workers,
    ///   frames, documents and whoever does not say get everything.
    static func add(to headers: inout HTTPHeaders, isSecure: Bool, destination: String? = nil) {
        headers.set("X-Content-Type-Options", "nosniff")
        headers.set("Cross-Origin-Resource-Policy", "same-origin")
        if let destination, ["script", "style", "image", "font", "manifest"].contains(destination) { return }
        headers.set("Content-Security-Policy", contentPolicy)
        headers.set("X-Frame-Options", "DENY")
        headers.set("Referrer-Policy", "no-referrer")
        headers.set("Cross-Origin-Opener-Policy", "same-origin")
        if isSecure { headers.set("Strict-Transport-Security", "max-age=31536000") }
    }
}
