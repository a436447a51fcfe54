internal import ChatDomain
internal import SQLite

/// The one writer of an index, for one thread at a time.
///
/// A change is lasting when the operating system says so: after a power cut the index may be back at an earlier
/// `progress`, whole, and is fed from there again. A killed process loses nothing.
public final class IndexWriter {
    let index: SearchIndex
    let connection: SQLiteConnection
    let statements: IndexWriterStatements
    /// Oldest first, as of the last commit.
    private(set) var segments: [Segment]
    /// Whether the transaction has changed them.
    var hasNewSegments = false
    private var nextText: Int64
    var lists = SegmentBuilder()

    /// The arrival up to which the index has everything; 0 for an empty one.
    public private(set) var progress: Int64 {
        didSet { index.note(progress: progress) }
    }

    /// Whether bytes of erased or edited texts may be left in the file or its write-ahead log: then call
    /// `finishErasures()` soon, once for all erasures of some seconds.
    public internal(set) var hasErasures: Bool

    init(of index: SearchIndex) throws(SQLiteError) {
        self.index = index
        var isOpen = false
        // When this throws, there is no writer whose end would tell.
        defer { if !isOpen { index.writerEnded() } }
        connection = try SQLiteConnection(path: index.path, access: .readWrite, busyTimeout: index.limits.patience)
        try connection.setPragma("secure_delete", to: 1)
        // What is lost in a power cut is fed again.
        try connection.setPragma("synchronous", to: 1)
        try connection.setPragma("cache_size", to: -Int64(index.limits.writerCache / 1024))
        // A backfill makes the log long once; it need not stay so.
        try connection.setPragma("journal_size_limit", to: 16 << 20)
        // Fewer and longer checkpoints: each waits for the disk, and keeps those who write waiting for it.
        try connection.setPragma("wal_autocheckpoint", to: 4_000)
        // No text in temporary files.
        try connection.setPragma("temp_store", to: 2)
        try connection.setPragma("trusted_schema", to: 0)
        statements = try IndexWriterStatements(connection)
        segments = try connection.segments()
        progress = try connection.integer("SELECT value FROM meta WHERE key = 'progress'") ?? 0
        hasErasures = try connection.integer("SELECT value FROM meta WHERE key = 'erased'") != 0
        nextText = try Self.nextText(connection)
        isOpen = true
        // Observers are not called for what an initializer sets.
        index.note(progress: progress)
    }

    deinit { index.writerEnded() }

    private static func nextText(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Int64 {
        (try connection.integer("SELECT max(id) FROM texts") ?? 0) + 1
    }

    /// Takes in what happened, in this order, and how far that goes; all of it or, when it throws, nothing.
    ///
    /// New messages are found at once. Each time enough have come together they are given lists, which takes up to a second
    /// for a whole segment. While `changes` are as many as `Limits.tail`, a backfill is taken to be going on, and lists are made
    /// for whole segments alone.
    public func apply(_ changes: [IndexChange], upTo arrival: Int64) throws(SearchIndexError) {
        try transaction { () throws(SQLiteError) in
            var stale = Set<Int64>()
            var erased = false
            for change in changes {
                switch change {
                case .put(let message): try put(message)
                case .replace(let room, let sequence, let content):
                    guard let found = try statements.message(at: room, sequence) else { continue }
                    try replace(found, content)
                    stale.formUnion(segment(of: found.id))
                    erased = true
                case .erase(let room, let sequence):
                    guard let found = try statements.message(at: room, sequence) else { continue }
                    try statements.erase(found)
                    stale.formUnion(segment(of: found.id))
                    erased = true
                case .eraseRoom(let room, let place):
                    for found in try statements.messages(of: room, through: place) {
                        try statements.erase(found)
                        stale.formUnion(segment(of: found.id))
                        erased = true
                    }
                }
            }
            for number in stale { try statements.markStale(number) }
            hasNewSegments = !stale.isEmpty
            if erased { try statements.setMeta("erased", 1) }
            if erased { hasErasures = true }
            if arrival > progress { try statements.setMeta("progress", arrival) }
        }
        progress = max(progress, arrival)
        try makeLists(isBackfill: changes.count >= index.limits.tail)
    }

    private func put(_ message: IndexedMessage) throws(SQLiteError) {
        guard try statements.insert(message, text: nextText) else { return }
        try statements.insertText(StoredText(message.content).row, id: nextText)
        nextText += 1
        try statements.insertLoose(message.arrival)
    }

    private func replace(_ found: FoundMessage, _ content: IndexedContent) throws(SQLiteError) {
        try statements.eraseText(found.text)
        try statements.insertText(StoredText(content).row, id: nextText)
        try statements.update(found.id, text: nextText, traits: content.storedTraits)
        nextText += 1
        try statements.insertLoose(found.id)
    }

    private func segment(of id: Int64) -> [Int64] {
        // The first whose end is not before the message.
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].last < id { low = middle + 1 } else { high = middle }
        }
        return low < segments.count ? [segments[low].number] : []
    }

    /// All of `body` or nothing. What it changed in memory is read anew from the file after a failure.
    func transaction(_ body: () throws(SQLiteError) -> Void) throws(SearchIndexError) {
        do throws(SQLiteError) {
            try connection.beginImmediate()
            do throws(SQLiteError) {
                try body()
            } catch {
                connection.rollback()
                throw error
            }
            do throws(SQLiteCommitFailure) { try connection.commit() } catch { throw error.cause }
            if hasNewSegments { segments = try connection.segments() }
            hasNewSegments = false
        } catch {
            if let known = try? connection.segments() { segments = known }
            hasNewSegments = false
            if let next = try? Self.nextText(connection) { nextText = next }
            throw SearchIndexError(error, at: index.path)
        }
    }
}

extension IndexedContent {
    var storedTraits: MessageTraits {
        let told = traits.intersection([.link, .file, .image])
        return mentionsAll ? told.union(.mentionsAll) : told
    }
}
