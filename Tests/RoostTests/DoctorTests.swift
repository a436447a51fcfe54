import Foundation
import Testing

@testable import roost

@Suite("What the doctor makes of what it finds")
struct DoctorTests {
    @Test("An index that is far behind is a warning, none at all a problem")
    func search() {
        #expect(MachineChecks.search(behind: 0).status == .ok)
        #expect(MachineChecks.search(behind: 10_000).status == .ok)
        #expect(MachineChecks.search(behind: 10_001).status == .warning)
        #expect(MachineChecks.search(behind: nil).status == .problem)
    }

    @Test("A check is one line, with what to do")
    func lines() {
        #expect(Check.ok("disk", "9 GiB free").line == "ok       disk        9 GiB free")
        #expect(Check.problem("disk", "none free", "Free some").line == "problem  disk        none free. Free some")
        #expect(Check.warning("a", "It is so.", "Do it").line == "warning  a           It is so. Do it")
    }

    @Test("Disk space is a problem when nearly none is left, a warning when a copy of the store would not fit")
    func disk() {
        #expect(MachineChecks.disk(free: 64 << 20 - 1, storeSize: 0).status == .problem)
        #expect(MachineChecks.disk(free: 1 << 30 - 1, storeSize: 0).status == .warning)
        #expect(MachineChecks.disk(free: 1 << 30, storeSize: 0).status == .ok)
        #expect(MachineChecks.disk(free: 1 << 30, storeSize: 1 << 31).status == .warning)
        #expect(MachineChecks.disk(at: "/no/such", storeSize: 0).status == .problem)
        #expect(MachineChecks.disk(at: "/tmp", storeSize: 0).finding.contains("free"))
    }

    @Test("Open files must suffice for all connections")
    func openFiles() {
        #expect(MachineChecks.openFiles(limit: 1_024, connections: 10_000).status == .warning)
        #expect(MachineChecks.openFiles(limit: 10_128, connections: 10_000).status == .ok)
        #expect(MachineChecks.openFiles(connections: 1).status == .ok)
    }

    @Test("A clock before 2025 is a problem, one behind the newest event a warning")
    func clock() {
        let now: Int64 = 1_800_000_000_000
        #expect(MachineChecks.clock(now: 5, newestEvent: nil).status == .problem)
        #expect(MachineChecks.clock(now: now, newestEvent: nil).status == .ok)
        #expect(MachineChecks.clock(now: now, newestEvent: now + 60_000).status == .ok)
        #expect(MachineChecks.clock(now: now, newestEvent: now + 60_001).status == .warning)
    }

    @Test("Files that others can read are named")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roost-doctor-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = FileManager.default.createFile(
            atPath: folder + "/roost.db", contents: nil, attributes: [.posixPermissions: 0o600])
        #expect(MachineChecks.files(in: folder).status == .ok)
        chmod(folder + "/roost.db", 0o640)
        let check = MachineChecks.files(in: folder)
        #expect(check.status == .problem)
        #expect(check.finding.hasPrefix(folder + "/roost.db:"))
        chmod(folder + "/roost.db", 0o600)
        chmod(folder, 0o755)
        #expect(MachineChecks.files(in: folder).status == .problem)
    }

    @Test("A server should answer exactly where one runs")
    func server() {
        let healthy = ServerCheck.Answer.healthy(version: "1")
        #expect(ServerCheck.check("a", healthy, isInUse: true).status == .ok)
        #expect(ServerCheck.check("a", healthy, isInUse: false).status == .warning)
        #expect(ServerCheck.check("a", .silent, isInUse: true).status == .problem)
        #expect(ServerCheck.check("a", .silent, isInUse: false).status == .ok)
        #expect(ServerCheck.check("a", .unwell("x"), isInUse: true).status == .problem)
        #expect(ServerCheck.check("a", .unwell("x"), isInUse: false).status == .problem)
    }

    @Test("Sizes are in units that people read")
    func sizes() {
        #expect(StoreChecks.bytes(0) == "0 bytes")
        #expect(StoreChecks.bytes(10_239) == "10239 bytes")
        #expect(StoreChecks.bytes(10_240) == "10 KiB")
        #expect(StoreChecks.bytes(75 << 30) == "75 GiB")
    }
}
