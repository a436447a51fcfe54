import Glibc

/// What stands behind a command, taken apart word by word.
struct Words {
    private var left: Substring

    init(_ argument: String) {
        left = argument[...]
        skipBlanks()
    }

    /// What was not taken yet, as it was written.
    var rest: String { left.trimmingBlanks() }
    var isEmpty: Bool { left.isEmpty }

    mutating func next() -> String? {
        guard let word = peek else { return nil }
        left = left.dropFirst(word.count)
        skipBlanks()
        return word
    }

    var peek: String? {
        left.isEmpty ? nil : String(left.prefix { !$0.isWhitespace })
    }

    /// The next word, if it is something; else it stays.
    mutating func next<Value>(_ read: (String) -> Value?) -> Value? {
        guard let value = peek.flatMap(read) else { return nil }
        _ = next()
        return value
    }

    private mutating func skipBlanks() { left = left.drop(while: \.isWhitespace) }
}

/// How a message is named on a line.
enum MessageReference: Equatable {
    /// `#42`: its number in the room.
    case number(Int64)
    /// `^` is the last one, 1; `^2` the one before.
    case last(Int)

    init?(_ word: String) {
        if word.hasPrefix("^") {
            let count = word.dropFirst()
            guard let back = count.isEmpty ? 1 : Int(count), (1...10_000).contains(back) else { return nil }
            self = .last(back)
        } else {
            guard word.hasPrefix("#"), let number = Self.digits(word.dropFirst()) else { return nil }
            self = .number(number)
        }
    }

    /// Where nothing but a message can stand, the number alone is enough.
    static func bare(_ word: String) -> MessageReference? {
        MessageReference(word) ?? digits(word[...]).map { .number($0) }
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.count <= 16, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text).flatMap { $0 > 0 ? $0 : nil }
    }
}

/// Times as people write them.
public enum WrittenTime {
    /// `90s`, `10m`, `2h`, `3d`, `1w`: seconds. At most ten years.
    public static func period(_ word: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = word.last.flatMap({ units[$0] }), word.utf8.count <= 9,
            let count = Int64(word.dropLast()), count > 0
        else { return nil }
        let seconds = count * unit
        return seconds <= 315_360_000 ? seconds : nil
    }

    /// A period from now; `18:30`, which is the next time that clocks show it; `2026-12-24T18:30`, `2026-12-24`.
    /// In the zone of the person.
    /// - Returns: milliseconds since 1970.
    public static func moment(_ word: String, now: Int64) -> Int64? {
        if let seconds = period(word.hasPrefix("+") ? String(word.dropFirst()) : word) { return now + seconds * 1_000 }
        var start = time_t(now / 1_000)
        var parts = tm()
        guard localtime_r(&start, &parts) != nil else { return nil }
        let halves = word.split(separator: "T", omittingEmptySubsequences: false)
        let date = halves.first.flatMap { Self.date($0) }
        guard halves.count == 1 || date != nil, halves.count <= 2 else { return nil }
        let clock = halves.last.flatMap { Self.clock($0) }
        if let date {
            guard halves.count == 1 || clock != nil else { return nil }
            (parts.tm_year, parts.tm_mon, parts.tm_mday) = (date.year - 1_900, date.month - 1, date.day)
        } else if clock == nil {
            return nil
        }
        (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (clock?.hour ?? 0, clock?.minute ?? 0, 0, -1)
        var moment = mktime(&parts)
        if date == nil, moment <= start {
            parts.tm_mday += 1
            parts.tm_isdst = -1
            moment = mktime(&parts)
        }
        return moment < 0 ? nil : Int64(moment) * 1_000
    }

    /// `18:30`.
    static func clock(_ text: some StringProtocol) -> (hour: Int32, minute: Int32)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, let hour = number(parts[0], 0...23),
            let minute = number(parts[1], 0...59)
        else { return nil }
        return (hour, minute)
    }

    private static func date(_ text: some StringProtocol) -> (year: Int32, month: Int32, day: Int32)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], 1_970...9_999), let month = number(parts[1], 1...12),
            let day = number(parts[2], 1...31)
        else { return nil }
        return (year, month, day)
    }

    private static func number(_ text: some StringProtocol, _ range: ClosedRange<Int32>) -> Int32? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int32(text),
            range.contains(number)
        else { return nil }
        return number
    }

    /// Milliseconds since 1970.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// A poll as it is written on a line: `[multiple] [anonymous] [until=WHEN] QUESTION | ANSWER | ANSWER …`.
struct WrittenPoll: Equatable {
    var question: String
    var options: [String]
    var isMultiple = false
    var isAnonymous = false
    var closesAt: Int64?

    init?(_ argument: String, now: Int64) {
        var words = Words(argument)
        while let word = words.peek?.lowercased() {
            if word == "multiple" {
                isMultiple = true
            } else if word == "anonymous" {
                isAnonymous = true
            } else if word.hasPrefix("until="), let end = words.peek?.dropFirst(6) {
                guard let moment = WrittenTime.moment(String(end), now: now) else { return nil }
                closesAt = moment
            } else {
                break
            }
            _ = words.next()
        }
        let parts = words.rest.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
        guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }), let first = parts.first else { return nil }
        question = first
        options = Array(parts.dropFirst())
    }
}
