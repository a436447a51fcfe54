import Foundation

/// A value that a test waits for, instead of sleeping. The deadline only ends tests that have failed.
final class Observed<Value>: @unchecked Sendable {
    private let condition = NSCondition()
    private var content: Value

    init(_ value: Value) { content = value }

    var value: Value {
        condition.lock()
        defer { condition.unlock() }
        return content
    }

    func update(_ change: (inout Value) -> Void) {
        condition.lock()
        change(&content)
        condition.broadcast()
        condition.unlock()
    }

    /// True as soon as `isReached` holds.
    func wait(until isReached: (Value) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: 30)
        condition.lock()
        defer { condition.unlock() }
        while !isReached(content) {
            if !condition.wait(until: deadline) { return isReached(content) }
        }
        return true
    }
}

extension Observed where Value: RangeReplaceableCollection {
    func append(_ element: Value.Element) { update { $0.append(element) } }
}
