/// Where a server is: a host and a port, spoken to in plain HTTP.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an IP address; IPv6 without its brackets.
    public let host: String
    public let port: UInt16

    /// The port that `roost serve` listens on when nothing else is said.
    public static let defaultPort: UInt16 = 5000

    /// What a person typed cannot be used; `message` says why.
    public struct Fault: Error, Equatable, Sendable {
        public let message: String
    }

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `http://host[:port][/]`, `host:port` or `host`. With `http://` the port is 80 when absent (RFC 9110,
    /// section 4.2.1), otherwise ``defaultPort``. An IPv6 address stands in brackets.
    public init(_ text: String) throws(Fault) {
        var rest = text[...]
        var absent = Self.defaultPort
        if let scheme = Self.takeScheme(from: &rest) {
            if scheme == "https" {
                throw Fault(
                    message: "https is not supported yet. Use http:// on a trusted network, or a tunnel such as ssh -L."
                )
            }
            guard scheme == "http" else {
                throw Fault(message: "\"\(scheme)\" is not a way to reach a Roost server; use http://HOST:PORT.")
            }
            absent = 80
        }
        if rest.hasSuffix("/") { rest.removeLast() }
        let (host, portText) = try Self.split(rest)
        guard Self.isHost(host) else {
            throw Fault(message: "\"\(text)\" is not a server's address; write http://HOST:PORT.")
        }
        var port = absent
        if let portText {
            guard let number = UInt16(portText), number > 0, portText.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { throw Fault(message: "\"\(portText)\" is not a port; it must be a number from 1 to 65535.") }
            port = number
        }
        self.init(host: host, port: port)
    }

    private static func takeScheme(from rest: inout Substring) -> String? {
        guard let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") else { return nil }
        let scheme = rest[..<colon].lowercased()
        rest = rest[rest.index(colon, offsetBy: 3)...]
        return scheme
    }

    private static func split(_ text: Substring) throws(Fault) -> (host: String, port: Substring?) {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { throw Fault(message: "The address lacks a \"]\".") }
            let host = String(text[text.index(after: text.startIndex)..<close])
            let after = text[text.index(after: close)...]
            if after.isEmpty { return (host, nil) }
            guard after.hasPrefix(":") else { throw Fault(message: "After \"]\" only :PORT may follow.") }
            return (host, after.dropFirst())
        }
        guard let colon = text.lastIndex(of: ":") else { return (String(text), nil) }
        guard text.firstIndex(of: ":") == colon else {
            throw Fault(message: "An IPv6 address stands in brackets: [\(text)]:PORT.")
        }
        return (String(text[..<colon]), text[text.index(after: colon)...])
    }

    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"): true
                default: false
                }
            }
    }

    /// `host:port`, as the Host field of a request has it.
    public var authority: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    public var description: String { "http://\(authority)" }

    /// The address as a part of a file's name.
    var fileName: String {
        String(host.map { $0 == ":" || $0 == "%" ? "-" : $0 }).lowercased() + "_\(port)"
    }
}
