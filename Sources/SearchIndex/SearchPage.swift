public import ChatDomain

/// A message that was found.
public struct SearchHit: Hashable, Sendable {
    public let arrival: Int64
    public let room: RoomID
    public let sequence: SequenceNumber
    public let at: Timestamp
    public let author: AccountID
    public let text: String
    /// Where in the text's UTF-8 the searched-for stands, in order, without overlaps, each at the bounds of characters with
    /// their marks. At most `Limits.marks`.
    public let matches: [Range<Int>]
}

/// Some of the hits, in the order asked for.
public struct SearchPage: Hashable, Sendable {
    /// May be fewer than asked for, even none, with more to come: a search that has read `Limits.examined` messages says
    /// what it has.
    public let hits: [SearchHit]
    /// From where to go on; nil at the end.
    public let next: SearchCursor?
}

/// A place in the results of a search, good for as long as the same is searched for.
public struct SearchCursor: Hashable, Sendable {
    /// Messages that arrived before this one.
    let before: Int64
    /// How many ranked hits have been seen.
    let skip: Int

    init(before: Int64, skip: Int = 0) {
        self.before = before
        self.skip = skip
    }

    /// For a URL: digits and a dot.
    public var text: String { "\(before).\(skip)" }

    /// Nil unless `text` is one of ours, or could be.
    public init?(text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let before = Int64(parts[0]), let skip = Int(parts[1]), skip >= 0 else { return nil }
        self.init(before: before, skip: skip)
    }
}
