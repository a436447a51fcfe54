import ChatClient
import ChatWire
import Console
import Glibc

/// `roost admin`: what those do who look after a server, over the running server.
enum Admin {
    /// How it ends, for scripts (docs/operating/admin.md).
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

        /// Asks the server, and ends as it was answered.
        static func mapping<Value>(
            _ ask: () async throws(ClientError) -> Value
        ) async throws(Ending) -> Value {
            do throws(ClientError) {
                return try await ask()
            } catch {
                throw Ending(error)
            }
        }
    }

    /// Returns the process's exit code.
    static func run(_ arguments: [String]) -> Int32 {
        ending { () throws(Ending) in
            let order: AdminOrder
            do throws(CommandWords.Fault) {
                order = try AdminOrder(arguments)
            } catch {
                throw .usage(error.message)
            }
            switch order.task {
            case .help(let topic): print(AdminHelp.text(about: topic))
            case .run(let command, let arguments):
                let words = order.words
                try words.door.visit(as: "roost admin") { (api, _) async throws(Ending) in
                    try await command.run(AdminErrand(api: api, arguments: arguments, words: words))
                }
            }
        }
    }

    /// Does it, says why not, and returns the process's exit code.
    static func ending(_ work: () throws(Ending) -> Void) -> Int32 {
        do throws(Ending) {
            try work()
            return 0
        } catch {
            if let sentence = error.sentence { say(sentence) }
            return error.code
        }
    }

    /// Asks on standard error, and ends where the answer is not yes, or where nobody is there.
    static func confirm(_ question: String) throws(Ending) {
        guard isatty(STDIN_FILENO) == 1 else {
            throw .usage("Nobody is here to be asked. --yes does it without asking.")
        }
        var text = TerminalText.line(question) + " [y/N] "
        _ = text.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        guard let answer = readLine()?.lowercased(), answer == "y" || answer == "yes" else {
            throw .other("Nothing was changed.")
        }
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
