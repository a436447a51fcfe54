import Glibc

/// What the scenarios beside fan-out are told: `load reconnect`, `load calm`, `load durable`, `load await`.
struct StormOptions {
    var port: UInt16 = 0
    var serverID: Int32 = 0
    /// A session's token for each client, from account 1 on.
    var tokens: [String] = []
    /// The store's, which clients that come back have kept.
    var epoch = ""
    var firstRoom = 1
    var peopleInRoom = 1
    var clients = 1
    /// What everybody has read of his room, and how many messages came since.
    var after: Int64 = 0
    var missed: Int64 = 0
    var window = 16
    var rate = 50
    var seconds = 10.0
    var warmUpSeconds = 2.0
    /// A file beside the store's, for a bare append.
    var probe = ""

    static let usage = """
        usage: load reconnect|calm|durable|await --port N --server-pid N --tokens FILE [--epoch TEXT] [--first-room N]
                    [--people-in-room N] [--clients N] [--after N] [--missed N] [--window N] [--rate N]
                    [--warm-up SECONDS] [--seconds SECONDS] [--probe FILE]
        Benchmarks/storm.py starts it.
        """

    init(arguments: [String]) throws(LoadError) {
        var rest = arguments[...]
        while let name = rest.popFirst(), let value = rest.popFirst() {
            switch name {
            case "--tokens": tokens = try Self.lines(of: value)
            case "--epoch": epoch = value
            case "--probe": probe = value
            case "--port": port = try Self.number(name, value)
            case "--server-pid": serverID = try Self.number(name, value)
            case "--first-room": firstRoom = try Self.number(name, value)
            case "--people-in-room": peopleInRoom = try Self.number(name, value)
            case "--clients": clients = try Self.number(name, value)
            case "--after": after = try Self.number(name, value)
            case "--missed": missed = try Self.number(name, value)
            case "--window": window = try Self.number(name, value)
            case "--rate": rate = try Self.number(name, value)
            case "--seconds": seconds = try Self.seconds(name, value)
            case "--warm-up": warmUpSeconds = try Self.seconds(name, value)
            default: throw LoadError(Self.usage)
            }
        }
        guard rest.isEmpty, port > 0, serverID > 0, clients > 0, peopleInRoom > 0, rate > 0, window > 0 else {
            throw LoadError(Self.usage)
        }
        guard tokens.count >= clients else { throw LoadError("there are \(tokens.count) sessions only") }
    }

    func room(of client: LiveClient) -> Int { firstRoom + client.index / peopleInRoom }

    private static func number<N: FixedWidthInteger>(_ name: String, _ text: String) throws(LoadError) -> N {
        guard let value = N(text), value >= 0 else { throw LoadError("\(name) must be a number") }
        return value
    }

    private static func seconds(_ name: String, _ text: String) throws(LoadError) -> Double {
        guard let value = Double(text), (0...3_600).contains(value) else {
            throw LoadError("\(name) must be seconds, up to 3600")
        }
        return value
    }

    private static func lines(of path: String) throws(LoadError) -> [String] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw LoadError("cannot read \(path)") }
        defer { close(file) }
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &part, part.count), count > 0 { text += part[..<count] }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// The scenarios beside fan-out, by the first argument.
enum StormScenario {
    /// - Returns: what was measured, as JSON; nil when the first argument names none of these.
    static func perform(_ arguments: [String]) throws(LoadError) -> String? {
        func options() throws(LoadError) -> StormOptions {
            try StormOptions(arguments: Array(arguments.dropFirst()))
        }
        switch arguments.first {
        case "reconnect": return try Reconnect(options()).perform()
        case "calm": return try CalmRoom(options()).perform()
        case "durable": return try DurableSends(options()).perform()
        case "await": return try AwaitedSends(options()).perform()
        default: return nil
        }
    }
}
