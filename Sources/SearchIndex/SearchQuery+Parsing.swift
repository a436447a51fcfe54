public import ChatDomain
internal import UnicodeText

extension SearchQuery {
    /// Reads what somebody typed: words, `"exact phrases"`, and filters `from:name`, `in:room`, `mentions:name`, `has:link`,
    /// `before:2026-01-31`, `after:…` and `on:…` (`today` and `yesterday` are dates too).
    ///
    /// `before` ends before the day and `after` begins after it. Names may be quoted, and may have their @ or #. What looks
    /// like a filter but has another name is a word, as is `"from:ada"` in quotation marks. A quotation mark that is not
    /// closed is closed at the end.
    /// - Parameter now: decides what today is.
    /// - Parameter secondsFromUTC: how far the days of the one who searches are ahead of UTC's.
    public static func parse(
        _ text: String, now: Timestamp, secondsFromUTC: Int = 0, maximumBytes: Int = 2_048, maximumParts: Int = 32
    ) throws(SearchQueryError) -> SearchQuery {
        guard text.utf8.count <= maximumBytes else { throw .tooLong(maximumBytes: maximumBytes) }
        var parts = QueryParts(text)
        var query = SearchQuery()
        var count = 0
        let calendar = CivilCalendar(now: now, secondsFromUTC: secondsFromUTC)
        while let part = parts.next() {
            count += 1
            guard count <= maximumParts else { throw .tooManyParts(maximum: maximumParts) }
            try query.add(part, calendar)
        }
        guard query != SearchQuery() else { throw .nothing }
        return query
    }

    private mutating func add(_ part: QueryParts.Part, _ calendar: CivilCalendar) throws(SearchQueryError) {
        guard let filter = part.filter else {
            // A mark or a space alone is nothing to look for.
            if SearchFold.folded(part.text).contains(where: { $0 != 0x20 }) { texts.append(part.text) }
            return
        }
        guard !part.text.isEmpty else { throw .emptyFilter(filter.rawValue) }
        switch filter {
        case .from: from.append(try Self.name(part.text, "@", filter))
        case .mentions: mentions.append(try Self.name(part.text, "@", filter))
        case .in: rooms.append(try Self.name(part.text, "#", filter))
        case .has:
            switch part.text.lowercased() {
            case "link": traits.insert(.link)
            case "file": traits.insert(.file)
            case "image": traits.insert(.image)
            default: throw .unknownTrait(part.text)
            }
        case .before, .after, .on:
            guard let day = calendar.day(part.text) else { throw .badDate(filter: filter.rawValue, value: part.text) }
            if filter != .before { since = max(since ?? day.start, filter == .after ? day.end : day.start) }
            if filter != .after { until = min(until ?? day.end, filter == .before ? day.start : day.end) }
        }
    }

    private static func name(
        _ text: String, _ sign: Character, _ filter: QueryFilter
    ) throws(SearchQueryError) -> String {
        let name = text.first == sign ? String(text.dropFirst()) : text
        guard !name.isEmpty else { throw .emptyFilter(filter.rawValue) }
        return name
    }
}

enum QueryFilter: String {
    case from, `in`, before, after, on, has, mentions
}

/// The words, phrases and filters of a query's text, one after the other. Works on scalars, so that a mark after a
/// quotation mark does not hide it.
struct QueryParts {
    struct Part {
        var filter: QueryFilter?
        var text: String
    }

    private var rest: Substring.UnicodeScalarView

    init(_ text: String) { rest = Substring(text).unicodeScalars }

    mutating func next() -> Part? {
        rest = rest.drop(while: Self.isSpace)
        guard let first = rest.first else { return nil }
        if Self.isQuote(first) { return Part(text: quoted()) }
        let word = rest.prefix { !Self.isSpace($0) }
        if let colon = word.firstIndex(of: ":"), let filter = QueryFilter(rawValue: String(word[..<colon]).lowercased())
        {
            rest = rest[rest.index(after: colon)...]
            if let first = rest.first, Self.isQuote(first) { return Part(filter: filter, text: quoted()) }
            return Part(filter: filter, text: plain())
        }
        return Part(text: plain())
    }

    private mutating func plain() -> String {
        let word = rest.prefix { !Self.isSpace($0) }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func quoted() -> String {
        rest = rest.dropFirst()
        let text = rest.prefix { !Self.isQuote($0) }
        rest = rest[text.endIndex...].dropFirst()
        return String(text)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar == "\0" }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "\u{201C}" || scalar == "\u{201D}" || scalar == "\u{201E}"
    }
}
