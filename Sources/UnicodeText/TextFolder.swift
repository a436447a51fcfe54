import CICU

/// Folds one text, scalar by scalar, and tells its sink where each piece came from.
struct TextFolder<Sink: FoldSink> {
    private(set) var sink: Sink
    /// Scalars that may yet be composed with the next, and where they came from.
    private var pending: [Unicode.Scalar] = []
    private var pendingStart = 0
    private var pendingEnd = 0
    private var wasSpace = false
    private let units = FoldUnits()

    init(_ sink: Sink) { self.sink = sink }

    static func foldedASCII(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x41...0x5A: byte | 0x20
        case 0...0x20, 0x7F: 0x20
        default: byte
        }
    }

    /// `utf8` is well-formed, as that of a string is.
    mutating func fold(_ utf8: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < utf8.count {
            let first = utf8[start]
            if first < 0x80 {
                flush()
                put(Unicode.Scalar(Self.foldedASCII(first)), from: start, to: start + 1)
                start += 1
                continue
            }
            let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let end = min(start + length, utf8.count)
            var value = UInt32(first) & (0x7F >> UInt32(length))
            for byte in utf8[(start + 1)..<end] { value = value << 6 | UInt32(byte & 0x3F) }
            fold(Unicode.Scalar(value) ?? "\u{FFFD}", from: start, to: end)
            start = end
        }
        flush()
    }

    private mutating func fold(_ scalar: Unicode.Scalar, from start: Int, to end: Int) {
        // A Korean syllable comes apart only to be composed again.
        guard !(0xAC00...0xD7A3).contains(scalar.value) else { return keep(scalar, from: start, to: end) }
        let length = roost_icu_fold_scalar(UChar32(bitPattern: scalar.value), units.start, FoldUnits.capacity)
        guard length >= 0 else { return keep(scalar, from: start, to: end) }
        guard length > 0, length <= FoldUnits.capacity else { return extend(to: end) }
        let mapped = String(decoding: UnsafeBufferPointer(start: units.start, count: Int(length)), as: UTF16.self)
        for part in mapped.unicodeScalars { keep(part, from: start, to: end) }
    }

    /// Takes one folded scalar, unless it is a diacritic.
    private mutating func keep(_ scalar: Unicode.Scalar, from start: Int, to end: Int) {
        let code = UChar32(bitPattern: scalar.value)
        if scalar.value < 0x80 {
            flush()
            return put(scalar, from: start, to: end)
        }
        if Self.isDiacritic(code) { return extend(to: end) }
        if let plain = Self.plain(scalar) {
            flush()
            for part in plain.unicodeScalars { put(part, from: start, to: end) }
            return
        }
        if roost_icu_is_white_space(code) || scalar.value < 0xA0 {
            flush()
            return put(" ", from: start, to: end)
        }
        // Nobody writes that many marks that are no diacritics.
        if pending.isEmpty || pending.count >= 64 || roost_icu_stands_alone(code) {
            flush()
            pendingStart = start
        }
        pending.append(scalar)
        pendingEnd = end
    }

    private mutating func extend(to end: Int) {
        if pending.isEmpty { sink.extendLast(to: end) } else { pendingEnd = end }
    }

    private mutating func flush() {
        guard let first = pending.first else { return }
        if pending.count == 1 {
            put(first, from: pendingStart, to: pendingEnd)
        } else {
            for scalar in Self.composed(pending) { put(scalar, from: pendingStart, to: pendingEnd) }
        }
        pending.removeAll(keepingCapacity: true)
    }

    private static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        if scalars.count == 2 {
            let first = UChar32(bitPattern: scalars[0].value)
            let code = roost_icu_composed(first, UChar32(bitPattern: scalars[1].value))
            if code >= 0, let scalar = Unicode.Scalar(UInt32(bitPattern: code)) { return [scalar] }
            if roost_icu_combining_class(first) == 0 { return scalars }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        guard let composed = ICUText.transformed(String(text), maximumBytes: .max, roost_icu_nfc) else {
            return scalars
        }
        return Array(composed.unicodeScalars)
    }

    private mutating func put(_ scalar: Unicode.Scalar, from start: Int, to end: Int) {
        let isSpace = scalar == " "
        if isSpace && wasSpace { return sink.extendLast(to: end) }
        wasSpace = isSpace
        if scalar.value < 0x80 { return sink.put(UInt8(truncatingIfNeeded: scalar.value), from: start, to: end) }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { sink.put(byte, from: start, to: end) }
    }

    /// By combining class (UAX #44, table 15): overlays; the points of Hebrew, Arabic and Syriac; what is attached to a
    /// letter, above or below it. The classes left out are nuktas, voicing, viramas, and vowels and tones of South Asia.
    private static func isDiacritic(_ code: UChar32) -> Bool {
        switch roost_icu_combining_class(code) {
        case 1, 10...36, 200...240: true
        default: false
        }
    }

    /// What Unicode keeps apart and people don't.
    private static func plain(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "ı": "i"
        case "ø": "o"
        case "ł": "l"
        case "đ": "d"
        case "ħ": "h"
        case "ŧ": "t"
        case "æ": "ae"
        case "œ": "oe"
        case "\u{2018}", "\u{2019}", "\u{02BC}": "'"
        case "\u{201C}", "\u{201D}": "\""
        case "\u{2010}"..."\u{2015}", "\u{2212}": "-"
        case "\u{0640}": ""  // Arabic tatweel: a longer line, no letter.
        default: nil
        }
    }
}

/// Room for what ICU makes of one scalar: 18 units at most, as of Unicode 15.
private final class FoldUnits {
    static let capacity: Int32 = 64
    let start = UnsafeMutablePointer<UInt16>.allocate(capacity: Int(capacity))

    deinit { start.deallocate() }
}
