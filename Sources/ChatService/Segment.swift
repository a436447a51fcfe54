public import ChatDomain

/// Consecutive committed events of one room, encoded once for all readers. Immutable, shared by reference.
public final class Segment: Sendable {
    public let room: RoomID
    public let first: SequenceNumber
    public let last: SequenceNumber
    /// One for each door that readers may come by.
    private let frames: [any EncodedFrames]
    /// The last event is what put this account out: nothing after it may reach him.
    public let narrows: AccountID?

    /// Memory held, in bytes.
    /// How many events it has.
    public var count: Int { Int(last.rawValue &- first.rawValue &+ 1) }

    var byteCount: Int { frames.reduce(0) { $0 + $1.byteCount } }

    /// The bytes that a door has made of it; nil when that door is shut.
    public func frames<Frames: EncodedFrames>(as kind: Frames.Type) -> Frames? {
        for frames in frames {
            if let found = frames as? Frames { return found }
        }
        return nil
    }

    init(room: RoomID, first: SequenceNumber, last: SequenceNumber, frames: [any EncodedFrames], narrows: AccountID?) {
        self.room = room
        self.first = first
        self.last = last
        self.frames = frames
        self.narrows = narrows
    }
}

/// A segment's bytes in the formats of a door.
public protocol EncodedFrames: AnyObject, Sendable {
    /// Memory held, in bytes.
    var byteCount: Int { get }
}

/// Turns events into the bytes that a door's readers share. Called on the committing and reading threads.
public protocol FrameEncoder: Sendable {
    /// - Parameter authors: one for each event.
    func encode(_ events: [Event], authors: [PersonName]) -> any EncodedFrames
}

extension Segment {
    /// Cuts consecutive events after each one that narrows the audience, and encodes the pieces.
    static func make(
        from events: [Event], names: NameBook, encoders: [any FrameEncoder]
    ) -> [Segment] {
        var segments: [Segment] = []
        var start = 0
        for place in events.indices where place == events.count - 1 || events[place].putOut != nil {
            // Nearly always all of them.
            let part = start == 0 && place == events.count - 1 ? events : Array(events[start...place])
            start = place + 1
            guard let first = part.first, let last = part.last else { continue }
            let authors = names.authors(of: part)
            segments.append(
                Segment(
                    room: first.room, first: first.sequence, last: last.sequence,
                    frames: encoders.map { $0.encode(part, authors: authors) },
                    narrows: last.putOut))
        }
        return segments
    }
}
