import CEpoll
import Glibc

/// Which descriptors are ready: epoll.
final class Poller {
    private let queue: Int32
    private let capacity = 1_024
    private let events: UnsafeMutablePointer<epoll_event>

    init() throws(LoadError) {
        queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard queue >= 0 else { throw LoadError("no epoll: \(String(cString: strerror(errno)))") }
        events = .allocate(capacity: capacity)
    }

    deinit {
        close(queue)
        events.deallocate()
    }

    /// - Parameter mark: comes back from ``wait(milliseconds:_:)``.
    func add(_ descriptor: Int32, mark: UInt32) {
        var event = Self.event(mark, writing: false)
        epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event)
    }

    /// Whether to hear as well when there is room for writing.
    func watch(_ descriptor: Int32, mark: UInt32, writing: Bool) {
        var event = Self.event(mark, writing: writing)
        epoll_ctl(queue, EPOLL_CTL_MOD, descriptor, &event)
    }

    func remove(_ descriptor: Int32) {
        epoll_ctl(queue, EPOLL_CTL_DEL, descriptor, nil)
    }

    func wait(milliseconds: Int32, _ body: (_ mark: UInt32) throws(LoadError) -> Void) throws(LoadError) {
        let count = epoll_wait(queue, events, Int32(capacity), milliseconds)
        for place in 0..<Int(max(0, count)) { try body(events[place].data.u32) }
    }

    private static func event(_ mark: UInt32, writing: Bool) -> epoll_event {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (writing ? EPOLLOUT.rawValue : 0)
        event.data.u32 = mark
        return event
    }
}

/// A descriptor that is ready for reading at steady intervals.
struct Metronome {
    let descriptor: Int32

    init(nanoseconds: Int) throws(LoadError) {
        descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
        guard descriptor >= 0 else { throw LoadError("no timer: \(String(cString: strerror(errno)))") }
        let interval = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        var setting = itimerspec(it_interval: interval, it_value: interval)
        timerfd_settime(descriptor, 0, &setting, nil)
    }

    /// How often it has struck since it was asked last.
    func strikes() -> Int {
        var count: UInt64 = 0
        return read(descriptor, &count, 8) == 8 ? Int(clamping: count) : 0
    }
}
