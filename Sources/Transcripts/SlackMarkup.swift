/// Turns the markup of Slack's messages into Markdown. Linear. Source: Slack, "Formatting text for app surfaces".
struct SlackMarkup {
    /// What mentions call people, by key.
    let people: [String: String]
    let rooms: [String: String]

    func markdown(_ text: String) -> String {
        var writer = SlackMarkupWriter(markup: self, bytes: Array(text.utf8))
        return writer.run()
    }

    /// What stands between `<` and `>`. In code, links are text.
    fileprivate func replacement(_ content: ArraySlice<UInt8>, inCode: Bool) -> [UInt8] {
        let parts = content.split(separator: UInt8(ascii: "|"), maxSplits: 1, omittingEmptySubsequences: false)
        let target = String(decoding: parts.first ?? [], as: UTF8.self)
        let label = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
        let key = String(target.dropFirst())
        switch target.first {
        case "@": return Array("@\(people[key] ?? label ?? key)".utf8)
        case "#": return Array("#\(rooms[key] ?? label ?? key)".utf8)
        case "!":
            switch key {
            case "here": return Array("@here".utf8)
            case "channel", "everyone", "group": return Array("@all".utf8)
            default: return Array((label ?? key).utf8)
            }
        default:
            let address = SlackMarkupWriter.decoded(Array(target.utf8))
            guard let label, !label.isEmpty else { return address }
            let words = SlackMarkupWriter.decoded(Array(label.utf8))
            let isMail = target.hasPrefix("mailto:")
            // A name that Slack gave to a bare address is none: "x.org" for "http://x.org".
            if inCode || isMail || address.elementsEqual(words) { return words }
            let safe = words.flatMap {
                $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") ? [UInt8(ascii: "\\"), $0] : [$0]
            }
            let isWrapped = address.contains { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") || $0 == 0x20 }
            return Array("[".utf8) + safe + Array(isWrapped ? "](<".utf8 : "](".utf8) + address
                + Array(isWrapped ? ">)".utf8 : ")".utf8)
        }
    }
}

private struct SlackMarkupWriter {
    let markup: SlackMarkup
    let bytes: [UInt8]
    private var out: [UInt8] = []
    /// The places in `out` of marks that Markdown wants twice.
    private var doubled: Set<Int> = []
    /// The places in `out` of marks that are open on this line.
    private var open: [UInt8: Int] = [:]
    /// From here on there is no further fence.
    private var noFenceFrom = Int.max

    init(markup: SlackMarkup, bytes: [UInt8]) {
        (self.markup, self.bytes) = (markup, bytes)
    }

    mutating func run() -> String {
        var place = 0
        while place < bytes.count { place = step(place) }
        var text: [UInt8] = []
        text.reserveCapacity(out.count + doubled.count)
        for (place, byte) in out.enumerated() {
            text.append(byte)
            if doubled.contains(place) { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func at(_ place: Int) -> UInt8? { place >= 0 && place < bytes.count ? bytes[place] : nil }

    private mutating func step(_ place: Int) -> Int {
        switch bytes[place] {
        case UInt8(ascii: "`"): return code(place)
        case UInt8(ascii: "<"): return angle(place, inCode: false)
        case UInt8(ascii: "&"): return entity(place)
        case UInt8(ascii: ":"): return emoji(place)
        case UInt8(ascii: "*"), UInt8(ascii: "~"): mark(place)
        case 0x0A:
            open = [:]
            out.append(0x0A)
        default: out.append(bytes[place])
        }
        return place + 1
    }

    private mutating func angle(_ place: Int, inCode: Bool) -> Int {
        var end = place + 1
        while let byte = at(end), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "<"), byte != 0x0A { end += 1 }
        guard at(end) == UInt8(ascii: ">"), end > place + 1 else {
            out.append(bytes[place])
            return place + 1
        }
        out += markup.replacement(bytes[(place + 1)..<end], inCode: inCode)
        return end + 1
    }

    private static let entities: [(name: [UInt8], byte: UInt8)] = [
        (Array("&amp;".utf8), UInt8(ascii: "&")), (Array("&lt;".utf8), UInt8(ascii: "<")),
        (Array("&gt;".utf8), UInt8(ascii: ">")),
    ]

    private mutating func entity(_ place: Int) -> Int {
        for (name, byte) in Self.entities where bytes[place...].starts(with: name) {
            out.append(byte)
            return place + name.count
        }
        out.append(bytes[place])
        return place + 1
    }

    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var writer = SlackMarkupWriter(markup: SlackMarkup(people: [:], rooms: [:]), bytes: bytes)
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "&") {
                place = writer.entity(place)
            } else {
                writer.out.append(bytes[place])
                place += 1
            }
        }
        return writer.out
    }

