/// Random numbers that are the same in every run (SplitMix64), so that a failure can be had again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ count: Int) -> Int {
        Int.random(in: 0..<count, using: &self)
    }
}

extension Seeded {
    /// A text of any scalars, among them those that JSON treats in a way of their own.
    mutating func text(upTo most: Int) -> String {
        let special: [Unicode.Scalar] = [
            "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{7}", "\u{1F}", "\u{7F}", "\u{80}", "\u{2028}", "\u{FEFF}",
            "\u{FFFF}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}", "😀", "é", "北",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<below(most + 1) {
            switch below(3) {
            case 0: text.append(special[below(special.count)])
            case 1: text.append(Unicode.Scalar(UInt8(0x20 + below(0x5F))))
            default: if let scalar = Unicode.Scalar(UInt32(below(0x110000))) { text.append(scalar) }
            }
        }
        return String(text)
    }

    /// Any JSON value, written in any of the ways there are.
    mutating func json(depth: Int) -> String {
        let space = [" ", "", "\n", "\r\n\t"][below(4)]
        switch below(depth > 0 ? 8 : 6) {
        case 0: return "null" + space
        case 1: return space + ["true", "false"][below(2)]
        case 2: return String(Int64.random(in: -(1 << 53)...(1 << 53), using: &self)) + space
        case 3: return "\(Double.random(in: -1e300...1e300, using: &self))"
        case 4: return ["-0", "0.0", "1E+9", "1e-9", "-1.5e999"][below(5)]
        case 5: return quoted(text(upTo: 8))
        case 6:
            let values = (0..<below(4)).map { _ in json(depth: depth - 1) }
            return "[" + space + values.joined(separator: ",") + "]"
        default:
            let members = (0..<below(4)).map { _ in quoted(text(upTo: 4)) + ":" + space + json(depth: depth - 1) }
            return "{" + members.joined(separator: space + "," + space) + "}"
        }
    }

    /// A string as some encoder might write it: with escapes where they must be, and here and there where they need not.
    mutating func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || below(4) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: below(2) == 0)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// Changes some bytes: flips, cuts, doubles, and puts in what parsers dislike.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let disliked = Array("{}[]\",:\\u0d8e-.+tfn \u{0}".utf8) + [0xFF, 0xC0, 0xED, 0xF4, 0x80]
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            switch below(5) {
            case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 1: bytes.insert(disliked[below(disliked.count)], at: place)
            case 2 where place < bytes.count: bytes.remove(at: place)
            case 3: bytes.removeLast(bytes.count - place)
            default: bytes += bytes[min(place, bytes.count)...].prefix(64)
            }
        }
        return bytes
    }
}
