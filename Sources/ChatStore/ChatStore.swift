public import ChatDomain

/// Keeps the logs and the state that goes with them. One process owns a store at a time.
///
/// Every implementation passes the suite in `Tests/StoreContract`.
public protocol ChatStore: Sendable {
    /// Of this life of the store; the same after reopening, another after a restore.
    var epoch: Epoch { get }

    /// The only way to change the store. One at a time, used by one thread.
    func makeWriter() throws(StoreError) -> any StoreWriter

    /// As many as there are threads that read. Reads never wait for the writer, and see only what is committed.
    func makeReader() throws(StoreError) -> any StoreReader

    /// Whether what was erased so far is gone from every file of the store, not only from what can be read. To be called
    /// now and then after erasing, from any thread, until it says so: readers at work can stand in the way.
    func finishErasing() throws(StoreError) -> Bool

    /// Releases files and locks. Writers and readers must not be used afterwards.
    func close()
}

public protocol StoreWriter: AnyObject {
    /// Commits units in their order, in one transaction, and returns after it is durable.
    ///
    /// A unit is atomic. The store numbers the events; one unit's duplicate or conflict fails no other. Outcomes are
    /// in the order of the units.
    ///
    /// - Throws: when the transaction as a whole failed. Its outcome is then **unknown**: none or all of it may be
    ///   there after a restart. The writer has forgotten what it assumed and can be used again.
    func commit(_ units: [CommitUnit]) throws(StoreError) -> [CommitOutcome]
}

public protocol StoreReader: AnyObject {
    /// Everything that is not an event, in one consistent view.
    func directory() throws(StoreError) -> StoredDirectory

    /// Events of a log after a place, oldest first: at most `limit`, and no more than fit into `bytes` of bodies, but at
    /// least one if there is any.
    func events(
        in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event]

    /// The last events of a log before a place, oldest first, within the same bounds.
    func events(
        in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event]

    /// As ``events(in:after:limit:bytes:)``, of those that are lines (``EventKind/isLine``).
    func lines(
        _ selection: LineSelection, in log: LogID, after place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event]

    /// As ``events(in:before:limit:bytes:)``, likewise.
    func lines(
        _ selection: LineSelection, in log: LogID, before place: SequenceNumber, limit: Int, bytes: Int
    ) throws(StoreError) -> [Event]

    func event(in log: LogID, at sequence: SequenceNumber) throws(StoreError) -> Event?

    /// Everything about these messages (``EventKind/isAboutMessage``), in the order of the log.
    func events(in log: LogID, about messages: [SequenceNumber]) throws(StoreError) -> [Event]

    /// Of those messages that are roots of threads, in the order asked for: how many messages answer, erased ones too, and
    /// the last of them.
    func threads(in log: LogID, of roots: [SequenceNumber]) throws(StoreError) -> [ThreadSize]

    /// How many messages the log has up to and including a place.
    func ordinal(in log: LogID, at place: SequenceNumber) throws(StoreError) -> Int64

    /// The first event at or after a moment; nil when there is none. Times rise with places, but for steps of the clock:
    /// then it is one of several places where an event that is not older than the moment follows one that is.
    func place(in log: LogID, at moment: Timestamp) throws(StoreError) -> SequenceNumber?

    /// How many messages after a place are erased, or by one of these authors. Stops counting at `limit`. With authors it
    /// takes as long as there are messages after the place.
    func discounted(
        in log: LogID, after place: SequenceNumber, authors: Set<AccountID>, limit: Int
    ) throws(StoreError) -> Int

    /// The number of the newest arrival; 0 when there is none. Cheap.
    func lastArrival() throws(StoreError) -> Int64

    /// Events of all logs in the order of arrival, after one of them: for what follows behind.
    func arrivals(after: Int64, limit: Int, bytes: Int) throws(StoreError) -> [Arrival]

    func record(_ key: RecordKey) throws(StoreError) -> Record?

    /// An owner's records of a collection in the order of their keys, after a key, at most `limit`.
    func records(
        _ collection: RecordCollection, owner: Int64, after key: RecordKey?, limit: Int
    ) throws(StoreError) -> [Record]

    /// How many messages of a log after a place, erased ones and those of `authors` not counted, concern one of the
    /// addressees.
    func noticeCount(
        for addressees: [NoticeAddressee], in log: LogID, after place: SequenceNumber, except authors: Set<AccountID>
    ) throws(StoreError) -> Int

    /// The notice of one event for the first of the addressees that has one.
    func notice(
        for addressees: [NoticeAddressee], in log: LogID, at sequence: SequenceNumber
    ) throws(StoreError) -> Notice?

    /// What concerns an addressee in any log, newest first, before the notice of a number.
    func notices(
        for addressee: NoticeAddressee, before number: Int64?, limit: Int
    ) throws(StoreError) -> [Notice]
}

/// An event with its number in the order of arrival, which rises, with gaps.
public struct Arrival: Sendable, Equatable {
    public var number: Int64
    public var event: Event

    public init(number: Int64, event: Event) {
        self.number = number
        self.event = event
    }
}

/// How long a thread is.
public struct ThreadSize: Sendable, Equatable {
    public var root: SequenceNumber
    public var messages: Int
    public var last: SequenceNumber

    public init(root: SequenceNumber, messages: Int, last: SequenceNumber) {
        self.root = root
        self.messages = messages
        self.last = last
    }
}

extension StoreReader {
    /// Without a bound on bytes.
    public func events(in log: LogID, after place: SequenceNumber, limit: Int) throws(StoreError) -> [Event] {
        try events(in: log, after: place, limit: limit, bytes: .max)
    }

    /// Without a bound on bytes.
    public func events(in log: LogID, before place: SequenceNumber, limit: Int) throws(StoreError) -> [Event] {
        try events(in: log, before: place, limit: limit, bytes: .max)
    }
}

/// What the service holds in memory: read once at the start, and again after a commit whose outcome is unknown.
public struct StoredDirectory: Sendable, Equatable {
    public var accounts: [Account] = []
    public var rooms: [Room] = []
    public var members: [Membership] = []
    public var sessions: [Session] = []
    public var settings: [String: String] = [:]
    /// Where each log ends that has any event.
    public var heads: [LogID: LogHead] = [:]
    /// The records of resident collections.
    public var records: [Record] = []

    public init() {}
}

/// Why the store could not do as asked. Each has one sentence for the operator in `description`.
public enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No room left on the disk.
    case full(String)
    /// The operating system reported an error.
    case io(String)
    /// What is in the file is not what the store wrote.
    case corrupt(String)
    /// A newer Roost wrote the file.
    case newerSchema(found: Int, supported: Int)
    /// Another process has it open.
    case inUse(String)
    /// The path holds something else, or cannot be used.
    case unusable(String)
    /// A fault in Roost itself: a statement that the store could not run.
    case misuse(String)

    public var description: String {
        switch self {
        case .full(let detail): "The disk is full: \(detail)."
        case .io(let detail): "The disk reported an error: \(detail)."
        case .corrupt(let detail): "The store is damaged: \(detail). Restore a backup."
        case .newerSchema(let found, let supported):
            """
            The store was written by a newer Roost (schema \(found); this one knows up to \(supported)). \
            Start that version, or restore a backup made before the upgrade.
            """
        case .inUse(let path): "Another server is running on \(path). Stop it, or choose another --data directory."
        case .unusable(let detail): "The store cannot be opened: \(detail)."
        case .misuse(let detail): "The store was used wrongly, which is a fault in Roost: \(detail)."
        }
    }
}
