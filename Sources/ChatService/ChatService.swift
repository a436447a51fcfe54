public import ChatDomain
public import ChatStore
import ChatWire
public import Log
import Metrics
public import SearchIndex
import Secrets
import Synchronization
import Threads

/// The service with its threads: one that decides, one that commits, some that read, some that hash passwords.
///
/// Safe from any thread. Nothing here blocks but ``init`` and ``stop()``; answers come on a thread of the service.
public final class ChatService: Sendable {
    public let settings: ServiceSettings
    /// Encoded recent events, for readers that fell behind.
    public let tail: TailCache
    public let pending: PendingBytes
    public let names: NameBook
    public let epoch: Epoch
    public let figures = ServiceFigures()
    public let commits = CommitFigures()
    /// Who is kept out. Each door asks it of whoever comes.
    public let addressBans: AddressBans

    let service: WorkerThread<ServiceInput>
    let committer: WorkerThread<CommitterInput>
    private let store: any ChatStore
    let readers: WorkerPool<ReaderState>
    let searchers: WorkerPool<SearchState>
    let passwords: WorkerPool<Int>
    private let links: Links

    /// Whether no account exists yet.
    public var needsOwner: Bool { links.ownerNeeded.load(ordering: .relaxed) }

    /// What the server is called and who may make an account, as it stands now.
    public var entry: EntryRules { links.entry.withLock { $0 } }

    /// - Parameters:
    ///   - outlets: one for each door and loop, at most 64; their places are the `outlet` of a ``ConnectionID``.
    ///   - encoders: one for each kind of door.
    ///   - firstRoom: the room that every account joins, made when there is no room at all.
    ///   - search: the index of messages, which one of the followers feeds; nil to do without.
    public init(
        store: any ChatStore, settings: ServiceSettings, outlets: [any Outlet], encoders: [any FrameEncoder],
        firstRoom: FirstRoom = FirstRoom(), search: SearchIndex? = nil, followers: LogFollowers = .none,
        readers readerCount: Int = 2, passwordThreads: Int = 2, log: Log,
        now: @escaping @Sendable () -> Timestamp
    ) throws(ServiceStartError) {
        guard let random = try? SecureRandom() else { throw .noRandomBytes }
        let writer: any StoreWriter
        let directory: StoredDirectory
        do throws(StoreError) {
            writer = try store.makeWriter()
            let reader = try store.makeReader()
            try firstRoom.make(in: try reader.directory(), with: writer, now: now())
            try RoomsBeforeRoles.settle(in: try reader.directory(), with: writer)
            try LeftConnections.end(in: try reader.directory(), with: writer)
            try ServerSecret.make(in: try reader.directory(), with: writer, random)
            directory = try reader.directory()
        } catch {
            throw .store(error)
        }
        let limits = settings.limits
        let (names, tail, pending) = (
            NameBook(), TailCache(budget: limits.tailBytes), PendingBytes(limit: limits.pendingBytes)
        )
        let entry = EntrySettings.find(in: directory.records).rules(startedWith: settings)
        if entry.registration != settings.registration {
            log.info("registration is as an owner has set it", ["registration": entry.registration.rawValue])
        }
        let (links, epoch) = (Links(ownerNeeded: directory.accounts.isEmpty, entry: entry), store.epoch)
        let addressBans = AddressBans(directory.records, now: now)
        do throws(ThreadError) {
            let passwords = try WorkerPool<Int>(
                name: "password", count: passwordThreads, precedence: .second, limit: limits.passwordQueue,
                makeState: { $0 })
            // Whoever is there goes before those who come back, log in or look back.
            let readers = try WorkerPool(
                name: "reader", count: readerCount, precedence: .second, limit: limits.readQueue
            ) { _ in
                ReaderState(store: store, log: log)
            }
            let searchers = try WorkerPool(name: "search", count: 1, precedence: .last, limit: limits.searchQueue) {
                _ in
                SearchState(index: search, log: log)
            }
            let ports = ServiceCore.Ports(
                commit: links.commit, hash: { job in passwords.submit { _ in job() } },
                read: { job in readers.submit { job($0.reader) } },
                find: { job in searchers.submit { job($0.reader) } }, followers: followers, service: links.tellService,
                directory: { () throws(StoreError) in try store.makeReader().directory() },
                finishErasing: { () throws(StoreError) in try store.finishErasing() },
                ownerFound: { links.ownerNeeded.store(false, ordering: .relaxed) },
                entry: { rules in links.entry.withLock { $0 = rules } }, addressBans: addressBans, now: now)
            let (figures, commits) = (figures, commits)
            let (deciding, committing) = (Activity(thread: "service"), Activity(thread: "committer"))
            service = try WorkerThread(name: "service", activity: deciding) {
                let core = ServiceCore(
                    settings: settings, ports: ports, outlets: outlets, names: names, tail: tail, encoders: encoders,
                    pending: pending, figures: figures, activity: deciding, epoch: epoch, random: random,
                    directory: directory, log: log)
                return { core.handle(&$0) }
            }
            let handedOver = HandedOver(writer)
            committer = try WorkerThread(name: "committer", activity: committing) {
                var committer = Committer(
                    writer: handedOver.value, outlets: outlets, tail: tail, names: names, encoders: encoders,
                    heads: directory.heads, pending: pending, figures: commits, activity: committing, log: log,
                    tellService: links.tellService)
                return { committer.handle(&$0) }
            }
            self.passwords = passwords
            self.readers = readers
            self.searchers = searchers
        } catch {
            throw .thread("\(error)")
        }
        links.connect(service: service, committer: committer)
        self.store = store
        self.settings = settings
        self.tail = tail
        self.pending = pending
        self.names = names
        self.epoch = epoch
        self.addressBans = addressBans
        self.links = links
        run { $0.removeVisitorsWhoLeft() }
    }

