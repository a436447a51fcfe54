import CLibUV
import Glibc

/// An IP address and a port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// In the usual notation. An IPv4 address that came in through an IPv6 socket is written as IPv4.
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    public var description: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }

    init?(_ storage: sockaddr_storage) {
        var storage = storage
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
        let port: UInt16? = withUnsafePointer(to: &storage) { storage in
            let raw = UnsafeRawPointer(storage)
            switch Int32(storage.pointee.ss_family) {
            case AF_INET:
                let address = raw.assumingMemoryBound(to: sockaddr_in.self)
                return uv_ip4_name(address, &text, text.count) == 0 ? address.pointee.sin_port : nil
            case AF_INET6:
                let address = raw.assumingMemoryBound(to: sockaddr_in6.self)
                return uv_ip6_name(address, &text, text.count) == 0 ? address.pointee.sin6_port : nil
            default: return nil
            }
        }
        guard let port else { return nil }
        let written = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let mapped = "::ffff:"
        let isMapped = written.hasPrefix(mapped) && written.utf8.contains(UInt8(ascii: "."))
        host = isMapped ? String(written.dropFirst(mapped.count)) : written
        self.port = UInt16(bigEndian: port)
    }
}

extension sockaddr_storage {
    /// Reads an IPv4 or IPv6 address in the usual notation; nil for anything else. Calls `uv_ip4_addr`, `uv_ip6_addr`.
    init?(numericHost host: String, port: UInt16) {
        self.init()
        let code = withUnsafeMutablePointer(to: &self) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            let four = uv_ip4_addr(host, Int32(port), raw.assumingMemoryBound(to: sockaddr_in.self))
            guard four != 0 else { return four }
            return uv_ip6_addr(host, Int32(port), raw.assumingMemoryBound(to: sockaddr_in6.self))
        }
        guard code == 0 else { return nil }
    }

    /// Calls `body` with the address as the socket functions want it.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result {
        withUnsafePointer(to: self) { body(UnsafeRawPointer($0).assumingMemoryBound(to: sockaddr.self)) }
    }
}
