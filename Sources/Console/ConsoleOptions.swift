import ChatClient

/// What `roost chat` was started with.
struct ConsoleOptions: Equatable {
    var server = ServerAddress(host: "127.0.0.1", port: ServerAddress.defaultPort)
    var plain = false
    var json = false
    var room: String?
    var login: String?
    var register = false
    var mail: String?
    var name: String?
    var code: String?
    var invite: String?
    var passwordFile: String?
    /// Rings the bell also where no person is expected.
    var bell = false
    var noBell = false
    var help = false

    /// What was written makes no sense; `message` says why.
    struct Fault: Error, Equatable {
        let message: String
    }

    init() {}

    /// Reads the words after `roost chat`. A value follows its option, or stands behind `=`.
    init(arguments: [String]) throws(Fault) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else { throw Fault(message: "\"\(word)\" is no option. See roost chat --help.") }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = String(parts.first ?? "")
            let given = parts.count == 2 ? String(parts[1]) : nil
            if let flag = Self.flags[option] {
                guard given == nil else { throw Fault(message: "\(option) takes no value.") }
                self[keyPath: flag] = true
            } else if option == "--server" || Self.values[option] != nil {
                guard let value = given ?? rest.popFirst(), !value.isEmpty else {
                    throw Fault(message: "\(option) needs a value.")
                }
                try set(option, value)
            } else {
                throw Fault(message: "There is no option \"\(option)\". See roost chat --help.")
            }
        }
        if plain && json { throw Fault(message: "--plain and --json exclude each other.") }
        if bell && noBell { throw Fault(message: "--bell and --no-bell exclude each other.") }
    }

    private mutating func set(_ option: String, _ value: String) throws(Fault) {
        if let field = Self.values[option] {
            self[keyPath: field] = value
            return
        }
        do throws(ServerAddress.Fault) {
            server = try ServerAddress(value)
        } catch {
            throw Fault(message: "--server: \(error.message)")
        }
    }

    private static var flags: [String: WritableKeyPath<ConsoleOptions, Bool>] {
        [
            "--plain": \.plain, "--json": \.json, "--register": \.register, "--help": \.help, "-h": \.help,
            "--bell": \.bell, "--no-bell": \.noBell,
        ]
    }

    private static var values: [String: WritableKeyPath<ConsoleOptions, String?>] {
        [
            "--room": \.room, "--login": \.login, "--mail": \.mail, "--name": \.name, "--code": \.code,
            "--invite": \.invite, "--password-file": \.passwordFile,
        ]
    }

    static let usage = """
        roost chat: talk in rooms from a terminal or a script

        Usage: roost chat [OPTION]…

          --server URL          the server; default http://127.0.0.1:5000
          --login NAME          log in as NAME, a username or mail address
          --register            make an account; NAME of --login is its username
          --mail ADDRESS        mail address of the account to make
          --name TEXT           display name of the account to make
          --code CODE           one-time code for the first account of a server
          --invite TOKEN        invitation by which the account is made
          --password-file FILE  read the password from the first line of FILE
          --room NAME           go to this room at once, and join it where needed
          --plain               no terminal control: lines in, lines out
          --json                one JSON object a line
          --bell, --no-bell     ring for what is meant for you; without these,
                                only on a terminal
          --help                this text

        The password may also be in ROOST_PASSWORD; otherwise it is asked for.
        Exit codes: 0 success, 2 usage, 3 log-in refused, 4 server unreachable,
        5 something sent was refused, 1 anything else.
        """
}
