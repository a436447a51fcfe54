import CMalloc
import Glibc

/// What the program has freed and its allocator has kept.
///
/// The allocator gives back what lies at the end of its heaps, and keeps the rest for whoever asks next: after a burst
/// of large requests hundreds of MiB stay with the process, though nothing uses them.
public enum FreedMemory {
    /// Gives what is free in whole pages back to the system. Takes about a millisecond for each 10 MiB that go, in which
    /// threads that allocate may wait.
    public static func giveBack() {
        malloc_trim(0)
    }

    /// Bytes of the process that are in memory, shared ones too; nil when the system does not tell.
    public static var residentBytes: Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        guard count > 0 else { return nil }
        // Pages: all, resident, …
        let fields = text[..<count].split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Nanoseconds of CPU that the process has used.
    public static var processorTime: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
    }
}
