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

    /// A text of any scalars, among them those that lines, pages and JSON treat in a way of their own.
    mutating func text(upTo most: Int) -> String {
        let special: [Unicode.Scalar] = [
            "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}",
            "\u{FEFF}", "<", "&",
            "'", ">", "\u{FFFF}", "\u{10FFFF}", "😀", "\u{301}", "北", "|", "*", "`",
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
}
