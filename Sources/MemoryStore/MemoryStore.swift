public import ChatDomain
public import ChatStore
internal import Synchronization

/// A store that lasts as long as the process: for tests, and to read the contract from.
public final class MemoryStore: ChatStore {
    public let epoch: Epoch
    private let state = Mutex(MemoryState())
    private let pendingFailure = Mutex<(failure: CommitFailure, error: StoreError)?>(nil)

    public init() {
        var random = SystemRandomNumberGenerator()
        epoch = Epoch(high: random.next(), low: random.next())
    }

    public func makeWriter() -> any StoreWriter { MemoryWriter(store: self) }
    public func makeReader() -> any StoreReader { MemoryReader(store: self) }
    /// Always true: memory has no files.
    public func finishErasing() -> Bool { true }
    public func close() {}

    /// What a commit that fails leaves behind. The writer cannot tell one from the other.
    public enum CommitFailure: Sendable {
        case nothingKept
        case allKept
    }

    /// Lets the next commit throw `error`.
    public func failNextCommit(_ failure: CommitFailure, error: StoreError = .io("made to fail")) {
        pendingFailure.withLock { $0 = (failure, error) }
    }

    fileprivate func commit(_ units: [CommitUnit]) throws(StoreError) -> [CommitOutcome] {
        for unit in units {
            if unit.keyCount > 1 { throw .misuse("a unit carries more than one key") }
            if unit.notesNothing { throw .misuse("a unit notes an event that it does not have") }
        }
        let pending = pendingFailure.withLock { pending in
            defer { pending = nil }
            return pending
        }
        if let pending, pending.failure == .nothingKept { throw pending.error }
        let outcomes = state.withLock { state in
            // Readers wait for the lock, so that they see all of a commit or nothing.
            units.map { state.apply($0) }
        }
        if let pending { throw pending.error }
        return outcomes
    }

    func read<Result: Sendable>(_ body: (borrowing MemoryState) -> Result) -> Result {
        state.withLock { body($0) }
    }
}

private final class MemoryWriter: StoreWriter {
    private let store: MemoryStore
    init(store: MemoryStore) { self.store = store }

    func commit(_ units: [CommitUnit]) throws(StoreError) -> [CommitOutcome] { try store.commit(units) }
}

extension CommitUnit {
    fileprivate var keyCount: Int {
        appends.reduce(0) { count, append in count + append.events.count { $0.key != nil } }
    }

    fileprivate var notesNothing: Bool {
        guard appends.first?.events.isEmpty ?? true else { return false }
        return changes.contains { change in
            if case .notice = change { true } else { false }
        }
    }
}
