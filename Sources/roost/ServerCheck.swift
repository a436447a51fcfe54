import ChatClient
import EventLoop
import Synchronization
import Threads

/// Whether a server answers, and whether that is as it should be.
enum ServerCheck {
    enum Answer: Equatable {
        /// A Roost of that version.
        case healthy(version: String)
        /// Nothing listens there.
        case silent
        /// Something is there which is no healthy Roost.
        case unwell(String)
    }

    /// - Parameter isInUse: whether a server holds the store.
    static func check(_ address: String, _ answer: Answer, isInUse: Bool) -> Check {
        switch (answer, isInUse) {
        case (.healthy(let version), true): .ok("server", "Roost \(version) answers at \(address)")
        case (.healthy(let version), false):
            .warning(
                "server", "Roost \(version) answers at \(address), but none runs on this store",
                "Look at --data: the server keeps its store elsewhere")
        case (.silent, true):
            .problem(
                "server", "a server runs on this store, but none answers at \(address)",
                "Look at --server and at the server's log")
        case (.silent, false): .ok("server", "none is running; \(address) is free")
        case (.unwell(let reason), true):
            .problem("server", "\(address): \(reason)", "Look at the server's log")
        case (.unwell(let reason), false):
            .problem(
                "server", "\(address) is taken by something else: \(reason)",
                "Choose another --listen address, or stop what has it")
        }
    }

    static func ask(_ server: ServerAddress) -> Answer {
        let loop: EventLoop
        do throws(LoopError) {
            loop = try EventLoop(name: "doctor")
            try loop.start()
        } catch {
            return .unwell("it cannot be asked: \(error)")
        }
        defer {
            loop.stop()
            loop.join()
        }
        var api = ServerAPI(server: server, loop: loop, timeout: .seconds(5))
        api.agent = "roost doctor"
        let (asked, done, result) = (api, Latch(), Result())
        Task.detached {
            let answer: Answer
            do throws(ClientError) {
                answer = .healthy(version: try await asked.info().version)
            } catch {
                answer =
                    switch error {
                    case .unreachable: .silent
                    case .timeout, .protocolFault, .refused: .unwell(error.message)
                    }
            }
            result.answer.withLock { $0 = answer }
            done.open()
        }
        done.wait()
        let answer = result.answer.withLock { $0 }
        // What closes connections without a word cannot be reached, but has the port.
        if answer == .silent, isTaken(SocketAddress(host: server.host, port: server.port)) {
            return .unwell("it takes connections and says nothing")
        }
        return answer
    }

    private static func isTaken(_ address: SocketAddress) -> Bool {
        do throws(LoopError) {
            try TCPListener.checkUnused(address)
            return false
        } catch {
            return error == .addressInUse
        }
    }

    private final class Result: Sendable {
        let answer = Mutex(Answer.silent)
    }
}
