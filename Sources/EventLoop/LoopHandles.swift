import CLibUV

/// The loop's own libuv structures and its reading buffer. They have no owner in `data`, so that `uv_walk` tells them from
/// the users' handles.
final class LoopHandles {
    let loop = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
    let async = UnsafeMutablePointer<uv_async_t>.allocate(capacity: 1)
    private let prepare = UnsafeMutablePointer<uv_prepare_t>.allocate(capacity: 1)
    private let check = UnsafeMutablePointer<uv_check_t>.allocate(capacity: 1)
    /// All connections of the loop read into this, one after the other.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var isOpen = false

    init() throws(LoopError) {
        loop.initialize(to: uv_loop_t())
        async.initialize(to: uv_async_t())
        prepare.initialize(to: uv_prepare_t())
        check.initialize(to: uv_check_t())
        try checked(uv_loop_init(loop))
        isOpen = true
        try checked(uv_async_init(loop, async, loopWoken))
        // These never fail. Both are needed: `prepare` flushes what timers made, before the loop sleeps; `check` what the
        // sockets made, as soon as they are read.
        uv_prepare_init(loop, prepare)
        uv_check_init(loop, check)
        uv_prepare_start(prepare, flushBeforeSleep)
        uv_check_start(check, flushAfterReading)
        uv_unref(prepare.asHandle)
        uv_unref(check.asHandle)
    }

    func attach(_ owner: EventLoop) {
        loop.pointee.data = Unmanaged.passUnretained(owner).toOpaque()
    }

    /// Closes what is open, without telling anybody. On the loop's thread, or when it has none.
    func dispose() {
        guard isOpen else { return }
        isOpen = false
        while uv_loop_close(loop) == UV_EBUSY.rawValue {
            uv_walk(loop, closeSilently, nil)
            uv_run(loop, UV_RUN_DEFAULT)
        }
    }

    deinit {
        dispose()
        loop.deallocate()
        async.deallocate()
        prepare.deallocate()
        check.deallocate()
        scratch.deallocate()
    }
}

protocol UVHandle {}
extension uv_async_t: UVHandle {}
extension uv_prepare_t: UVHandle {}
extension uv_check_t: UVHandle {}
extension uv_timer_t: UVHandle {}
extension uv_signal_t: UVHandle {}
extension uv_poll_t: UVHandle {}
extension uv_tcp_t: UVHandle {}

extension UnsafeMutablePointer where Pointee: UVHandle {
    /// Every libuv handle begins with the fields of `uv_handle_t`.
    var asHandle: UnsafeMutablePointer<uv_handle_t> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: uv_handle_t.self)
    }
}

extension UnsafeMutablePointer<uv_tcp_t> {
    /// `uv_tcp_t` begins with the fields of `uv_stream_t`.
    var asStream: UnsafeMutablePointer<uv_stream_t> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: uv_stream_t.self)
    }
}

/// The `EventLoop` that a libuv loop belongs to.
func owner(of loop: UnsafeMutablePointer<uv_loop_t>?) -> EventLoop? {
    guard let data = loop?.pointee.data else { return nil }
    return Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue()
}

private func loopWoken(_ handle: UnsafeMutablePointer<uv_async_t>?) {
    owner(of: handle?.pointee.loop)?.woken()
}

private func flushBeforeSleep(_ handle: UnsafeMutablePointer<uv_prepare_t>?) {
    owner(of: handle?.pointee.loop)?.willSleep()
}

private func flushAfterReading(_ handle: UnsafeMutablePointer<uv_check_t>?) {
    guard let loop = owner(of: handle?.pointee.loop) else { return }
    loop.activity.enter("writing to connections")
    loop.endTurn()
}

private func closeSilently(_ handle: UnsafeMutablePointer<uv_handle_t>?, _: UnsafeMutableRawPointer?) {
    guard let handle, uv_is_closing(handle) == 0 else { return }
    uv_close(handle, nil)
}
