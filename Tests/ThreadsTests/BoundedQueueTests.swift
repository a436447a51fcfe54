import Testing

@testable import Threads

@Suite("A bounded queue") struct BoundedQueueTests {
    @Test("Order holds however the queue grows and wraps around", arguments: [1, 3, 16, 17, 100])
    func order(limit: Int) {
        var queue = BoundedQueue<Int>(limit: limit)
        var (next, expected) = (0, 0)
        for round in 1...200 {
            for _ in 0..<round where queue.append(next) { next += 1 }
            #expect(queue.count <= limit)
            for _ in 0..<round / 2 + 1 {
                guard let element = queue.removeFirst() else { break }
                #expect(element == expected)
                expected += 1
            }
        }
        while let element = queue.removeFirst() {
            #expect(element == expected)
            expected += 1
        }
        #expect(expected == next)
        #expect(queue.isEmpty)
    }
}
