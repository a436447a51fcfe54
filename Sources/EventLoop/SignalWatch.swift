import CLibUV
import Glibc

/// Calls a closure on the loop when the process gets a signal, in place of what the signal does by default.
///
/// Confined to its loop; goes on until ``close()`` or until the loop ends. `SIGPIPE` is ignored by every process that makes an
/// ``EventLoop``.
public final class SignalWatch {
    /// The signals that ask a server to end: from a service manager and from the keyboard.
    public enum Signal: Sendable, CaseIterable {
        case terminate
        case interrupt
        /// The terminal was closed; servers take it as "read the configuration again".
        case hangUp

        var number: Int32 {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangUp: SIGHUP
            }
        }
    }

    private var watches: [SignalCore] = []

    /// Starts to watch. On the loop.
    public init(
        on loop: EventLoop, _ signals: [Signal], _ action: @escaping (Signal) -> Void
    ) throws(LoopError) {
        loop.checkIsolated()
        guard !loop.isStopping else { throw .loopStopped }
        do throws(LoopError) {
            for signal in signals {
                watches.append(try SignalCore(on: loop, signal) { action(signal) })
            }
        } catch {
            for watch in watches { watch.close() }
            throw error
        }
    }

    /// Ends the watch: the signals do again what they did before. On the loop, any number of times.
    public func close() {
        for watch in watches { watch.close() }
        watches = []
    }
}

/// One signal's handle, which holds this while it is open.
private final class SignalCore: ClosesWithLoop {
    private var handle: UnsafeMutablePointer<uv_signal_t>?
    private var action: (() -> Void)?

    init(on loop: EventLoop, _ signal: SignalWatch.Signal, _ action: @escaping () -> Void) throws(LoopError) {
        let handle = UnsafeMutablePointer<uv_signal_t>.allocate(capacity: 1)
        handle.initialize(to: uv_signal_t())
        let code = uv_signal_init(loop.handles.loop, handle)
        guard code == 0 else {
            handle.deallocate()
            throw LoopError(code: code)
        }
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        self.handle = handle
        self.action = action
        do throws(LoopError) {
            try checked(uv_signal_start(handle, signalArrived, signal.number))
        } catch {
            close()
            throw error
        }
    }

    func fire() { action?() }

    func close() {
        guard let handle else { return }
        self.handle = nil
        action = nil
        uv_close(handle.asHandle, signalClosed)
    }

    func loopStops() { close() }
}

private func signalArrived(_ handle: UnsafeMutablePointer<uv_signal_t>?, _: Int32) {
    guard let data = handle?.pointee.data else { return }
    Unmanaged<SignalCore>.fromOpaque(data).takeUnretainedValue().fire()
}

private func signalClosed(_ handle: UnsafeMutablePointer<uv_handle_t>?) {
    guard let handle, let data = handle.pointee.data else { return }
    Unmanaged<SignalCore>.fromOpaque(data).release()
    UnsafeMutableRawPointer(handle).deallocate()
}