    private mutating func code(_ place: Int) -> Int {
        let fence = Array("```".utf8)
        if place < noFenceFrom, bytes[place...].starts(with: fence) {
            var end = place + 3
            while end < bytes.count, !bytes[end...].starts(with: fence) { end += 1 }
            if end < bytes.count {
                // In Markdown a fence has a line of its own.
                if let last = out.last, last != 0x0A { out.append(0x0A) }
                out += fence
                if at(place + 3) != 0x0A { out.append(0x0A) }
                copyCode(place + 3, end)
                if out.last != 0x0A { out.append(0x0A) }
                out += fence
                if let next = at(end + 3), next != 0x0A { out.append(0x0A) }
                open = [:]
                return end + 3
            }
            noFenceFrom = place
        }
        var end = place + 1
        while let byte = at(end), byte != UInt8(ascii: "`"), byte != 0x0A { end += 1 }
        guard at(end) == UInt8(ascii: "`"), end > place + 1 else {
            out.append(bytes[place])
            return place + 1
        }
        out.append(bytes[place])
        copyCode(place + 1, end)
        out.append(bytes[place])
        return end + 1
    }

    private mutating func copyCode(_ start: Int, _ end: Int) {
        var place = start
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "<"):
                let next = angle(place, inCode: true)
                place = next
            case UInt8(ascii: "&"): place = entity(place)
            default:
                out.append(bytes[place])
                place += 1
            }
        }
    }

    /// `*` and `~` at the border of a word: Markdown writes them twice.
    private mutating func mark(_ place: Int) {
        let byte = bytes[place]
        out.append(byte)
        func isSpace(_ place: Int) -> Bool { at(place).map { $0 <= 0x20 } ?? true }
        func isWord(_ place: Int) -> Bool {
            guard let byte = at(place) else { return false }
            return byte >= 0x80 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        }
        if at(place - 1) == byte || at(place + 1) == byte { return }
        if let start = open[byte], !isSpace(place - 1), !isWord(place + 1) {
            doubled.formUnion([start, out.count - 1])
            open[byte] = nil
        } else if open[byte] == nil, !isWord(place - 1), !isSpace(place + 1) {
            open[byte] = out.count - 1
        }
    }

    /// `:name:`, with or without a tone of skin, where it is one that everybody has.
    private mutating func emoji(_ place: Int) -> Int {
        func word(_ start: Int) -> Int? {
            var end = start
            while let byte = at(end), end - start < 40,
                byte == 0x2B || byte == 0x2D || byte == 0x5F || (0x30...0x39).contains(byte)
                    || (0x61...0x7A).contains(byte)
            { end += 1 }
            return end > start && at(end) == UInt8(ascii: ":") ? end : nil
        }
        guard let end = word(place + 1) else {
            out.append(bytes[place])
            return place + 1
        }
        var last = end
        if at(end + 1) == UInt8(ascii: ":"), let tone = word(end + 2) { last = tone }
        for stop in [last, end] {
            if let emoji = SlackEmoji.emoji(String(decoding: bytes[(place + 1)..<stop], as: UTF8.self)) {
                out += emoji.utf8
                return stop + 1
            }
        }
        out += bytes[place..<end]
        return end
    }
}
