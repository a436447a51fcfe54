public import ChatDomain
import Synchronization

/// The encoded tails of all logs, under one budget of bytes. Live delivery and catching up share its segments.
///
/// One lock, taken once a batch by the committing thread and once a read by a loop whose reader fell behind; never
/// for a delivery.
public final class TailCache: Sendable {
    private struct Tail {
        var segments: [Segment] = []
        /// Segments before this index were evicted; they are dropped from the array now and then.
        var start = 0

        var first: SequenceNumber? { start < segments.count ? segments[start].first : nil }

        mutating func evictFirst() -> Int {
            guard start < segments.count else { return 0 }
            let freed = segments[start].byteCount
            start += 1
            if start > 64, start * 2 > segments.count {
                segments.removeFirst(start)
                start = 0
            }
            return freed
        }
    }

    private struct State {
        var tails: [RoomID: Tail] = [:]
        /// One entry for each cached segment, in the order of caching: whose front goes first.
        var order: [RoomID] = []
        var orderStart = 0
        var bytes = 0
        /// How often something was forgotten: what was read before may hold it still.
        var generation = 0
    }

    private let state = Mutex(State())
    private let budget: Int

    init(budget: Int) {
        self.budget = budget
    }

    /// Bytes that it holds.
    public var bytes: Int { state.withLock { $0.bytes } }

    /// Adds the newest segment of a room.
    func append(_ segment: Segment) {
        state.withLock { state in
            var tail = state.tails.removeValue(forKey: segment.room) ?? Tail()
            if let last = tail.segments.last, last.last.next != segment.first {
                // Not a continuation (the store was reloaded): what was cached is void.
                while tail.start < tail.segments.count { state.bytes -= tail.evictFirst() }
                tail = Tail()
            }
            tail.segments.append(segment)
            state.tails[segment.room] = tail
            note(segment, in: &state)
        }
    }

    /// To be asked before older events are read, and given with them.
    var generation: Int { state.withLock { $0.generation } }

    /// Adds older segments, if they end where the room's tail begins and nothing was forgotten since they were read.
    func prepend(_ segments: [Segment], readAt generation: Int) {
        guard let last = segments.last else { return }
        state.withLock { state in
            guard state.generation == generation else { return }
            guard var tail = state.tails.removeValue(forKey: last.room) else { return }
            if let first = tail.first, last.last.next == first {
                tail.segments.removeFirst(tail.start)
                tail.start = 0
                tail.segments.insert(contentsOf: segments, at: 0)
                state.tails[last.room] = tail
                for segment in segments { note(segment, in: &state) }
            } else {
                state.tails[last.room] = tail
            }
        }
    }

    /// Segments that continue from `after`, up to about `bytes`. The first may begin earlier.
    /// Nil when the cache does not reach back that far; empty when there is nothing newer.
    public func segments(in room: RoomID, after: SequenceNumber, bytes: Int) -> [Segment]? {
        state.withLock { state in
            guard let tail = state.tails[room], let first = tail.first, first <= after.next,
                let last = tail.segments.last
            else { return nil }
            guard last.last > after else { return [] }
            // Binary search for the segment that holds the event after the cursor.
            var low = tail.start
            var high = tail.segments.count - 1
            while low < high {
                let middle = (low + high) / 2
                if tail.segments[middle].last > after { high = middle } else { low = middle + 1 }
            }
            var found: [Segment] = []
            var total = 0
            while low < tail.segments.count, total < bytes {
                found.append(tail.segments[low])
                total += tail.segments[low].byteCount
                low += 1
            }
            return found
        }
    }

    /// Forgets everything: after a commit whose outcome is unknown.
    func clear() {
        state.withLock { $0 = State(generation: $0.generation + 1) }
    }

    /// Forgets what it has of a room: after something in it was erased.
    func forget(_ room: RoomID) {
        state.withLock { state in
            state.generation += 1
            guard var tail = state.tails.removeValue(forKey: room) else { return }
            while tail.first != nil { state.bytes -= tail.evictFirst() }
            state.order = state.order[state.orderStart...].filter { $0 != room }
            state.orderStart = 0
        }
    }

    private func note(_ segment: Segment, in state: inout State) {
        state.bytes += segment.byteCount
        state.order.append(segment.room)
        while state.bytes > budget, state.orderStart < state.order.count {
            let room = state.order[state.orderStart]
            state.orderStart += 1
            guard var tail = state.tails.removeValue(forKey: room) else { continue }
            state.bytes -= tail.evictFirst()
            if tail.first != nil { state.tails[room] = tail }
        }
        if state.orderStart > 1_024, state.orderStart * 2 > state.order.count {
            state.order.removeFirst(state.orderStart)
            state.orderStart = 0
        }
    }
}
