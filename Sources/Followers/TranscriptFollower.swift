public import ChatDomain
public import ChatStore
import Transcripts

/// Keeps a text file a room, as messages come (docs/operating/transcripts.md).
///
/// A file is what the room's log renders to. It grows at its end; whatever takes text away, or may have left it half
/// done, has it written anew from the store. The cursor names the files that are being touched before they are, so that
/// after a crash those alone are written anew: no line is lost, and none is there twice.
public final class TranscriptFollower: Follower {
    public struct Settings: Sendable {
        /// Between two writes, so that many messages cost one. Default: 1 second.
        public var pause = Duration.seconds(1)
        /// How long a file waits to be written anew after a deletion, so that many deletions cost one. Default: 20 seconds.
        public var patience = Duration.seconds(20)
        /// Bytes that wait in memory before they are written in any case. Default: 1 MiB.
        public var pendingBytes = 1 << 20
        /// How long files are written anew without a look at what came meanwhile. Default: 1 second.
        public var stretch = Duration.seconds(1)
        /// How old the names of people may be, if nobody new is met. Default: 1 minute.
        public var freshness = Duration.seconds(60)

        public init() {}
    }

    var folder: TranscriptFolder
    private let settings: Settings
    private let clock = ContinuousClock()

    /// What the folder's cursor says.
    private var noted: TranscriptCursor
    /// What it shall say when everything that waits is written.
    private var cursor: TranscriptCursor
    private var files: [Int64: String] = [:]
    private var known = TranscriptRooms()
    private var lookedAt: ContinuousClock.Instant?
    /// Lines that are to be put behind the rooms' files.
    private var pending: [Int64: [UInt8]] = [:]
    private var pendingBytes = 0
    /// Rooms whose files have all they should, and something that they should not; since when.
    private var outdated: [Int64: ContinuousClock.Instant] = [:]
    private var lastWrite: ContinuousClock.Instant?
    private var isOpen = false
    /// How many files were written anew.
    private(set) var rewrites = 0

    /// - Parameters:
    ///   - folder: of transcripts alone. Opened when there is something to do, and tried again until it can be.
    ///   - conversations: whether direct conversations and groups are written too.
    public init(folder: String, epoch: Epoch, conversations: Bool, settings: Settings = Settings()) {
        self.folder = TranscriptFolder(path: folder)
        self.settings = settings
        noted = TranscriptCursor(epoch: epoch.text, conversations: conversations)
        cursor = noted
    }

    /// Nothing is asked for until the folder could be opened.
    public var progress: Int64 { isOpen ? cursor.progress : .max }

    public func take(_ arrivals: [Arrival], from reader: any StoreReader) throws {
        // What may fail comes first: after a failure the same arrivals come again.
        if pendingBytes >= settings.pendingBytes { try write() }
        if !known.knows(arrivals) || lookedAt.map({ clock.now - $0 >= settings.freshness }) ?? true { try look(reader) }
        for arrival in arrivals where arrival.event.log.rawValue > 0 { note(arrival.event) }
        if let last = arrivals.last { cursor.progress = last.number }
    }

    public func erase(_ log: LogID, _ places: ClosedRange<SequenceNumber>) throws {
        let room = log.rawValue
        guard room > 0, places.upperBound.rawValue > cursor.floors[Int(room), default: 0] else { return }
        outdate(room)
    }

    public func tidy(_ reader: any StoreReader, isBehind: Bool) throws {
        if !isOpen { return try open(reader) }
        let now = clock.now
        // A clear distance between writes, but none before the first.
        let isDue = lastWrite.map { now - $0 >= settings.pause } ?? true
        if isDue, !pending.isEmpty || cursor.progress - noted.progress >= Self.unnotedArrivals { try write() }
        let due = Set(outdated.filter { now - $0.value >= settings.patience }.keys).union(cursor.stale)
        guard !due.isEmpty else { return }
        try rewrite(due.sorted(), reader)
    }

    /// So far the progress may run ahead of its note when there is nothing to write.
    private static let unnotedArrivals: Int64 = 10_000

    // MARK: Taking

