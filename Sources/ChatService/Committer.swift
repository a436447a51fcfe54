import ChatDomain
import ChatStore
import Log
import Metrics
import Synchronization

/// The committing thread's work: everything that waits goes to the disk in one transaction (group commit), then to
/// the loops and the service.
///
/// Never reorders. What is delivered is durable. Audience changes stand in the same line as commits, so a reader's
/// subscription begins between two events and misses none.
struct Committer {
    let writer: any StoreWriter
    let outlets: [any Outlet]
    let tail: TailCache
    let names: NameBook
    let encoders: [any FrameEncoder]
    let tellService: @Sendable (ServiceInput) -> Void
    let pending: PendingBytes
    let figures: CommitFigures
    let activity: Activity
    let log: Log

    /// For each room, the outlets that have readers: one bit each.
    private var audience: [RoomID: UInt64] = [:]
    private var heads: [LogID: LogHead]
    /// After a failed commit nothing is committed until the service has read the store again.
    private var awaitsReload = false
    private var mail: [[OutletMessage]]

    init(
        writer: any StoreWriter, outlets: [any Outlet], tail: TailCache, names: NameBook,
        encoders: [any FrameEncoder], heads: [LogID: LogHead], pending: PendingBytes,
        figures: CommitFigures, activity: Activity, log: Log, tellService: @escaping @Sendable (ServiceInput) -> Void
    ) {
        precondition(outlets.count <= 64, "the audience of a room is a word of 64 bits")
        self.writer = writer
        self.outlets = outlets
        self.tail = tail
        self.names = names
        self.encoders = encoders
        self.heads = heads
        self.pending = pending
        self.figures = figures
        self.activity = activity
        self.log = log
        self.tellService = tellService
        mail = Array(repeating: [], count: outlets.count)
    }

    mutating func handle(_ inputs: inout [CommitterInput]) {
        var batch = SubmissionBatch()
        for input in inputs {
            if case .submit(let submissions) = input {
                for submission in submissions { batch.append(submission) }
                continue
            }
            // What is not a commit waits for the commits before it.
            commit(&batch)
            perform(input)
        }
        commit(&batch)
        deliverMail()
    }

    private mutating func perform(_ input: CommitterInput) {
        switch input {
        case .submit: break
        case .attach(var attachment):
            let outlet = attachment.connection.outlet
            audience[attachment.room, default: 0] |= 1 << UInt64(outlet)
            attachment.head = heads[attachment.room.log]?.sequence ?? .zero
            mail[outlet].append(.attached(attachment))
        case .detach(let outlet, let room):
            guard let mask = audience[room] else { return }
            let rest = mask & ~(1 << UInt64(outlet))
            audience[room] = rest == 0 ? nil : rest
        case .presence(let message, let room):
            post(message, toReadersOf: room)
        case .shown(let presence):
            for outlet in mail.indices { mail[outlet].append(.shown(presence)) }
        case .reloaded(let fresh):
            awaitsReload = false
            tail.clear()
            for room in audience.keys {
                let head = fresh[room.log]?.sequence ?? .zero
                if head > heads[room.log]?.sequence ?? .zero {
                    post(.headMoved(room: room, head: head), toReadersOf: room)
                }
            }
            heads = fresh
        case .barrier(let reached):
            deliverMail()
            reached()
        }
    }

    private mutating func post(_ message: OutletMessage, toReadersOf room: RoomID) {
        guard var mask = audience[room] else { return }
        while mask != 0 {
            mail[mask.trailingZeroBitCount].append(message)
            mask &= mask - 1
        }
    }

    private mutating func deliverMail() {
        for place in mail.indices where !mail[place].isEmpty {
            outlets[place].post(mail[place])
            mail[place].removeAll(keepingCapacity: true)
        }
    }

    // MARK: Commit

    private mutating func commit(_ batch: inout SubmissionBatch) {
        guard !batch.isEmpty else { return }
        defer {
            if pending.remove(batch.bytes) {
                for place in mail.indices { mail[place].append(.roomToSend) }
            }
            batch = SubmissionBatch()
        }
        guard !awaitsReload else { return settleUnknown(batch) }
        let outcomes: [CommitOutcome]
        activity.enter("a commit")
        let start = monotonicNanoseconds()
        do throws(StoreError) {
            outcomes = try writer.commit(batch.units)
        } catch {
            log.error("commit failed", ["reason": "\(error)", "units": "\(batch.units.count)"])
            figures.failures.add()
            awaitsReload = true
            // The service reads the store again before anyone is answered, so that who asks next is answered from it.
            tellService(.commitFailed)
            settleUnknown(batch)
            return
        }
        figures.committed(batch.units, outcomes, since: start)
        activity.enter("encoding and handing over what was committed")
        settle(batch, outcomes)
    }

