import ChatClient
import FoundationEssentials

/// What `roost backup`, `roost restore` and `roost doctor` were started with.
struct StoreOptions {
    enum Task: Equatable {
        case backup(file: String)
        case restore(file: String)
        case doctor
    }

    let task: Task
    /// Where the store is, and what the server would be started with.
    let configuration: ServeConfiguration
    /// `restore`: does not ask.
    var yes = false
    /// `doctor`: for programs.
    var json = false
    /// `doctor`: nil for where the configuration listens.
    var server: ServerAddress?

    /// What was written makes no sense, or help was asked for.
    enum Fault: Error, Equatable {
        case help
        case usage(String)
    }

    /// Reads the words after `roost backup` and the others. A value follows its option, or stands behind `=`.
    init(_ part: String, arguments: [String], environment: [String: String]) throws(Fault) {
        var words: [String] = []
        var settings: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-") else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch (part, parts[0], parts.count) {
            case (_, "--help", 1), (_, "-h", 1): throw .help
            case ("restore", "--yes", 1): yes = true
            case ("doctor", "--json", 1): json = true
            case (_, "--data", _), (_, "--config", _), ("doctor", "--server", _):
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                    throw .usage("\(parts[0]) needs a value.")
                }
                if parts[0] == "--server" { server = try Self.address(value) } else { settings += [parts[0], value] }
            default: throw .usage("There is no option \"\(word)\". See roost \(part) --help.")
            }
        }
        switch (part, words.count) {
        case ("backup", 1): task = .backup(file: words[0])
        case ("restore", 1): task = .restore(file: words[0])
        case ("doctor", 0): task = .doctor
        case ("doctor", _): throw .usage("\"\(words[0])\" is one word too many. See roost doctor --help.")
        default: throw .usage("Which file? roost \(part) FILE")
        }
        do throws(ConfigurationError) {
            configuration = try ConfigurationReader().read(arguments: settings, environment: environment)
        } catch {
            throw .usage(error.description)
        }
    }

    private static func address(_ text: String) throws(Fault) -> ServerAddress {
        do throws(ServerAddress.Fault) {
            return try ServerAddress(text)
        } catch {
            throw .usage("--server: \(error.message)")
        }
    }

    static func usage(of part: String) -> String {
        switch part {
        case "backup": backupUsage
        case "restore": restoreUsage
        default: doctorUsage
        }
    }

    private static let place = """
          --data DIR     the server's directory; default as of roost serve: ROOST_DATA, or ./data
          --config FILE  the server's settings
        """

    private static let backupUsage = """
        roost backup FILE writes everything that the server keeps to one file

        The server may run meanwhile. The file is checked before it gets its name, replaces an older backup of that name,
        and is for your eyes only: it holds every message. docs/operating/backup.md has the rest.

        \(place)
          --help         this text

        Exit codes: 0 success, 2 usage, 1 anything else.
        """

    private static let restoreUsage = """
        roost restore FILE puts a backup in the place of what the server keeps

        Stop the server first. What was there stays beside it under the name roost-replaced-DATE.db.

        \(place)
          --yes          does not ask
          --help         this text

        Exit codes: 0 success, 2 usage, 1 anything else.
        """

    private static let doctorUsage = """
        roost doctor looks whether all is well with a server and the machine under it, and changes nothing

        One line for each thing: ok, a warning, or a problem and what to do.

        \(place)
          --server URL   the server; default where its settings say
          --json         for programs: {"ok":…,"checks":[{"name","status","finding","advice"}]}
          --help         this text

        Exit codes: 0 no problem (there may be warnings), 1 a problem, 2 usage.
        """
}
