import Glibc

/// An IP address by itself.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes, or 16; in network order. An IPv4 address in IPv6 form (`::ffff:…`) has 4.
    public let bytes: [UInt8]

    /// Reads the usual notation of either kind, without brackets, port or zone. Calls `inet_pton`.
    public init?(_ text: String) {
        // C would end there and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var raw = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &raw) == 1 {
            bytes = Array(raw.prefix(4))
        } else if inet_pton(AF_INET6, text, &raw) == 1 {
            let isMapped = raw.prefix(10).allSatisfy { $0 == 0 } && raw[10] == 0xFF && raw[11] == 0xFF
            bytes = isMapped ? Array(raw.suffix(4)) : raw
        } else {
            return nil
        }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The usual notation; that of RFC 5952 for IPv6.
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