    private func note(_ event: Event) {
        let room = event.log.rawValue
        if event.sequence.rawValue <= cursor.ahead[Int(room), default: 0] { return }
        cursor.ahead[Int(room)] = nil
        // A changed room may be called otherwise, be gone, or be back.
        if event.kind == .deleted || event.kind == .changed { outdate(room) }
        guard let state = known.rooms[room], state.isWritten, !cursor.stale.contains(room) else { return }
        guard files[room] != nil else {
            cursor.stale.insert(room)
            return
        }
        var writer = TranscriptWriter(.text, room: state.title)
        let before = pending[room, default: []].count
        for event in known.events(event) { writer.add(event, to: &pending[room, default: []]) }
        pendingBytes += pending[room, default: []].count - before
    }

    private func outdate(_ room: Int64) {
        if outdated[room] == nil { outdated[room] = clock.now }
    }

    private func look(_ reader: any StoreReader) throws {
        known = TranscriptRooms(try reader.directory(), conversations: cursor.conversations)
        lookedAt = clock.now
    }

    // MARK: Opening

    private func open(_ reader: any StoreReader) throws {
        let (files, found) = try folder.open()
        try look(reader)
        self.files = files
        let written = known.rooms.filter(\.value.isWritten)
        for (room, name) in files where written[room] == nil {
            try folder.remove(name)
            self.files[room] = nil
        }
        if let found, found.version == cursor.version, found.epoch == cursor.epoch,
            found.conversations == cursor.conversations
        {
            (noted, cursor) = (found, found)
            for (room, state) in written
            where files[room] == nil || state.floor > cursor.floors[Int(room), default: 0] {
                cursor.stale.insert(room)
            }
        } else {
            // Another store, or other rooms: nothing in the files is to be relied on.
            cursor.stale = Set(written.keys)
            try note()
        }
        isOpen = true
    }

    // MARK: Writing

    private func note() throws(TranscriptFailure) {
        var next = cursor
        next.stale.formUnion(outdated.keys)
        try folder.write(next)
        noted = next
    }

    private func write() throws {
        lastWrite = clock.now
        // First that they are touched, then the lines, then that all is well.
        let touched = noted.stale.union(pending.keys)
        if touched != noted.stale {
            var intent = noted
            intent.stale = touched
            try folder.write(intent)
            noted = intent
        }
        for (room, lines) in pending {
            if try files[room].map({ name throws(TranscriptFailure) in try folder.append(lines, to: name) }) != true {
                cursor.stale.insert(room)
            }
            pending[room] = nil
            pendingBytes -= lines.count
        }
        try note()
    }

    private func rewrite(_ rooms: [Int64], _ reader: any StoreReader) throws {
        // A rewritten file has the lines that wait: they must not come behind it once more.
        if !pending.isEmpty { try write() }
        // The rooms must be named in the cursor before their files have more than it says.
        if !noted.stale.isSuperset(of: rooms) { try note() }
        try forgetAhead(reader)
        try look(reader)
        let start = clock.now
        for room in rooms {
            try rewrite(room, reader)
            cursor.stale.remove(room)
            outdated[room] = nil
            if clock.now - start >= settings.stretch { break }
        }
        try note()
    }

    /// When everything has been taken, no file is ahead any more.
    private func forgetAhead(_ reader: any StoreReader) throws {
        guard !cursor.ahead.isEmpty, try reader.arrivals(after: cursor.progress, limit: 1, bytes: 1).isEmpty else {
            return
        }
        cursor.ahead = [:]
    }

    private func rewrite(_ room: Int64, _ reader: any StoreReader) throws {
        guard let state = known.rooms[room], state.isWritten else {
            if let name = files[room] { try folder.remove(name) }
            files[room] = nil
            return
        }
        let name = files[room] ?? TranscriptFileName.make(state.title.title, id: room, format: .text)
        var last = SequenceNumber(state.floor)
        try folder.replace(name) { write in
            var writer = TranscriptWriter(.text, room: state.title)
            var lines: [UInt8] = []
            writer.begin(&lines)
            while true {
                let events = try reader.events(
                    in: LogID(rawValue: room), after: last, limit: Self.pageEvents, bytes: Self.pageBytes)
                guard let end = events.last else { break }
                for event in events { for line in known.events(event) { writer.add(line, to: &lines) } }
                last = end.sequence
                try write(lines)
                lines = []
            }
            try write(lines)
        }
        files[room] = name
        cursor.ahead[Int(room)] = last.rawValue
        cursor.floors[Int(room)] = state.floor == 0 ? nil : state.floor
        rewrites += 1
    }

    private static let pageEvents = 500
    private static let pageBytes = 1 << 20
}
