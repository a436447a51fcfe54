/// Something confined to a loop, in a box that may travel: other threads can carry it back to the loop, but not open it.
public final class LoopBound<Value>: @unchecked Sendable {
    // Unchecked: `value` is read on the loop alone, and released there while the loop lives.
    public let loop: EventLoop
    private var content: Value

    /// On the loop.
    public init(_ value: Value, on loop: EventLoop) {
        loop.checkIsolated()
        self.loop = loop
        content = value
    }

    deinit {
        guard !loop.isOnLoop else { return }
        let travelling = Travelling(value: content)
        loop.post { withExtendedLifetime(travelling) {} }
    }

    /// On the loop; stops the program elsewhere.
    public var value: Value {
        loop.checkIsolated()
        return content
    }
}

private struct Travelling<Value>: @unchecked Sendable {
    let value: Value
}
