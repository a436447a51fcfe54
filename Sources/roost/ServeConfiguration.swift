import ChatService
import EventLoop
import HTTPGateway
import Log
import Secrets

/// How `roost serve` runs.
struct ServeConfiguration {
    enum RegistrationMode: String {
        /// Open on a loopback address, closed on any other.
        case auto
        case open
        case link
        case closed
    }

    var listen = SocketAddress(host: "127.0.0.1", port: 5000)
    /// Where IRC clients come in; nil for nowhere.
    var irc: SocketAddress?
    /// Where the figures are read; nil for nowhere.
    var metrics: SocketAddress?
    /// What the server is called on IRC: like a host, so that nobody's nick looks like it.
    var ircName = "roost.local"
    /// The file with the message of the day.
    var ircMOTD: String?
    /// Lines for ADMIN, with | between them.
    var ircAdmin = ""
    var data = "./data"
    /// 0: one for each core.
    var loops = 0
    var serverName = "Roost"
    var registration = RegistrationMode.auto
    var guests = false
    var publicURL: String?
    var trustedProxies: [AddressRange] = []
    var webRoot: String?
    /// Where a text file a room is kept; nil for none.
    var transcripts: String?
    var transcriptsOfConversations = false
    var logLevel = Log.Level.info
    var passwordOperations = PasswordCost.interactive.operations
    var passwordMemory = PasswordCost.interactive.memoryBytes / 1_048_576
    var passwordThreads = 2
    var scramIterations = 100_000
    var readers = 2
    var limits = Limits()

    var registrationForAddress: ServiceSettings.Registration {
        switch registration {
        case .open: .open
        case .link: .link
        case .closed: .closed
        case .auto: isLoopback ? .open : .closed
        }
    }

    private var isLoopback: Bool { listen.host == "::1" || listen.host.hasPrefix("127.") }
}

