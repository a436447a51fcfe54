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
    /// The newest event of each log that has any.
    public var heads: [LogID: SequenceNumber] = [:]

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