    private mutating func settle(_ batch: SubmissionBatch, _ outcomes: [CommitOutcome]) {
        var settled = Settled()
        settled.messages.reserveCapacity(batch.units.count)
        var news: [LogNews] = []
        var places: [LogID: Int] = [:]
        for (unit, (reply, outcome)) in zip(batch.units, zip(batch.replies, outcomes)) {
            if case .committed(let first) = outcome {
                for (append, start) in zip(unit.appends, first) {
                    let place = place(of: append.log, in: &news, &places)
                    news[place].number(append, from: start, &settled)
                }
                if !unit.changes.isEmpty { settled.add(unit, first) }
            }
            switch reply {
            case .live(let connection, let id, let room):
                acknowledge(connection, id, room, unit, outcome)
            case .call(let reply):
                settled.replies.append(Settled.Reply(call: reply, outcome: .outcome(outcome)))
            }
        }
        for part in news {
            heads[part.log] = part.head
            settled.heads.append((part.log, part.head))
        }
        // The service first: nobody may know of an event before it does.
        tellService(.settled(settled))
        for part in news {
            for segment in Segment.make(from: part.events, names: names, encoders: encoders) {
                tail.append(segment)
                post(.segment(segment), toReadersOf: segment.room)
            }
        }
        // What was erased is encoded anew when somebody reads it.
        for change in settled.changes {
            switch change {
            case .erase(let log, _), .eraseAll(let log, _): tail.forget(RoomID(log))
            default: break
            }
        }
    }

    /// Where a log's news are gathered. What a sender had under way stands side by side, and needs no look-up.
    private func place(of log: LogID, in news: inout [LogNews], _ places: inout [LogID: Int]) -> Int {
        if let last = news.last, last.log == log { return news.count - 1 }
        if let place = places[log] { return place }
        places[log] = news.count
        news.append(LogNews(log: log, head: heads[log] ?? .empty))
        return news.count - 1
    }

    private mutating func acknowledge(
        _ connection: ConnectionID, _ id: Int64, _ room: RoomID, _ unit: CommitUnit, _ outcome: CommitOutcome
    ) {
        let message: OutletMessage
        switch outcome {
        case .committed(let first):
            message = .ack(
                connection: connection, id: id, room: room, sequence: first.first ?? .zero,
                at: unit.appends.first?.events.first?.at ?? Timestamp(milliseconds: 0), duplicate: false)
        case .duplicate(let first, let at):
            message = .ack(connection: connection, id: id, room: room, sequence: first, at: at, duplicate: true)
        case .conflict, .fenced:
            message = .refused(connection: connection, id: id, refusal: .outcomeUnknown, send: true)
        }
        mail[connection.outlet].append(message)
    }

    private mutating func settleUnknown(_ batch: SubmissionBatch) {
        var settled = Settled()
        for reply in batch.replies {
            switch reply {
            case .live(let connection, let id, _):
                mail[connection.outlet].append(
                    .refused(connection: connection, id: id, refusal: .outcomeUnknown, send: true))
            case .call(let reply):
                settled.replies.append(Settled.Reply(call: reply, outcome: .unknown))
            }
        }
        if !settled.replies.isEmpty { tellService(.settled(settled)) }
    }
}

extension Refusal {
    static let outcomeUnknown = Refusal(
        .outcomeUnknown,
        "The server could not learn whether this was stored. Send it again with the same key: it will not be doubled.")
}

/// What one commit brought to one log.
private struct LogNews {
    let log: LogID
    var head: LogHead
    var events: [Event] = []

    mutating func number(_ append: LogAppend, from start: SequenceNumber, _ settled: inout Settled) {
        head.sequence = start
        for (offset, draft) in append.events.enumerated() {
            if offset > 0 { head.sequence = head.sequence.next }
            if draft.kind == .message {
                head.messages += 1
                settled.messages.append(SettledMessage(log: log, author: draft.author, sequence: head.sequence))
            }
            events.append(
                Event(
                    log: log, sequence: head.sequence, at: draft.at, author: draft.author, kind: draft.kind,
                    subject: draft.subject, ordinal: head.messages, body: draft.body))
        }
    }
}

/// What one commit brought, for the service thread.
struct Settled: Sendable {
    struct Reply: Sendable {
        var call: @Sendable (ServiceCore, SettledOutcome) -> Void
        var outcome: SettledOutcome
    }

    var changes: [StateChange] = []
    var heads: [(LogID, LogHead)] = []
    var messages: [SettledMessage] = []
    var notices: [SettledNotice] = []
    var replies: [Reply] = []

    /// - Parameter first: the number of the first event of each append.
    mutating func add(_ unit: CommitUnit, _ first: [SequenceNumber]) {
        for change in unit.changes {
            if case .notice(let reason, let addressees) = change, let append = unit.appends.first,
                let author = append.events.first?.author, let sequence = first.first
            {
                let message = SettledMessage(log: append.log, author: author, sequence: sequence)
                notices.append(SettledNotice(message: message, reason: reason, addressees: addressees))
                continue
            }
            changes.append(unit.kept(change, first: first))
        }
    }
}

/// Bytes of sends that wait for the disk, so that loops can stop reading from senders.
public final class PendingBytes: Sendable {
    private let bytes = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }

    /// Returns whether there is room again that was not there before.
    func remove(_ count: Int) -> Bool {
        let (before, after) = bytes.subtract(count, ordering: .relaxed)
        return before > limit && after <= limit
    }

    /// How many wait.
    public var count: Int { bytes.load(ordering: .relaxed) }

    /// Whether senders should be left waiting.
    public var isFull: Bool { bytes.load(ordering: .relaxed) > limit }
}
