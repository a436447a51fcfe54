/// The query of a request's target, as it is written.
struct Query {
    private(set) var text = ""

    mutating func set(_ name: StaticString, _ value: String) {
        text += (text.isEmpty ? "?" : "&") + "\(name)=" + Self.encoded(value)
    }

    mutating func set(_ name: StaticString, _ value: some BinaryInteger) { set(name, "\(value)") }

    /// All but the unreserved characters as %XX of their UTF-8 (RFC 3986, section 2.1).
    private static func encoded(_ value: String) -> String {
        var out = ""
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return out
    }
}