extension Option {
    static let general: [Option] = [
        Option(
            name: "listen", placeholder: "ADDRESS:PORT", summary: "Where to listen. Port 0 takes a free one.",
            defaultText: "127.0.0.1:5000"
        ) { configuration, text throws(ConfigurationError) in
            guard let address = SocketAddress(listen: text) else {
                throw ConfigurationError("must be an IP address and a port, such as 0.0.0.0:5000 or [::]:5000")
            }
            configuration.listen = address
        },
        Option(
            name: "irc", placeholder: "ADDRESS:PORT", summary: "Where IRC clients come in, such as 127.0.0.1:6667.",
            defaultText: "none"
        ) { configuration, text throws(ConfigurationError) in
            guard text != "none" else { return configuration.irc = nil }
            guard let address = SocketAddress(listen: text) else {
                throw ConfigurationError("must be an IP address and a port, such as 127.0.0.1:6667, or none")
            }
            configuration.irc = address
        },
        Option(
            name: "metrics", placeholder: "ADDRESS:PORT",
            summary: "Where Prometheus reads the figures, such as 127.0.0.1:9464. Whoever reaches it may read.",
            defaultText: "none"
        ) { configuration, text throws(ConfigurationError) in
            guard text != "none" else { return configuration.metrics = nil }
            guard let address = SocketAddress(listen: text) else {
                throw ConfigurationError("must be an IP address and a port, such as 127.0.0.1:9464, or none")
            }
            configuration.metrics = address
        },
        Option(
            name: "irc_name", placeholder: "HOST", summary: "What the server is called on IRC, with a dot in it.",
            defaultText: "roost.local"
        ) { configuration, text throws(ConfigurationError) in
            let isHost = text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
            }
            guard isHost, text.contains("."), text.utf8.count <= 48 else {
                throw ConfigurationError("must be like a host's name, lower case with a dot, of at most 48 characters")
            }
            configuration.ircName = text
        },
        Option(
            name: "irc_motd", placeholder: "FILE", summary: "The message of the day on IRC; REHASH reads it again.",
            defaultText: "none"
        ) { configuration, text throws(ConfigurationError) in configuration.ircMOTD = text == "none" ? nil : text },
        Option(
            name: "irc_admin", placeholder: "TEXT", summary: "What ADMIN answers on IRC: lines, with | between them.",
            defaultText: "none"
        ) { configuration, text throws(ConfigurationError) in configuration.ircAdmin = text == "none" ? "" : text },
        Option(
            name: "data", placeholder: "DIRECTORY", summary: "Where everything is kept; made if it is not there.",
            defaultText: "./data"
        ) { configuration, text throws(ConfigurationError) in
            guard !text.isEmpty else { throw ConfigurationError("must be a directory") }
            configuration.data = text
        },
        integer("loops", 0...32, default: 0, "Event loops; 0 means one for each core.", \.loops),
        Option(
            name: "server_name", placeholder: "NAME", summary: "What the server is called.", defaultText: "Roost"
        ) { configuration, text throws(ConfigurationError) in
            guard !text.isEmpty, text.utf8.count <= 128 else {
                throw ConfigurationError("must have 1 to 128 bytes")
            }
            configuration.serverName = text
        },
        Option(
            name: "registration", placeholder: "open|link|closed|auto",
            summary:
                "Who may make an account, until an owner sets it: anyone, who has a link, nobody. auto: open on a loopback address, closed on any other.",
            defaultText: "auto"
        ) { configuration, text throws(ConfigurationError) in
            guard let mode = ServeConfiguration.RegistrationMode(rawValue: text) else {
                throw ConfigurationError("must be open, link, closed or auto")
            }
            configuration.registration = mode
        },
        Option(
            name: "guests", placeholder: "yes|no",
            summary: "Whether anyone may come in by IRC under a free name, until an owner sets it.", defaultText: "no"
        ) { configuration, text throws(ConfigurationError) in
            guard text == "yes" || text == "no" else { throw ConfigurationError("must be yes or no") }
            configuration.guests = text == "yes"
        },
        Option(
            name: "public_url", placeholder: "URL",
            summary: "The address that browsers use, where a proxy stands in front; pages from elsewhere are refused.",
            defaultText: ""
        ) { configuration, text throws(ConfigurationError) in
            guard let origin = originOf(text) else {
                throw ConfigurationError("must look like https://chat.example.org")
            }
            configuration.publicURL = origin
        },
        Option(
            name: "trusted_proxies", placeholder: "LIST",
            summary: "Addresses or blocks, separated by commas, whose X-Forwarded-For is believed.", defaultText: ""
        ) { configuration, text throws(ConfigurationError) in
            configuration.trustedProxies = []
            for part in text.split(separator: ",") {
                guard let range = AddressRange(String(part.trimmingSpaces)) else {
                    throw ConfigurationError("has \(part), which is no address or block such as 10.0.0.0/8")
                }
                configuration.trustedProxies.append(range)
            }
        },
        Option(
            name: "web_root", placeholder: "DIRECTORY",
            summary: "Serves the page from a directory instead of the binary, for work on it.", defaultText: ""
        ) { configuration, text in configuration.webRoot = text.isEmpty ? nil : text },
        Option(
            name: "log_level", placeholder: "debug|info|warning|error|off",
            summary: "What is logged, on standard error.",
            defaultText: "info"
        ) { configuration, text throws(ConfigurationError) in
            guard let level = Log.Level(name: text) else {
                throw ConfigurationError("must be debug, info, warning, error or off")
            }
            configuration.logLevel = level
        },
        Option(
            name: "transcripts", placeholder: "DIRECTORY",
            summary: "Keeps a text file of each room there, as messages come; made if it is not there.", defaultText: ""
        ) { configuration, text in configuration.transcripts = text.isEmpty ? nil : text },
        Option(
            name: "transcripts_direct", placeholder: "yes|no",
            summary: "Whether direct conversations and groups have such files too.", defaultText: "no"
        ) { configuration, text throws(ConfigurationError) in
            guard text == "yes" || text == "no" else { throw ConfigurationError("must be yes or no") }
            configuration.transcriptsOfConversations = text == "yes"
        },
        integer(
            "password_operations", 1...PasswordCost.importCeiling.operations,
            default: PasswordCost.interactive.operations,
            "Passes of argon2id over its memory.", \.passwordOperations),
        integer(
            "password_memory", 1...PasswordCost.importCeiling.memoryBytes / 1_048_576,
            default: PasswordCost.interactive.memoryBytes / 1_048_576,
            "Memory of one argon2id hash, in MiB.", \.passwordMemory),
        integer("password_threads", 1...64, default: 2, "Threads that hash passwords.", \.passwordThreads),
        integer(
            "scram_iterations", 4_096...10_000_000, default: 100_000,
            "Rounds of PBKDF2 over the passwords of those who log in by SCRAM.", \.scramIterations),
        integer("readers", 1...64, default: 2, "Threads that read history.", \.readers),
    ]

    /// Scheme, host and port of a URL without path.
    private static func originOf(_ text: String) -> String? {
        var rest = text[...]
        if rest.hasSuffix("/") { rest.removeLast() }
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
            let host = rest.dropFirst(scheme.count)
            let isHost =
                !host.isEmpty
                && host.utf8.allSatisfy { byte in
                    byte > 0x20 && byte < 0x7F && !"/?#@\\".utf8.contains(byte)
                }
            return isHost ? String(rest).lowercased() : nil
        }
        return nil
    }
}

extension SocketAddress {
    /// Reads `127.0.0.1:5000`, `[::1]:5000` or `localhost:5000`.
    init?(listen text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard IPAddress(host) != nil else { return nil }
        self.init(host: host, port: port)
    }
}

extension StringProtocol {
    var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
