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

    /// A text made of what Markdown treats in a way of its own.
    mutating func markdown(upTo most: Int) -> String {
        let parts = [
            "*", "**", "_", "`", "``", "```", "\n", "\n\n", "\r\n", "> ", ">", "- ", "1. ", "# ", "[", "]", "](", "(",
            ")",
            "![", "<", ">", "https://x.org/a_b", "http://", "||", "|", "~~", "~", "\\", "@ada", "@", "a@b.c", " ", "\t",
            "|---|", "---", "===", "\"", "'", "&amp;", "é", "北京", "😀", "\u{301}", "\u{200D}", "\u{0}", "\u{7F}",
            "\u{2028}", "word", "x", "~~~", "\u{A0}", "\u{3000}", "，",
        ]
        return (0..<below(most + 1)).map { _ in parts[below(parts.count)] }.joined()
    }
}
