public import ChatDomain
public import ChatService
import EventLoop
import IRCWire
import RoomStreams
import Synchronization

/// A segment's events, and their lines in each format that a reader has asked for: made once, shared by all loops.
final class IRCFrames: EncodedFrames {
    let events: [Event]
    let authors: [PersonName]
    private let runs = Mutex<[(format: IRCFormat, run: FrameRun)]>([])
    /// The lines are made later; they take about this.
    let byteCount: Int

    init(_ events: [Event], authors: [PersonName]) {
        self.events = events
        self.authors = authors
        byteCount = events.reduce(200) { $0 + $1.body.count * 2 + 250 }
    }

    func run(_ format: IRCFormat, _ context: LineContext) -> FrameRun {
        runs.withLock { runs in
            for known in runs where known.format == format { return known.run }
            let run = Self.make(events, authors, format, context)
            runs.append((format, run))
            return run
        }
    }

    private static func make(
        _ events: [Event], _ authors: [PersonName], _ format: IRCFormat, _ context: LineContext
    ) -> FrameRun {
        var writer = EventLines(format: format, context: context)
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(events.count + 1)
        for (event, author) in zip(events, authors) {
            writer.write(event, by: author)
            offsets.append(UInt32(truncatingIfNeeded: writer.lines.bytes.count))
        }
        return FrameRun(bytes: SharedBytes(copying: writer.lines.bytes.span), offsets: offsets)
    }
}

/// Keeps events for the readers on IRC.
public struct IRCFrameEncoder: FrameEncoder {
    public init() {}

    public func encode(_ events: [Event], authors: [PersonName]) -> any EncodedFrames {
        IRCFrames(events, authors: authors)
    }
}
