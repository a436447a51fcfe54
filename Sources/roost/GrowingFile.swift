import EventLoop
import Glibc
import Synchronization

/// A file that is written piece by piece and put in its place when it is whole; only its owner may read it.
final class GrowingFile: Sendable {
    private let path: String?
    private let fresh: String
    private let descriptor: Int32
    private let isOver = Atomic(false)

    /// - Parameter path: nil for standard output, where what was written cannot be taken back.
    init(_ path: String?) throws(Admin.Ending) {
        self.path = path
        fresh = (path ?? "") + ".new"
        guard path != nil else {
            descriptor = STDOUT_FILENO
            return
        }
        unlink(fresh)
        descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw .other("\(fresh) cannot be written: \(String(cString: strerror(errno)))") }
    }

    func write(_ bytes: [UInt8]) throws(Admin.Ending) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
            }
            if count > 0 { done += count } else if errno != EINTR { throw failure }
        }
    }

    func finish() throws(Admin.Ending) {
        guard let path, !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(fresh, path) == 0 else {
            let failure = failure
            unlink(fresh)
            throw failure
        }
    }

    func discard() {
        guard path != nil, !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
        close(descriptor)
        unlink(fresh)
    }

    /// Takes the half file away when the program is told to end.
    func watch(on loop: EventLoop) -> LoopBound<SignalWatch>? {
        let file = self
        return try? loop.runAndWait { () throws(LoopError) in
            let watch = try SignalWatch(on: loop, [.terminate, .interrupt, .hangUp]) { _ in
                file.discard()
                _exit(130)
            }
            return LoopBound(watch, on: loop)
        }
    }

    private var failure: Admin.Ending {
        .other("\(path ?? "Standard output") cannot be written: \(String(cString: strerror(errno)))")
    }
}
