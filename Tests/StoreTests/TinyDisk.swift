import Foundation

/// A file system in memory of a given size; only the superuser can make one.
final class TinyDisk {
    let path: String

    init?(bytes: Int) {
        path = FileManager.default.temporaryDirectory.appending(path: "roost-disk-\(UUID().uuidString)").path
        guard mkdir(path, 0o700) == 0 else { return nil }
        guard mount("roost", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            rmdir(path)
            return nil
        }
    }

    deinit {
        // Lazily: files may still be open.
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }

    static let works = TinyDisk(bytes: 4096) != nil
}
