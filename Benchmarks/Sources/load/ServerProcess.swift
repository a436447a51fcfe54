import Glibc

/// What the kernel tells of the process that is measured, and of those that it started.
struct ServerProcess {
    let id: Int32

    /// Nanoseconds of CPU that their threads have used, the kernel's work for them included.
    /// By the names of the threads.
    func cpu() -> [String: UInt64] {
        var total: [String: UInt64] = [:]
        for thread in family().flatMap(Self.threads) {
            let figures = Self.text(of: "\(thread)/schedstat").split(separator: " ")
            let name = Self.text(of: "\(thread)/comm").split(separator: "\n").first.map(String.init)
            total[name ?? "", default: 0] += figures.first.flatMap { UInt64($0) } ?? 0
        }
        return total
    }

    /// The process, and all that descend from it.
    private func family() -> [Int32] {
        var (found, next) = ([id], 0)
        while next < found.count {
            for thread in Self.threads(of: found[next]) {
                found += Self.text(of: "\(thread)/children").split(separator: " ").compactMap { Int32($0) }
            }
            next += 1
        }
        return found
    }

    /// Their folders.
    private static func threads(of process: Int32) -> [String] {
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.first?.isNumber == true { found.append("/proc/\(process)/task/\(name)") }
        }
        return found
    }

    /// KiB, by the kernel's names.
    struct Memory {
        /// Everything that is in memory of it, shared libraries too.
        var resident = 0
        /// Resident, with what is shared counted in parts.
        var proportional = 0
        /// What no file stands behind: heap and stacks.
        var anonymous = 0
    }

    func memory() -> Memory {
        family().reduce(into: Memory()) { sum, process in
            let rollup = "/proc/\(process)/smaps_rollup"
            sum.resident += Self.figure("VmRSS:", in: "/proc/\(process)/status")
            sum.proportional += Self.figure("Pss:", in: rollup)
            sum.anonymous += Self.figure("Anonymous:", in: rollup)
        }
    }

    private static func figure(_ name: String, in path: String) -> Int {
        for line in text(of: path).split(separator: "\n") where line.hasPrefix(name) {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return 0
    }

    private static func text(of path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(file, &part, part.count), count > 0 { text += part[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
