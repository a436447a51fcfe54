import ChatClient
import ChatWire
import EventLoop
import Glibc
import Synchronization
import Threads

/// `roost admin`: what those do who look after a server, over the running server.
enum Admin {
    /// How it ends, for scripts (docs/operating/members.md).
    struct Ending: Error {
        let code: Int32
        let sentence: String?

        static func usage(_ sentence: String) -> Ending { Ending(code: 2, sentence: sentence) }
        static func other(_ sentence: String) -> Ending { Ending(code: 1, sentence: sentence) }
        static let refused = Ending(code: 5, sentence: nil)

        init(code: Int32, sentence: String?) {
            (self.code, self.sentence) = (code, sentence)
        }

        init(_ error: ClientError) {
            switch error {
            case .unreachable, .timeout: self.init(code: 4, sentence: error.message)
            case .refused(let refusal):
                self.init(code: refusal.code == "not_logged_in" ? 3 : 5, sentence: error.message)
            case .protocolFault: self.init(code: 1, sentence: error.message)
            }
        }
    }

    /// Returns the process's exit code.
    static func run(_ arguments: [String]) -> Int32 {
        do throws(Ending) {
            let options: AdminOptions
            do throws(AdminOptions.Fault) {
                options = try AdminOptions(arguments: arguments)
            } catch {
                throw .usage(error.message)
            }
            if options.task == .help {
                print(AdminOptions.usage)
                return 0
            }
            try carryOut(options)
            return 0
        } catch {
            if let sentence = error.sentence { say(sentence) }
            return error.code
        }
    }

    private static func carryOut(_ options: AdminOptions) throws(Ending) {
        let loop: EventLoop
        do throws(LoopError) {
            loop = try EventLoop(name: "roost-admin")
            try loop.start()
        } catch {
            throw .other("The program cannot start: \(error)")
        }
        defer {
            loop.stop()
            loop.join()
        }
        var api = ServerAPI(server: options.server, loop: loop, token: try token(options))
        api.agent = "roost admin"
        // A long file meets the limit of requests a second; what waits is done in the end.
        api.patience = 100
        let (work, done) = (api, Outcome())
        Task.detached {
            let result: Result<Void, Ending>
            do throws(Ending) {
                switch options.task {
                case .help: break
                case .importUsers(let file): try await MemberImport(api: work, options: options, file: file).run()
                case .exportUsers(let file): try await MemberExport(api: work, file: file).run()
                }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            done.finish(result)
        }
        try done.wait().get()
    }

    /// The token that was given, or that of the session which `roost chat` has kept.
    private static func token(_ options: AdminOptions) throws(Ending) -> String {
        if let token = options.token { return token }
        if let token = getenv("ROOST_TOKEN").map({ String(cString: $0) }), !token.isEmpty { return token }
        do throws(FileFailure) {
            let sessions = SessionFile(paths: .fromEnvironment())
            if let session = try sessions.latest(server: options.server, login: options.login) { return session.token }
        } catch {
            throw .other(error.message)
        }
        throw Ending(
            code: 3, sentence: "Nobody is logged in at \(options.server). Log in with roost chat, or set ROOST_TOKEN.")
    }

    /// One sentence on standard error: standard output has what was asked for, and nothing else.
    static func say(_ sentence: String) {
        // Some of it is what others wrote; it moves no cursor here.
        Roost.complain(
            String(
                String.UnicodeScalarView(
                    sentence.unicodeScalars.map { scalar in
                        scalar.properties.generalCategory == .control && scalar != "\n" ? "\u{FFFD}" : scalar
                    })))
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
