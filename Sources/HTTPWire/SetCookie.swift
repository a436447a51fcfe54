/// A Set-Cookie header (RFC 6265, 4.1). The defaults are the safe ones.
public struct SetCookie: Sendable, Hashable {
    public enum SameSite: String, Sendable, Hashable {
        case strict = "Strict"
        case lax = "Lax"
        /// Browsers take it only together with Secure.
        case none = "None"
    }

    /// Why there is no header to write.
    public enum Failure: Error, Sendable, Hashable {
        case invalidName, invalidValue, invalidPath
        /// `__Host-` and `__Secure-` names promise attributes that are missing, or SameSite=None stands without Secure.
        case brokenPromise
    }

    public var name: String
    public var value: String
    public var path = "/"
    /// Seconds. Nil: until the browser closes. Zero deletes the cookie.
    public var maxAge: Int?
    public var isSecure = true
    public var isHTTPOnly = true
    public var sameSite = SameSite.lax

    public init(_ name: String, _ value: String, maxAge: Int? = nil) {
        self.name = name
        self.value = value
        self.maxAge = maxAge
    }

    public func headerValue() throws(Failure) -> String {
        guard HTTPGrammar.isToken(name) else { throw .invalidName }
        guard value.utf8.allSatisfy(HTTPCookies.isCookieOctet) else { throw .invalidValue }
        guard path.utf8.first == UInt8(ascii: "/"),
            path.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ";") }),
            path.utf8.last != HTTPGrammar.space
        else { throw .invalidPath }
        let promisesHost = Self.begins(name, "__host-")
        let needsSecure = promisesHost || Self.begins(name, "__secure-") || sameSite == .none
        guard isSecure || !needsSecure, path == "/" || !promisesHost else { throw .brokenPromise }
        var text = "\(name)=\(value); Path=\(path)"
        if let maxAge { text += "; Max-Age=\(max(0, maxAge))" }
        if isSecure { text += "; Secure" }
        if isHTTPOnly { text += "; HttpOnly" }
        return text + "; SameSite=\(sameSite.rawValue)"
    }

    /// Browsers compare these prefixes without regard to case.
    private static func begins(_ name: String, _ prefix: String) -> Bool {
        HTTPGrammar.equalIgnoringCase(String(name.prefix(prefix.count)), prefix)
    }
}
