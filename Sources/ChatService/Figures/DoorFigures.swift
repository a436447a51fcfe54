public import ChatDomain
public import Metrics

/// What one door does on one loop. Written on that loop, read on any thread.
public final class DoorFigures: Sendable {
    public enum Door: String, Sendable, CaseIterable {
        case http, live, irc
    }

    public let door: Door
    public let connections = Figure()
    /// Rooms that are read, each connection's by itself; and those of them that are behind. Looked at once a second.
    public let readers = Figure()
    public let readersBehind = Figure()
    /// How often a reader's socket did not take an event at once.
    public let fellBehind = Figure()
    /// Connections that were closed since they took nothing.
    public let tooSlow = Figure()
    /// Events given to readers, each reader's by itself.
    public let deliveries = Figure()
    /// In the turns of the loop that had any.
    public let deliveriesATurn = Histogram(upTo: Histogram.sizes)
    /// HTTP answers by the first digit of their status.
    public let answers = Tally(size: 6)
    private let refusals = Tally(size: RefusalCode.allCases.count)

    private static let places = Dictionary(
        uniqueKeysWithValues: RefusalCode.allCases.enumerated().map { ($1, $0) })

    public init(_ door: Door) {
        self.door = door
    }

    /// On the loop.
    public func refused(_ code: RefusalCode) { refusals.add(at: Self.places[code] ?? -1) }

    /// How often somebody was refused with this code.
    public func refusals(_ code: RefusalCode) -> Int { refusals[Self.places[code] ?? -1] }

    /// On the loop, at the end of each of its turns.
    public func delivered(_ count: Int) {
        guard count > 0 else { return }
        deliveries.add(count)
        deliveriesATurn.observe(count)
    }
}
