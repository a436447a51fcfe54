/// The commands that Roost knows: what clients send, and what it sends itself.
public enum IRCCommand: String, CaseIterable, Sendable {
    // Connection
    case cap = "CAP", authenticate = "AUTHENTICATE", pass = "PASS", nick = "NICK", user = "USER", ping = "PING"
    case pong = "PONG", oper = "OPER", quit = "QUIT", error = "ERROR", register = "REGISTER", verify = "VERIFY"
    // Messages
    case privmsg = "PRIVMSG", notice = "NOTICE", tagmsg = "TAGMSG", batch = "BATCH", redact = "REDACT"
    case wallops = "WALLOPS"
    // Channels
    case join = "JOIN", part = "PART", topic = "TOPIC", names = "NAMES", list = "LIST", invite = "INVITE"
    case kick = "KICK", mode = "MODE", rename = "RENAME"
    // People
    case who = "WHO", whois = "WHOIS", whowas = "WHOWAS", away = "AWAY", ison = "ISON", userhost = "USERHOST"
    case setname = "SETNAME", monitor = "MONITOR", metadata = "METADATA", account = "ACCOUNT", chghost = "CHGHOST"
    // History
    case chathistory = "CHATHISTORY", markread = "MARKREAD"
    // The server
    case motd = "MOTD", version = "VERSION", admin = "ADMIN", info = "INFO", time = "TIME", stats = "STATS"
    case links = "LINKS", lusers = "LUSERS", help = "HELP", helpop = "HELPOP", isupport = "ISUPPORT"
    case users = "USERS", summon = "SUMMON", map = "MAP"
    // Operators
    case kill = "KILL", rehash = "REHASH"
    case restart = "RESTART", die = "DIE", connect = "CONNECT", squit = "SQUIT"
    case kline = "KLINE", unkline = "UNKLINE", dline = "DLINE", undline = "UNDLINE"
    // Replies
    case fail = "FAIL", warn = "WARN", note = "NOTE", ack = "ACK"
    // The service, by its usual short names
    case nickserv = "NICKSERV", ns = "NS", chanserv = "CHANSERV", cs = "CS", roost = "ROOST"

    /// The command of these bytes, in any case of ASCII letters; nil if there is none.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard let packed = Self.packed(bytes) else { return nil }
        // A binary search: a third of the price of a dictionary.
        let table = Self.table
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            let entry = table[middle]
            if entry.packed == packed {
                self = entry.command
                return
            }
            if entry.packed < packed { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private static let table: [(packed: UInt128, command: IRCCommand)] = allCases.compactMap { command in
        var name = command.rawValue
        return name.withUTF8 { packed(UnsafeRawBufferPointer($0)) }.map { ($0, command) }
    }.sorted { $0.0 < $1.0 }

    /// Up to 15 bytes and their count as one number.
    private static func packed(_ bytes: UnsafeRawBufferPointer) -> UInt128? {
        guard (1...15).contains(bytes.count) else { return nil }
        var high: UInt64 = 0
        var low = UInt64(bytes.count)
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(ASCII.upper(byte))
        }
        return UInt128(high) << 64 | UInt128(low)
    }
}
