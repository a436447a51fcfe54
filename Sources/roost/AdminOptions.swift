import ChatClient

/// What `roost admin` was started with.
struct AdminOptions: Equatable {
    enum Task: Equatable {
        case help
        /// `-` is standard input.
        case importUsers(file: String)
        /// Nil is standard output.
        case exportUsers(file: String?)
    }

    var task = Task.help
    var server = ServerAddress(host: "127.0.0.1", port: ServerAddress.defaultPort)
    var token: String?
    var login: String?
    var sync = false
    var yes = false
    var tokens = false

    /// What was written makes no sense; `message` says why.
    struct Fault: Error, Equatable {
        let message: String
    }

    /// Reads the words after `roost admin`. A value follows its option, or stands behind `=`.
    init(arguments: [String]) throws(Fault) {
        var words: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch (parts[0], parts.count) {
            case ("--help", 1), ("-h", 1): return
            case ("--sync", 1): sync = true
            case ("--yes", 1): yes = true
            case ("--tokens", 1): tokens = true
            case ("--server", _), ("--token", _), ("--login", _):
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                    throw Fault(message: "\(parts[0]) needs a value.")
                }
                try set(parts[0], value)
            default: throw Fault(message: "There is no option \"\(word)\". See roost admin --help.")
            }
        }
        if words.isEmpty { return }
        switch (words.prefix(2), words.count) {
        case (["users", "import"], 3): task = .importUsers(file: words[2])
        case (["users", "import"], _): throw Fault(message: "Which file? roost admin users import FILE")
        case (["users", "export"], 2): task = .exportUsers(file: nil)
        case (["users", "export"], 3): task = .exportUsers(file: words[2])
        default: throw Fault(message: "roost admin cannot do that. See roost admin --help.")
        }
        if case .exportUsers = task, sync || yes || tokens {
            throw Fault(message: "--sync, --yes and --tokens are for the import.")
        }
    }

    private mutating func set(_ option: String, _ value: String) throws(Fault) {
        switch option {
        case "--token": token = value
        case "--login": login = value
        default:
            do throws(ServerAddress.Fault) {
                server = try ServerAddress(value)
            } catch {
                throw Fault(message: "--server: \(error.message)")
            }
        }
    }

    static let usage = """
        roost admin looks after the people of a running server

          roost admin users import FILE   adds and changes the members in FILE; - is standard input
          roost admin users export [FILE] writes the member file, with hashes in place of passwords

        A line of FILE is  mail:password[:name]  or  username:password[:name].  docs/operating/members.md has the rest.

          --server URL   the server; default http://127.0.0.1:5000
          --login NAME   which of the log-ins that roost chat has kept
          --token TOKEN  an access token in its place; better in ROOST_TOKEN, where no other user sees it
          --sync         import: makes the members exactly those of FILE; shows what would change, and asks
          --yes          does not ask
          --tokens       import: prints LOGIN:TOKEN for each account made
          --help         this text

        Exit codes: 0 success, 2 usage, 3 not logged in, 4 server unreachable, 5 lines were bad or refused,
        1 anything else.
        """
}
