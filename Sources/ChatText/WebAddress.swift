/// Finds addresses in text: `https://…` as it stands, and `<…>` around an address.
enum WebAddress {
    /// Whether `http://` or `https://` begins here, and how long that is.
    static func scheme(_ bytes: [UInt8], at place: Int) -> Int? {
        func has(_ word: StaticString) -> Bool {
            let length = word.utf8CodeUnitCount
            guard place >= 0, place + length <= bytes.count else { return false }
            return word.withUTF8Buffer { buffer in
                (0..<length).allSatisfy { bytes[place + $0].lowercased == buffer[$0] }
            }
        }
        if has("http://") { return 7 }
        if has("https://") { return 8 }
        return nil
    }

    /// Where the address ends that begins here, without the punctuation of the sentence around it (as in GFM,
    /// "Autolinks"). Nil when none does.
    static func end(of bytes: [UInt8], from place: Int) -> Int? {
        guard let scheme = scheme(bytes, at: place) else { return nil }
        if let before = bytes.scalar(before: place), before.beginsHandle { return nil }
        let host = place + scheme
        var end = host
        while end < bytes.count, !stops(bytes, at: end) { end += 1 }
        var open = 0
        for byte in bytes[host..<end] {
            if byte == UInt8(ascii: "(") { open += 1 } else if byte == UInt8(ascii: ")") { open -= 1 }
        }
        trimming: while end > host {
            switch bytes[end - 1] {
            case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"),
                UInt8(ascii: ";"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "'"),
                UInt8(ascii: "|"):
                break
            case UInt8(ascii: ")") where open < 0: open += 1
            default: break trimming
            }
            end -= 1
        }
        return end > host ? end : nil
    }

    private static func stops(_ bytes: [UInt8], at place: Int) -> Bool {
        func next(_ distance: Int) -> UInt8? { place + distance < bytes.count ? bytes[place + distance] : nil }
        switch bytes[place] {
        case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
            UInt8(ascii: "]"), UInt8(ascii: "["):
            return true
        case UInt8(ascii: "|"): return next(1) == UInt8(ascii: "|")
        // A no-break space, an ideographic space.
        case 0xC2: return next(1) == 0xA0
        case 0xE3: return next(1) == 0x80 && next(2) == 0x80
        default: return false
        }
    }

    /// Where `<scheme:…>` or `<name@host>` ends, the place after its `>`. `place` is that of the `<`.
    static func bracketed(_ bytes: [UInt8], at place: Int) -> Int? {
        var end = place + 1
        var colon: Int?
        var hasAt = false
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: ">") { break }
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "<") { return nil }
            if byte == UInt8(ascii: ":"), colon == nil { colon = end }
            if byte == UInt8(ascii: "@") { hasAt = true }
            end += 1
        }
        guard end < bytes.count else { return nil }
        if let colon {
            let scheme = bytes[(place + 1)..<colon]
            let isScheme =
                (2...32).contains(scheme.count)
                && scheme.allSatisfy { $0.isASCIILetterOrDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
            return isScheme ? end + 1 : nil
        }
        return hasAt && end - place > 3 ? end + 1 : nil
    }
}
