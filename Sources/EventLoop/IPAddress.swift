import CLibUV
import Glibc

/// An IP address by itself.
public struct IPAddress: Hashable, Sendable {
    /// 4 bytes, or 16; in network order. An IPv4 address in IPv6 form (`::ffff:…`) has 4.
    public let bytes: [UInt8]

    /// Reads the usual notation of either kind, without brackets, port or zone. Calls `uv_inet_pton`.
    public init?(_ text: String) {
        var raw = [UInt8](repeating: 0, count: 16)
        if uv_inet_pton(AF_INET, text, &raw) == 0 {
            bytes = Array(raw.prefix(4))
        } else if !text.utf8.contains(UInt8(ascii: "%")), uv_inet_pton(AF_INET6, text, &raw) == 0 {
            let isMapped = raw.prefix(10).allSatisfy { $0 == 0 } && raw[10] == 0xFF && raw[11] == 0xFF
            bytes = isMapped ? Array(raw.suffix(4)) : raw
        } else {
            return nil
        }
    }
}
