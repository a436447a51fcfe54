import ChatClient

/// The words after `roost PART`, taken apart. A value follows its option, or stands behind `=`.
struct CommandWords {
    private(set) var words: [String] = []
    private(set) var door = Door()
    private(set) var wantsHelp = false
    /// The options that were written, in order.
    private(set) var options: [String] = []
    private var flags: Set<String> = []
    private var values: [String: [String]] = [:]

    /// What was written makes no sense; `message` says why.
    struct Fault: Error, Equatable {
        let message: String
    }

    /// - Parameters:
    ///   - flags: options without a value, beside `--help`.
    ///   - valued: options with one, beside `--server`, `--token` and `--login`.
    init(_ part: String, _ arguments: [String], flags known: Set<String>, valued: Set<String>) throws(Fault) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 1, word == "--help" || word == "-h" {
                wantsHelp = true
            } else if parts.count == 1, known.contains(word) {
                flags.insert(word)
                options.append(word)
            } else if valued.union(Self.doorOptions).contains(parts[0]) {
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                    throw Fault(message: "\(parts[0]) needs a value.")
                }
                values[parts[0], default: []].append(value)
                options.append(parts[0])
            } else {
                throw Fault(message: "There is no option \"\(word)\". See roost \(part) --help.")
            }
        }
        (door.token, door.login) = (self["--token"], self["--login"])
        guard let server = self["--server"] else { return }
        do throws(ServerAddress.Fault) {
            door.server = try ServerAddress(server)
        } catch {
            throw Fault(message: "--server: \(error.message)")
        }
    }

    /// The last value that was given.
    subscript(option: String) -> String? { values[option]?.last }

    func all(_ option: String) -> [String] { values[option] ?? [] }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// What every part takes that asks a server.
    static let doorOptions: Set<String> = ["--server", "--token", "--login"]

    static let doorHelp = """
          --server URL   the server; default http://127.0.0.1:5000
          --login NAME   which of the log-ins that roost chat has kept
          --token TOKEN  an access token in its place; better in ROOST_TOKEN, where no other user sees it
          --help         this text
        """

    static let endings = """
        Exit codes: 0 success, 2 usage, 3 not logged in, 4 server unreachable, 5 refused, 1 anything else.
        """
}
