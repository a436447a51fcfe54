/// A first-in, first-out queue that never holds more than `limit` elements. Storage grows on demand, up to the limit.
struct BoundedQueue<Element> {
    let limit: Int
    private var slots: [Element?] = []
    private var first = 0
    private(set) var count = 0

    init(limit: Int) { self.limit = max(1, limit) }

    var isEmpty: Bool { count == 0 }

    /// False when the queue is full.
    mutating func append(_ element: Element) -> Bool {
        guard count < limit else { return false }
        if count == slots.count { grow() }
        slots[(first + count) % slots.count] = element
        count += 1
        return true
    }

    mutating func removeFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[first]
        slots[first] = nil
        first = (first + 1) % slots.count
        count -= 1
        return element
    }

    private mutating func grow() {
        var larger: [Element?] = []
        larger.reserveCapacity(min(limit, max(16, slots.count * 2)))
        larger.append(contentsOf: slots[first...])
        larger.append(contentsOf: slots[..<first])
        while larger.count < min(limit, max(16, slots.count * 2)) { larger.append(nil) }
        slots = larger
        first = 0
    }
}
