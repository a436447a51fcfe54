import ChatDomain

/// Whom a message calls.
public enum Mention: Hashable, Sendable {
    /// `@here`: those of the room who are there.
    case here
    /// `@all`: everybody in the room.
    case all
    /// `@name`, as typed: the caller folds it and looks it up.
    case name(String)
}

public enum Mentions {
    /// More are not looked for in one message.
    public static let defaultLimit = 50

    /// A name is not longer, in scalars as typed: twice what a handle may have, for folding makes some shorter.
    static let longestName = Handle.maximumLength * 2

    /// The mentions in a message, in their order, each once.
    ///
    /// None are found in code, after a backslash, in addresses of the web or of mail. What has no `@` costs one look
    /// at its bytes.
    public static func find(in markdown: String, limit: Int = defaultLimit) -> [Mention] {
        // As bytes in memory, where they are: several times as fast as through the view.
        let mark = UInt8(ascii: "@")
        guard markdown.utf8.withContiguousStorageIfAvailable({ $0.contains(mark) }) ?? markdown.utf8.contains(mark)
        else { return [] }
        var finder = MentionFinder(limit: limit)
        for block in BlockReader.blocks(of: Array(markdown.utf8)) where block.kind != .code {
            guard block.content.contains(UInt8(ascii: "@")) else { continue }
            finder.look(in: block.content)
        }
        return finder.found
    }

    /// A name without the `-` and `_` at its end, or nil when there are none: for a caller who knows nobody by the
    /// name as it stands ("@ada-", "@ada_").
    public static func withoutTail(_ name: String) -> String? {
        var scalars = Substring(name).unicodeScalars
        while let last = scalars.last, last == "-" || last == "_" { scalars.removeLast() }
        return scalars.isEmpty || scalars.count == name.unicodeScalars.count ? nil : String(scalars)
    }
}

private struct MentionFinder {
    let limit: Int
    private(set) var found: [Mention] = []
    private var known: Set<Mention> = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func look(in bytes: [UInt8]) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for piece in InlineParser.parse(bytes) {
            switch piece.kind {
            case .text, .delimiter: text += bytes[piece.start..<piece.end]
            // An editor may have escaped the underscore of a name.
            case .escaped where bytes[piece.start] == UInt8(ascii: "_") || bytes[piece.start] == UInt8(ascii: "-"):
                text.append(bytes[piece.start])
            case .usedDelimiter:
                text.append(0)
                text += bytes[piece.start..<piece.end]
                text.append(0)
            // No name goes over a border.
            default: text.append(0)
            }
        }
        scan(text)
    }

    private mutating func scan(_ text: [UInt8]) {
        // Whether the word so far could be the beginning of a mail address.
        var isAddress = false
        var place = 0
        while place < text.count, found.count < limit {
            let byte = text[place]
            guard byte == UInt8(ascii: "@") else {
                guard let scalar = text.scalar(at: place) else { return }
                if scalar.continuesHandle && scalar != "-" && scalar != "_" {
                    isAddress = true
                } else if !(byte < 0x80 && ".+-_%".utf8.contains(byte)) {
                    isAddress = false
                }
                place += UTF8.width(scalar)
                continue
            }
            let end = Self.nameEnd(text, place + 1)
            defer { place = max(end ?? 0, place + 1) }
            if isAddress { continue }
            guard let end, end - place > 1 else { continue }
            isAddress = true
            // "@ada@example.org" names somebody elsewhere.
            if end < text.count, text[end] == UInt8(ascii: "@"), text.scalar(at: end + 1)?.beginsHandle == true {
                continue
            }
            add(String(decoding: text[(place + 1)..<end], as: UTF8.self))
        }
    }

    /// Where the name ends that begins here; nil when none does, or none that anybody could have.
    private static func nameEnd(_ text: [UInt8], _ start: Int) -> Int? {
        guard let first = text.scalar(at: start), first.beginsHandle else { return nil }
        var end = start
        var solid = start
        var count = 0
        while let scalar = text.scalar(at: end), scalar.continuesHandle {
            count += 1
            end += UTF8.width(scalar)
            if scalar != "\u{200C}" && scalar != "\u{200D}" { solid = end }
            if count > Mentions.longestName { return nil }
        }
        return solid
    }

    private mutating func add(_ name: String) {
        let mention: Mention
        switch name.utf8.count <= 4 ? name.lowercased() : "" {
        case "here": mention = .here
        case "all": mention = .all
        default: mention = .name(name)
        }
        if known.insert(mention).inserted { found.append(mention) }
    }
}
