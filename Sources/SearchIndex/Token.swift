internal import ChatDomain

/// What a segment has a list for: a piece of text, or a fact about messages. Tokens are hashes; two that collide add
/// candidates, which are then read and rejected, so that nothing depends on there being no collisions.
struct Token: Hashable {
    let hash: UInt32

    /// One, two or three scalars of folded text. None of them is NUL, so that each number stands for one piece.
    init(_ first: UInt32, _ second: UInt32 = 0, _ third: UInt32 = 0) {
        self.init(mixing: UInt64(first) << 42 | UInt64(second) << 21 | UInt64(third))
    }

    static func room(_ room: RoomID) -> Token { fact(1, room.rawValue) }
    static func author(_ author: AccountID) -> Token { fact(2, author.rawValue) }
    static func mention(_ account: AccountID) -> Token { fact(3, account.rawValue) }
    static let mentionOfAll = fact(4, 0)
    static func trait(_ trait: MessageTraits) -> Token { fact(5, Int64(trait.rawValue)) }

    private static func fact(_ kind: UInt64, _ value: Int64) -> Token {
        // Pieces of text leave the highest bit free.
        Token(mixing: 1 << 63 | kind << 60 ^ UInt64(bitPattern: value))
    }

    private init(mixing value: UInt64) {
        var mixed = value &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 32)) &* 0xBF58_476D_1CE4_E5B9
        hash = UInt32(truncatingIfNeeded: mixed >> 32)
    }
}

/// Cuts folded text into the pieces that have lists: every scalar, every two beside each other, and every three unless
/// they are of a writing with thousands of characters, where two say enough. No piece has a space but in the middle,
/// which makes phrases of common words rarer.
enum Pieces {
    /// The pieces of a text that is put into the index, some of them twice.
    static func ofText(_ folded: [UInt8], _ take: (Token) -> Void) {
        var before: UInt32 = 0x20
        var last: UInt32 = 0x20
        scan(folded) { scalar in
            if scalar != 0x20 {
                take(Token(scalar))
                if last != 0x20 {
                    take(Token(last, scalar))
                    if before != 0x20, !isVast(before, last, scalar) { take(Token(before, last, scalar)) }
                } else if before != 0x20 {
                    take(Token(before, last, scalar))
                }
            }
            before = last
            last = scalar
        }
    }

    /// As few pieces as narrow a search best: a text that has them all may have `needle`, no other can.
    ///
    /// - Parameter limit: enough of them; a needle may be long.
    static func ofNeedle(_ needle: [UInt8], limit: Int = 24) -> Set<Token> {
        var scalars: [UInt32] = []
        scan(needle) { scalars.append($0) }
        var pieces = Set<Token>()
        for index in scalars.indices where pieces.count < limit {
            let a = scalars[index]
            let b = index + 1 < scalars.count ? scalars[index + 1] : 0x20
            let c = index + 2 < scalars.count ? scalars[index + 2] : 0x20
            guard a != 0x20 else { continue }
            if b == 0x20 {
                if index == 0 || scalars[index - 1] == 0x20 { pieces.insert(Token(a)) }
                if c != 0x20 { pieces.insert(Token(a, b, c)) }
            } else if c != 0x20, !isVast(a, b, c) {
                pieces.insert(Token(a, b, c))
            } else if c != 0x20 || index == 0 || scalars[index - 1] == 0x20 || isVast(scalars[index - 1], a, b) {
                pieces.insert(Token(a, b))
            }
        }
        return pieces
    }

    /// Han, kana, Korean syllables, Yi, and the planes of rare ideographs.
    private static func isVast(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> Bool { isVast(a) && isVast(b) && isVast(c) }

    private static func isVast(_ scalar: UInt32) -> Bool {
        scalar >= 0x3040
            && ((0x3040...0x30FF).contains(scalar) || (0x3400...0x4DBF).contains(scalar)
                || (0x4E00...0xA4CF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar)
                || (0xF900...0xFAFF).contains(scalar) || (0x20000...0x3FFFF).contains(scalar))
    }

    /// The scalars of well-formed UTF-8; anything else is read somehow, but not beyond its end.
    static func scan(_ utf8: [UInt8], _ take: (UInt32) -> Void) {
        utf8.withUnsafeBufferPointer { utf8 in
            var index = 0
            while index < utf8.count {
                let first = utf8[index]
                index += 1
                guard first >= 0x80 else {
                    take(UInt32(first))
                    continue
                }
                let more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
                var value = UInt32(first) & (0x3F >> UInt32(more))
                let end = min(index + more, utf8.count)
                while index < end {
                    value = value << 6 | UInt32(utf8[index] & 0x3F)
                    index += 1
                }
                take(value)
            }
        }
    }
}
