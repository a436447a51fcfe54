import HTTPWire

/// What every answer says to browsers about what they may do with it.
enum SecurityHeaders {
    /// The page's own files and nothing else: no inline script or style, no frames, no plug-ins.
    private static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    static func add(to headers: inout HTTPHeaders, isSecure: Bool) {
        headers.set("Content-Security-Policy", contentPolicy)
        headers.set("X-Content-Type-Options", "nosniff")
        headers.set("X-Frame-Options", "DENY")
        headers.set("Referrer-Policy", "no-referrer")
        headers.set("Cross-Origin-Opener-Policy", "same-origin")
        headers.set("Cross-Origin-Resource-Policy", "same-origin")
        if isSecure { headers.set("Strict-Transport-Security", "max-age=31536000") }
    }
}
