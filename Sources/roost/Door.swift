import ChatClient
import EventLoop
import Glibc
import Synchronization
import Threads

/// A running server, and who one is there.
struct Door: Equatable {
    var server = ServerAddress(host: "127.0.0.1", port: ServerAddress.defaultPort)
    var token: String?
    var login: String?

    /// Does work that asks the server, on a loop of its own, and waits for it.
    func visit(
        as agent: String, _ work: @escaping @Sendable (ServerAPI, EventLoop) async throws(Admin.Ending) -> Void
    ) throws(Admin.Ending) {
        let loop: EventLoop
        do throws(LoopError) {
            loop = try EventLoop(name: "roost-errand")
            try loop.start()
        } catch {
            throw .other("The program cannot start: \(error)")
        }
        defer {
            loop.stop()
            loop.join()
        }
        var api = ServerAPI(server: server, loop: loop, token: try foundToken())
        api.agent = agent
        // A long task meets the limit of requests a second; what waits is done in the end.
        api.patience = 100
        let (visitor, done) = (api, Outcome())
        Task.detached {
            let result: Result<Void, Admin.Ending>
            do throws(Admin.Ending) {
                try await work(visitor, loop)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            done.finish(result)
        }
        try done.wait().get()
    }

    /// The token that was given, or that of the session which `roost chat` has kept.
    private func foundToken() throws(Admin.Ending) -> String {
        if let token { return token }
        if let token = getenv("ROOST_TOKEN").map({ String(cString: $0) }), !token.isEmpty { return token }
        do throws(FileFailure) {
            let sessions = SessionFile(paths: .fromEnvironment())
            if let session = try sessions.latest(server: server, login: login) { return session.token }
        } catch {
            throw .other(error.message)
        }
        throw Admin.Ending(
            code: 3, sentence: "Nobody is logged in at \(server). Log in with roost chat, or set ROOST_TOKEN.")
    }
}

/// What the work came to, for the thread that waits for it.
private final class Outcome: Sendable {
    private let latch = Latch()
    private let result = Mutex<Result<Void, Admin.Ending>>(.success(()))

    func finish(_ value: Result<Void, Admin.Ending>) {
        result.withLock { $0 = value }
        latch.open()
    }

    func wait() -> Result<Void, Admin.Ending> {
        latch.wait()
        return result.withLock { $0 }
    }
}