    func tellCommitter(detach room: RoomID, outlet: Int) {
        committer.post(.detach(outlet: outlet, room: room))
    }

    /// Accepts nothing new, finishes what is under way, tells everyone whose request was accepted, and closes the
    /// store. Blocks until then; loops must still be running, since they are told.
    public func stop() {
        let (service, committer) = (service, committer)
        passwords.close()
        passwords.join()
        // What was given to the committer is settled before the service closes, so that whoever waits for it is told, and
        // who waits behind it is refused.
        let settled = Latch()
        let isPosted = service.post(
            .run { core in
                core.stop()
                core.ports.commit(.barrier { settled.open() })
            })
        if isPosted {
            settled.wait()
            let marked = Latch()
            service.post(.run { $0.storeLastMarkers { marked.open() } })
            marked.wait()
        }
        service.close()
        service.join()
        committer.close()
        committer.join()
        readers.close()
        readers.join()
        searchers.close()
        searchers.join()
        links.disconnect()
        store.close()
    }
}

/// Why the service could not start.
public enum ServiceStartError: Error, CustomStringConvertible {
    case store(StoreError)
    case thread(String)
    case noRandomBytes

    public var description: String {
        switch self {
        case .store(let error): error.description
        case .thread(let detail): "A thread could not be started: \(detail)."
        case .noRandomBytes: "The system gives no random bytes."
        }
    }
}

/// The room that every account joins, so that a family's group works with nothing set up.
public struct FirstRoom: Sendable {
    public var handle: String
    public var title: String

    public init(handle: String = "everyone", title: String = "Everyone") {
        self.handle = handle
        self.title = title
    }

    /// Makes it when there is no room at all.
    func make(in directory: StoredDirectory, with writer: any StoreWriter, now: Timestamp) throws(StoreError) {
        guard directory.rooms.isEmpty else { return }
        guard let handle = try? Handle.make(from: handle, what: "The first room's name") else {
            throw .misuse("the first room's name is not a handle")
        }
        let server = AccountID(rawValue: 0)
        let room = Room(
            id: RoomID(rawValue: 1), handle: handle, title: title, createdBy: server, createdAt: now, joinedByAll: true)
        let created = EventDraft(author: server, kind: .created, at: now, body: ServiceCore.body(room))
        _ = try writer.commit([
            CommitUnit(
                appends: [LogAppend(log: room.id.log, expected: .zero, events: [created])], changes: [.addRoom(room)])
        ])
    }
}

/// The lines between the threads, which exist only after all of them were started.
final class Links: Sendable {
    private let threads = Mutex<(WorkerThread<ServiceInput>, WorkerThread<CommitterInput>)?>(nil)
    let ownerNeeded: Atomic<Bool>
    let entry: Mutex<EntryRules>

    init(ownerNeeded: Bool, entry: EntryRules) {
        self.ownerNeeded = Atomic(ownerNeeded)
        self.entry = Mutex(entry)
    }

    func connect(service: WorkerThread<ServiceInput>, committer: WorkerThread<CommitterInput>) {
        threads.withLock { $0 = (service, committer) }
    }

    func disconnect() {
        threads.withLock { $0 = nil }
    }

    @Sendable func tellService(_ input: ServiceInput) {
        _ = threads.withLock { $0 }?.0.post(input)
    }

    @Sendable func commit(_ input: CommitterInput) {
        _ = threads.withLock { $0 }?.1.post(input)
    }
}

/// A reading thread's own reader; nil when it could not be opened.
struct ReaderState {
    let reader: (any StoreReader)?

    init(store: any ChatStore, log: Log) {
        do throws(StoreError) {
            reader = try store.makeReader()
        } catch {
            log.error("a reader could not be opened", ["reason": "\(error)"])
            reader = nil
        }
    }
}

/// The searching thread's own reader; nil when there is no index.
struct SearchState {
    let reader: IndexReader?

    init(index: SearchIndex?, log: Log) {
        do throws(SearchIndexError) {
            reader = try index?.makeReader()
        } catch {
            log.error("the search index could not be opened", ["reason": "\(error)"])
            reader = nil
        }
    }
}

/// Carries the writer to the thread that is its only user from then on.
private struct HandedOver<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
