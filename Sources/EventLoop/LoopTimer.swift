import CLibUV
import Metrics

/// Calls a closure on the loop, once or again and again, until it is cancelled or released. Confined to its loop.
///
/// A timer costs about 250 bytes; thousands of connections share one that sweeps them each second.
public final class LoopTimer {
    private let loop: EventLoop
    private let core: TimerCore?

    /// Starts the timer. On the loop. On a loop that is stopping it never fires.
    /// - Parameters:
    ///   - milliseconds: until the first call.
    ///   - repeatMilliseconds: between the calls that follow; 0 for a single call. Calls that were missed are not made up.
    ///   - action: may cancel or release the timer.
    public init(
        on loop: EventLoop, after milliseconds: UInt64, every repeatMilliseconds: UInt64 = 0,
        _ action: @escaping () -> Void
    ) {
        loop.checkIsolated()
        self.loop = loop
        core = loop.isStopping ? nil : TimerCore(loop, milliseconds, repeatMilliseconds, action)
    }

    deinit {
        guard let core else { return }
        if loop.isOnLoop {
            core.close()
        } else {
            // An actor pinned to the loop may be released elsewhere. The core is the loop's, only its end is asked for here.
            let box = SendableCore(core: core)
            loop.post { box.core.close() }
        }
    }

    /// Ends the timer: no call begins after this. On the loop, any number of times.
    public func cancel() { core?.close() }
}

private struct SendableCore: @unchecked Sendable {
    let core: TimerCore
}

/// The handle's side of the timer: held by the open handle, so that it ends on the loop.
private final class TimerCore: ClosesWithLoop {
    private let activity: Activity
    private var handle: UnsafeMutablePointer<uv_timer_t>?
    private var action: (() -> Void)?

    init(_ loop: EventLoop, _ milliseconds: UInt64, _ repeats: UInt64, _ action: @escaping () -> Void) {
        let handle = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
        handle.initialize(to: uv_timer_t())
        self.handle = handle
        self.action = action
        activity = loop.activity
        uv_timer_init(loop.handles.loop, handle)
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        // Fails for a closing handle alone, which this is not.
        uv_timer_start(handle, timerFired, milliseconds, repeats)
    }

    func fire() {
        activity.enter("a timer's work")
        action?()
    }

    func close() {
        guard let handle else { return }
        self.handle = nil
        action = nil
        uv_close(handle.asHandle, timerClosed)
    }

    func loopStops() { close() }
}

private func timerFired(_ handle: UnsafeMutablePointer<uv_timer_t>?) {
    guard let data = handle?.pointee.data else { return }
    Unmanaged<TimerCore>.fromOpaque(data).takeUnretainedValue().fire()
}

private func timerClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
    guard let handle, let data = handle.pointee.data else { return }
    Unmanaged<TimerCore>.fromOpaque(data).release()
    UnsafeMutableRawPointer(handle).deallocate()
}
