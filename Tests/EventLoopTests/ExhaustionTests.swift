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
            let second = Peer()
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            // What is open stays; whatever comes has no descriptor. Whichever thread opens files meanwhile changes nothing.
            var tight = rlimit(rlim_cur: 3, rlim_max: limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
            try second.connect(to: server.address)
            let loop = server.loop
            var pauses = 0
            while pauses == 0 { pauses = loop.runAndWait { loop.statistics.acceptPauses.value } ?? 1 }
            try #require(loop.runAndWait { loop.statistics.acceptedConnections.value } == 1)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            _ = try accepted.first(2)
            withExtendedLifetime((first, second, server)) {}
        }
    }
}
