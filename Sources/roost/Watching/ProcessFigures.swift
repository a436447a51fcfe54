import FoundationEssentials
import Glibc

/// What the system says of this process; nil where it does not.
enum ProcessFigures {
    /// What of its memory is in the machine's.
    static var residentBytes: Int64? { pages(at: 1) }

    static var virtualBytes: Int64? { pages(at: 0) }

    /// A field of `/proc/self/statm`, see proc(5).
    private static func pages(at place: Int) -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let pages = text.split(separator: " ").dropFirst(place).first.flatMap { Int64($0) }
        return pages.map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) }
    }

    static var openFiles: Int64? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Int64($0.count) }
    }

    /// Of all threads, in the program and in the system for it.
    static var processorSeconds: Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    static func size(of file: String) -> Int64? {
        var status = stat()
        return stat(file, &status) == 0 ? Int64(status.st_size) : nil
    }
}
