import CICU

/// Calling ICU with a string's UTF-16, and a string from what it writes.
enum ICUText {
    /// The text's UTF-16; nil beyond the limit (in bytes of UTF-8), before any work in proportion to the text.
    static func units(_ text: String, maximumBytes: Int) -> (units: [UInt16], count: Int32)? {
        guard text.utf8.count <= maximumBytes else { return nil }
        let units = Array(text.utf16)
        guard let count = Int32(exactly: units.count) else { return nil }
        return (units, count)
    }

    /// What `write(text, length, out, capacity)` makes of the text; it returns the length it needs, or -1.
    static func transformed(
        _ text: String, maximumBytes: Int,
        _ write: (UnsafePointer<UInt16>, Int32, UnsafeMutablePointer<UInt16>, Int32) -> Int32
    ) -> String? {
        guard let source = units(text, maximumBytes: maximumBytes) else { return nil }
        // Most texts hardly grow. The others are done again with the room that they turned out to need.
        var capacity = source.count &+ source.count / 2 &+ 16
        for _ in 0..<2 {
            guard capacity > 0 else { return nil }
            var out = [UInt16](repeating: 0, count: Int(capacity))
            let length = write(source.units, source.count, &out, capacity)
            guard length >= 0 else { return nil }
            if length <= capacity { return String(decoding: out.prefix(Int(length)), as: UTF16.self) }
            capacity = length
        }
        return nil
    }
}
