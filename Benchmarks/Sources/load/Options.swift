/// What to load, and how.
struct Options {
    enum Target: String { case roost, floor, irc, redis, nats, mqtt, xmpp }

    var target = Target.roost
    var port: UInt16 = 0
    /// The process to watch.
    var serverID: Int32 = 0
    /// Rooms in use, one after the other from this number on.
    var firstRoom = 1
    var rooms = 1
    /// Connections in each room.
    var people = 20
    /// The number of the account that is the first in the first room; the others follow.
    var firstPerson = 1
    /// How many of the people in each room write.
    var senders = 1
    /// Connections that are coming in at the same time; more than the server's backlog wait a second each.
    var openAtOnce = 32
    /// How long all may take to come in.
    var openSeconds = 300.0
    /// Messages that a sender has under way before it waits for an acknowledgement; unused with a rate.
    var window = 16
    /// Messages a second of all senders together; 0 for as fast as the window lets them.
    var rate = 0
    var textBytes = 100
    var warmUpSeconds = 2.0
    var seconds = 10.0
    /// Everybody tells the server of each message that he has read it.
    var isReading = false
    /// Only connects, and measures memory.
    var isIdle = false
    var password = "benchmark"
    /// What IRC clients ask for.
    var capabilities: [String] = []
    /// IRC clients log in by SASL, to accounts that are in their rooms already.
    var isKnown = false
    /// Whether senders read their own messages.
    var hasEcho: Bool { target != .irc || capabilities.contains("echo-message") }

    static let usage = """
        usage: load --target roost|floor|irc|redis|nats|mqtt|xmpp --port N --server-pid N
                    [--first-room N] [--first-person N] [--rooms N] [--people N] [--senders N] [--window N] [--rate N] [--text-bytes N] [--warm-up SECONDS] [--seconds SECONDS] [--reading] [--idle]
                    [--capabilities NAME,NAME] [--known] [--open-at-once N] [--open-within SECONDS]
        Prints one line of JSON with what was measured. Benchmarks/run starts it.
        """

    init(arguments: [String]) throws(LoadError) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--idle" {
                isIdle = true
                continue
            }
            if name == "--reading" {
                isReading = true
                continue
            }
            if name == "--known" {
                isKnown = true
                continue
            }
            guard let value = rest.popFirst() else { throw LoadError(Self.usage) }
            switch name {
            case "--target":
                guard let named = Target(rawValue: value) else { throw LoadError(Self.usage) }
                target = named
            case "--port": port = try Self.number(name, value, in: 1...65_535)
            case "--server-pid": serverID = try Self.number(name, value, in: 1...Int32.max)
            case "--first-room": firstRoom = try Self.number(name, value, in: 0...60_000)
            case "--first-person": firstPerson = try Self.number(name, value, in: 1...100_000)
            case "--rooms": rooms = try Self.number(name, value, in: 1...5_000)
            case "--people": people = try Self.number(name, value, in: 1...100_000)
            case "--senders": senders = try Self.number(name, value, in: 0...100_000)
            case "--open-at-once": openAtOnce = try Self.number(name, value, in: 1...1_000)
            case "--window": window = try Self.number(name, value, in: 1...10_000)
            case "--rate": rate = try Self.number(name, value, in: 0...1_000_000)
            // Number of the sender and time stand at the beginning of each text.
            case "--text-bytes": textBytes = try Self.number(name, value, in: Stamp.length...10_000)
            case "--capabilities": capabilities = value.split(separator: ",").map(String.init)
            case "--open-within": openSeconds = try Self.duration(name, value)
            case "--warm-up": warmUpSeconds = try Self.duration(name, value)
            case "--seconds": seconds = try Self.duration(name, value)
            default: throw LoadError(Self.usage)
            }
        }
        guard port > 0, serverID > 0, senders <= people, isIdle || senders > 0 else { throw LoadError(Self.usage) }
        guard hasEcho || isIdle || senders < people else {
            throw LoadError("without echo-message somebody must only read")
        }
    }

    private static func number<N: FixedWidthInteger>(
        _ name: String, _ text: String, in range: ClosedRange<N>
    ) throws(LoadError) -> N {
        guard let value = N(text), range.contains(value) else {
            throw LoadError("\(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func duration(_ name: String, _ text: String) throws(LoadError) -> Double {
        guard let value = Double(text), (0...3_600).contains(value) else {
            throw LoadError("\(name) must be seconds, up to 3600")
        }
        return value
    }
}

/// A sentence for whoever runs the benchmark.
struct LoadError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
