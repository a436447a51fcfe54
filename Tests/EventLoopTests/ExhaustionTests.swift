import Glibc
import Testing

@testable import EventLoop

@Suite("Out of descriptors") struct ExhaustionTests {
    @Test("Accepting rests without spinning, and goes on when there is room again")
    func accepting() async {
        // In a process of its own: the limit is the whole process's.
        await #expect(processExitsWith: .success) {
            let accepted = Accepted()
            let server = try Server { connection, _ in accepted.append(connection) }
            let first = try Peer(server.address)
            _ = try accepted.first()
            let spare = open("/dev/null", O_RDONLY)
            let hole = open("/dev/null", O_RDONLY)
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            // The peer takes the hole; for the server's side nothing is left.
            close(hole)
            var tight = rlimit(rlim_cur: rlim_t(hole + 1), rlim_max: limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
            let second = try Peer(server.address)
            let loop = server.loop
            var pauses = 0
            while pauses == 0 { pauses = loop.runAndWait { loop.statistics.acceptPauses } ?? 1 }
            try #require(loop.runAndWait { loop.statistics.acceptedConnections } == 1)
            close(spare)
            _ = try accepted.first(2)
            withExtendedLifetime((first, second)) {}
        }
    }
}
