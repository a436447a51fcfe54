/// A block of IP addresses, such as `10.0.0.0/8` or `::1`.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let base: [UInt8]
    private let prefixBits: Int

    /// Nil unless `text` is an address, alone or with a prefix length that fits it. What stands behind the prefix does
    /// not count: `10.1.2.3/8` is `10.0.0.0/8`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let address = IPAddress(String(first)) else { return nil }
        var bits = address.bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), given >= 0, given <= bits else { return nil }
            bits = given
        }
        base = Self.masked(address.bytes, to: bits)
        prefixBits = bits
    }

    /// Whether the address lies in the block; false for what is no address.
    public func contains(_ address: String) -> Bool {
        IPAddress(address).map(contains) ?? false
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.count else { return false }
        let whole = prefixBits / 8
        for place in 0..<whole where address.bytes[place] != base[place] { return false }
        let rest = prefixBits % 8
        return rest == 0 || (address.bytes[whole] ^ base[whole]) >> UInt8(8 - rest) == 0
    }

    /// Whether some address lies in both.
    public func overlaps(_ other: AddressRange) -> Bool {
        let bits = min(prefixBits, other.prefixBits)
        return base.count == other.base.count && Self.masked(base, to: bits) == Self.masked(other.base, to: bits)
    }

    /// One block has one spelling. A block of one address is written without a prefix length.
    public var description: String {
        let address = IPAddress(bytes: base).description
        return prefixBits == base.count * 8 ? address : "\(address)/\(prefixBits)"
    }

    private static func masked(_ bytes: [UInt8], to bits: Int) -> [UInt8] {
        bytes.indices.map { place in
            let kept = min(8, max(0, bits - place * 8))
            return bytes[place] & ~UInt8(truncatingIfNeeded: 0xFF >> kept)
        }
    }
}
