import Glibc

/// What the kernel tells of the process that is measured.
struct ServerProcess {
    let id: Int32

    /// Nanoseconds of CPU that its threads have used, the kernel's work for them included.
    /// By the names of the threads.
    func cpu() -> [String: UInt64] {
        guard let folder = opendir("/proc/\(id)/task") else { return [:] }
        defer { closedir(folder) }
        var total: [String: UInt64] = [:]
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.first?.isNumber == true else { continue }
            let figures = Self.text(of: "/proc/\(id)/task/\(name)/schedstat").split(separator: " ")
            let thread = Self.text(of: "/proc/\(id)/task/\(name)/comm").split(separator: "\n").first.map(String.init)
            total[thread ?? name, default: 0] += figures.first.flatMap { UInt64($0) } ?? 0
        }
        return total
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
        let rollup = "/proc/\(id)/smaps_rollup"
        return Memory(
            resident: Self.figure("VmRSS:", in: "/proc/\(id)/status"), proportional: Self.figure("Pss:", in: rollup),
            anonymous: Self.figure("Anonymous:", in: rollup))
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
