/// The host and port of a Host header or an absolute target.
enum HTTPAuthority {
    /// Narrower than RFC 3986: a name of letters, digits, `-`, `.` and `_`, or an address in brackets, then an optional
    /// port. No user information, no escapes: no name in the DNS needs them.
    static func isValid(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        var rest = Substring(text).utf8[...]
        if bytes.first == UInt8(ascii: "[") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = rest[rest.index(after: rest.startIndex)..<close]
            guard !address.isEmpty,
                address.allSatisfy({ HTTPGrammar.hexValue($0) != nil || $0 == 0x3A || $0 == 0x2E })
            else { return false }
            rest = rest[rest.index(after: close)...]
        } else {
            let name = rest.prefix(while: isNameByte)
            guard !name.isEmpty else { return false }
            rest = rest[name.endIndex...]
        }
        guard let colon = rest.first else { return true }
        let port = rest.dropFirst()
        guard colon == UInt8(ascii: ":"), port.count <= 5, port.allSatisfy(HTTPGrammar.isDigit) else { return false }
        return port.isEmpty || (Int(Substring(port)) ?? Int.max) <= 65_535
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
