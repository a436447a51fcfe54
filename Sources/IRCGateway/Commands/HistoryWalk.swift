import ChatDomain
import ChatService
import IRCWire

/// Goes over a room's past in one direction, page by page, until there is enough of it.
struct HistoryWalk: Sendable {
    /// Where the next page begins.
    private(set) var anchor: HistoryRange.Anchor
    let isBackward: Bool
    /// Nothing at or beyond it is given.
    let end: HistoryReference?
    /// How many events are to be shown.
    let limit: Int
    /// Who goes on from a page by its time alone would pass over what shares the last millisecond and is not in it: with
    /// this, a page ends with a whole one, and may be that much longer.
    let hasWholeMoments: Bool
    /// Bytes that are enough, whatever was asked for.
    let mostBytes: Int
    /// As the walk goes: backwards, the latest first.
    private var found: [PastLines] = []
    private var bytes = 0
    private var pages = 0
    private(set) var isDone = false

    init(
        from anchor: HistoryRange.Anchor, isBackward: Bool, end: HistoryReference? = nil, limit: Int,
        hasWholeMoments: Bool, mostBytes: Int
    ) {
        (self.anchor, self.isBackward, self.end, self.limit) = (anchor, isBackward, end, limit)
        (self.hasWholeMoments, self.mostBytes) = (hasWholeMoments, mostBytes)
        isDone = limit <= 0
    }

    /// The oldest first.
    var lines: [PastLines] { isBackward ? found.reversed() : found }

    /// The next page to ask for: one event more than is wanted, which tells whether the last millisecond is whole.
    func page(atMost most: Int) -> HistoryRange {
        // Where one page was not enough, much of it is not shown.
        return HistoryRange(anchor: anchor, limit: pages == 0 ? min(limit + 1, most) : most)
    }

    /// - Parameter page: the oldest first.
    mutating func take(_ page: [PastLines], most: Int) {
        pages += 1
        guard let last = isBackward ? page.first : page.last else { return isDone = true }
        anchor = isBackward ? .before(last.sequence) : .after(last.sequence)
        if isBackward { take(page.reversed(), most) } else { take(page, most) }
        if found.count >= limit, !hasWholeMoments { isDone = true }
    }

    private mutating func take(_ page: some Sequence<PastLines>, _ most: Int) {
        for lines in page {
            guard !isBeyond(lines), found.count < limit || isOfLastMoment(lines, most), bytes < mostBytes else {
                return isDone = true
            }
            guard !lines.bytes.isEmpty else { continue }
            found.append(lines)
            bytes += lines.bytes.count
        }
    }

    private func isOfLastMoment(_ lines: PastLines, _ most: Int) -> Bool {
        hasWholeMoments && found.last?.at == lines.at && found.count < limit + most
    }

    private func isBeyond(_ lines: PastLines) -> Bool {
        switch end {
        case .message(let id): isBackward ? lines.sequence <= id.sequence : lines.sequence >= id.sequence
        case .moment(let moment): isBackward ? lines.at <= moment : lines.at >= moment
        case .unknownMessage, nil: false
        }
    }
}
