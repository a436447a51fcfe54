/// The beginning of a line whose end is not there yet.
struct LineMemory: ~Copyable {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private(set) var count = 0

    /// What is kept from one line to the next. Thousands of connections are idle, and few lines are longer.
    private static let mostKept = 1_024

    var isEmpty: Bool { count == 0 }

    deinit { memory.deallocate() }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty { return }
        let needed = count + bytes.count
        if needed > memory.count {
            let other = UnsafeMutableRawBufferPointer.allocate(byteCount: max(256, needed + needed / 2), alignment: 1)
            other.copyMemory(from: UnsafeRawBufferPointer(memory).part(0..<count))
            memory.deallocate()
            memory = other
        }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count = needed
    }

    /// What was kept. It holds until the next `append` or `shrink`.
    mutating func take() -> UnsafeRawBufferPointer {
        defer { count = 0 }
        return UnsafeRawBufferPointer(memory).part(0..<count)
    }

    /// Gives much memory back, if nothing is in it.
    mutating func shrink() {
        guard count == 0, memory.count > Self.mostKept else { return }
        memory.deallocate()
        memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    mutating func clear() { count = 0 }
}
