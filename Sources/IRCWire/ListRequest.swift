/// What LIST asks for: names of channels, and conditions (ELIST=CMNTU).
public struct ListRequest: Sendable, Hashable {
    /// Channels by name; all if there are none.
    public private(set) var channels: [String] = []
    /// Masks of which one must match, if there are any.
    public private(set) var masks: [Glob] = []
    /// Masks of which none may match.
    public private(set) var excluded: [Glob] = []
    /// More members than this, and fewer.
    public private(set) var membersAbove: Int?
    public private(set) var membersBelow: Int?
    /// Made more minutes ago than this, and fewer.
    public private(set) var createdMinutesAbove: Int?
    public private(set) var createdMinutesBelow: Int?
    /// The topic set more minutes ago than this, and fewer.
    public private(set) var topicMinutesAbove: Int?
    public private(set) var topicMinutesBelow: Int?

    /// What stands in RPL_ISUPPORT.
    public static let elist = "CMNTU"

    /// - Parameter text: the first parameter: conditions and names with commas between them. What cannot be understood
    ///   is no condition.
    public init(_ text: String?) {
        for word in (text ?? "").split(separator: ",") { add(String(word)) }
    }

    private mutating func add(_ word: String) {
        if let bound = Self.bound(word, "C") {
            if bound.isAbove { createdMinutesAbove = bound.number } else { createdMinutesBelow = bound.number }
        } else if let bound = Self.bound(word, "T") {
            if bound.isAbove { topicMinutesAbove = bound.number } else { topicMinutesBelow = bound.number }
        } else if let bound = Self.bound(word, "U") ?? Self.bound(word, "") {
            if bound.isAbove { membersAbove = bound.number } else { membersBelow = bound.number }
        } else if word.hasPrefix("!") {
            excluded.append(Glob(String(word.dropFirst())))
        } else if word.contains("*") || word.contains("?") {
            masks.append(Glob(word))
        } else {
            channels.append(word)
        }
    }

    private static func bound(_ word: String, _ letter: String) -> (isAbove: Bool, number: Int)? {
        guard word.uppercased().hasPrefix(letter) else { return nil }
        let rest = word.dropFirst(letter.count)
        guard let sign = rest.first, sign == "<" || sign == ">", rest.dropFirst().utf8.allSatisfy(ASCII.isDigit),
            let number = Int(rest.dropFirst())
        else { return nil }
        return (sign == ">", number)
    }

    /// Whether a channel's name, members and ages in minutes fit. A channel without a topic has no age of it, and fits no
    /// condition about that.
    public func matches(channel: String, members: Int, createdMinutes: Int, topicMinutes: Int?) -> Bool {
        func isWithin(_ value: Int?, _ above: Int?, _ below: Int?) -> Bool {
            if above == nil, below == nil { return true }
            guard let value else { return false }
            return above.map { value > $0 } ?? true && below.map { value < $0 } ?? true
        }
        return (channels.isEmpty || channels.contains { CaseMapping.areSame($0, channel) })
            && (masks.isEmpty || masks.contains { $0.matches(channel) })
            && !excluded.contains { $0.matches(channel) }
            && isWithin(members, membersAbove, membersBelow)
            && isWithin(createdMinutes, createdMinutesAbove, createdMinutesBelow)
            && isWithin(topicMinutes, topicMinutesAbove, topicMinutesBelow)
    }
}
