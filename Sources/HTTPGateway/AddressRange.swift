import EventLoop

/// A block of IP addresses, such as `10.0.0.0/8` or `::1`.
public struct AddressRange: Sendable, Equatable {
    private let base: [UInt8]
    private let prefixBits: Int

    /// Nil unless `text` is an address, alone or with a prefix length that fits it.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let bytes = IPAddress(String(first))?.bytes else { return nil }
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), given >= 0, given <= bits else { return nil }
            bits = given
        }
        base = bytes
        prefixBits = bits
    }

    /// Whether the address lies in the block; false for what is no address.
    public func contains(_ address: String) -> Bool {
        guard let bytes = IPAddress(address)?.bytes, bytes.count == base.count else { return false }
        for bit in 0..<prefixBits where (bytes[bit / 8] ^ base[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 {
            return false
        }
        return true
    }
}

/// Whose request it is, when proxies stand in between.
enum ForwardedAddress {
    /// The rightmost address in X-Forwarded-For that is not a trusted proxy's, if the peer is one; else the peer.
    static func client(peer: String, forwardedFor: [String], trusted: [AddressRange]) -> String {
        guard !trusted.isEmpty, trusted.contains(where: { $0.contains(peer) }) else { return peer }
        let chain = forwardedFor.flatMap { $0.split(separator: ",") }.map { entry in
            String(entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
        }
        for address in chain.reversed() {
            // What is no address was not written by a proxy of ours.
            guard IPAddress(address) != nil else { return peer }
            if !trusted.contains(where: { $0.contains(address) }) { return address }
        }
        return chain.first ?? peer
    }
}
