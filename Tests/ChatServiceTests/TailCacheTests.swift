import ChatDomain
import Testing

@testable import ChatService

@Suite("The tail")
struct TailCacheTests {
    private final class Bytes: EncodedFrames {
        let byteCount: Int
        init(_ count: Int) { byteCount = count }
    }

    private func segment(_ first: Int64, _ last: Int64, room: Int64 = 1, bytes: Int = 100) -> Segment {
        Segment(
            room: RoomID(rawValue: room), first: SequenceNumber(first), last: SequenceNumber(last),
            frames: [Bytes(bytes)], narrows: nil)
    }

    private func read(_ cache: TailCache, after: Int64, bytes: Int = 10_000, room: Int64 = 1) -> [Int64]? {
        cache.segments(in: RoomID(rawValue: room), after: SequenceNumber(after), bytes: bytes)?
            .flatMap { [$0.first.rawValue, $0.last.rawValue] }
    }

    @Test("Segments continue from any cursor that the cache reaches back to")
    func reading() {
        let cache = TailCache(budget: 10_000)
        #expect(read(cache, after: 0) == nil)
        for start in stride(from: 11 as Int64, to: 41, by: 10) { cache.append(segment(start, start + 9)) }
        #expect(read(cache, after: 9) == nil)
        #expect(read(cache, after: 10) == [11, 20, 21, 30, 31, 40])
        #expect(read(cache, after: 15) == [11, 20, 21, 30, 31, 40])
        #expect(read(cache, after: 20) == [21, 30, 31, 40])
        #expect(read(cache, after: 39) == [31, 40])
        #expect(read(cache, after: 40) == [])
        #expect(read(cache, after: 10, bytes: 150) == [11, 20, 21, 30])
    }

    @Test("Older pages extend a tail only where they end at its beginning")
    func prepending() {
        let cache = TailCache(budget: 10_000)
        cache.prepend([segment(1, 10)], readAt: cache.generation)
        #expect(read(cache, after: 0) == nil)
        cache.append(segment(21, 30))
        cache.prepend([segment(1, 10)], readAt: cache.generation)
        #expect(read(cache, after: 0) == nil)
        cache.prepend([segment(1, 10), segment(11, 20)], readAt: cache.generation)
        #expect(read(cache, after: 0) == [1, 10, 11, 20, 21, 30])
    }

    @Test("What was read before something was erased does not come back into the tail")
    func forgetting() {
        let cache = TailCache(budget: 10_000)
        cache.append(segment(11, 20))
        let before = cache.generation
        cache.forget(RoomID(rawValue: 1))
        #expect(read(cache, after: 15) == nil)
        cache.append(segment(21, 30))
        cache.prepend([segment(11, 20)], readAt: before)
        #expect(read(cache, after: 15) == nil)
        #expect(read(cache, after: 20) == [21, 30])
    }

    @Test("A segment that does not continue the tail replaces it")
    func replacing() {
        let cache = TailCache(budget: 10_000)
        cache.append(segment(1, 10))
        cache.append(segment(15, 20))
        #expect(read(cache, after: 5) == nil)
        #expect(read(cache, after: 14) == [15, 20])
    }

    @Test("Beyond its budget the cache forgets the oldest first, and what stays is without a hole")
    func evicting() {
        let cache = TailCache(budget: 1_000)
        for number in 1...500 as ClosedRange<Int64> {
            for room in 0..<3 as Range<Int64> { cache.append(segment(number, number, room: room)) }
        }
        for room in 0..<3 as Range<Int64> {
            let held = (0..<500 as Range<Int64>).filter { read(cache, after: $0, room: room) != nil }
            // Ten segments of 100 bytes are all there is room for.
            #expect((3...4).contains(held.count))
            #expect(held == Array(500 - Int64(held.count)..<500))
            #expect(held.first.flatMap { read(cache, after: $0, room: room) }?.count == 2 * held.count)
        }
        let nothing = TailCache(budget: 0)
        nothing.append(segment(1, 1))
        #expect(read(nothing, after: 0) == nil)
    }
}
