import ChatDomain

/// The forms of a transcript (docs/operating/transcripts.md).
public enum TranscriptFormat: String, Sendable, CaseIterable {
    /// For reading: a line an event, without Markdown.
    case text = "txt"
    /// For programs, and for the way back: everything, one JSON object a line.
    case jsonLines = "jsonl"
    /// For reading and printing: one page that needs nothing else.
    case page = "html"

    public var mediaType: String {
        switch self {
        case .text: "text/plain; charset=utf-8"
        case .jsonLines: "application/jsonl; charset=utf-8"
        case .page: "text/html; charset=utf-8"
        }
    }
}

/// Writes a room's events, in their order, in one of the formats: ``begin(_:)``, ``add(_:to:)`` for each, ``end(_:)``.
public struct TranscriptWriter: Sendable {
    public let format: TranscriptFormat
    public let room: TranscriptRoom
    public let clock: TranscriptClock
    private var page = TranscriptPage()

    /// - Parameter clock: not for JSON lines, which are in UTC.
    public init(_ format: TranscriptFormat, room: TranscriptRoom, clock: TranscriptClock = .utc) {
        (self.format, self.room, self.clock) = (format, room, clock)
    }

    public mutating func begin(_ out: inout [UInt8]) {
        switch format {
        case .text:
            let title = SafeText.visible(room.title, lines: false)
            let handle = SafeText.visible(room.handle, lines: false)
            out += "# \(title) (#\(handle)). Times are \(clock.name).\n".utf8
        case .jsonLines: TranscriptJSON.append(room, to: &out)
        case .page: page.begin(room, clock, &out)
        }
    }

    public mutating func add(_ event: TranscriptEvent, to out: inout [UInt8]) {
        switch format {
        case .text:
            let moment = clock.date(event.at) + " " + clock.time(event.at)
            out += TranscriptLine(event).text(at: moment).utf8
        case .jsonLines: TranscriptJSON.append(event, to: &out)
        case .page: page.add(event, clock, &out)
        }
    }

    public mutating func end(_ out: inout [UInt8]) {
        if format == .page { page.end(&out) }
    }
}
