import ChatDomain
import ChatService
import EventLoop
import Metrics

// What comes and goes.
extension ServerMetrics {
    func addTraffic(to text: inout MetricsText) {
        func sum(_ figure: (LoopStatistics) -> Int) -> Int { loops.reduce(0) { $0 + figure($1.statistics) } }
        text.gauge("roost_connections", "Open connections.", byDoor { $0.connections.value })
        text.counter(
            "roost_connections_accepted_total", "Connections that were accepted.",
            sum { $0.acceptedConnections.value })
        text.counter(
            "roost_accept_pauses_total", "Times that accepting rested for want of descriptors or memory.",
            sum { $0.acceptPauses.value })
        text.counter("roost_received_bytes_total", "Bytes from connections.", sum { $0.readBytes.value })
        text.counter("roost_sent_bytes_total", "Bytes to connections.", sum { $0.writtenBytes.value })
        text.counter(
            "roost_socket_writes_total", "System calls that wrote to connections.", sum { $0.writes.value })
        text.counter(
            "roost_sockets_blocked_total", "Times that a connection took less than it was given.",
            sum { $0.blocks.value })
        text.gauge(
            "roost_outbound_bytes", "Bytes that wait for connections to take them.", sum { $0.outboundBytes.value })
        text.gauge(
            "roost_outbound_limit_bytes", "Beyond this readers are left to fall behind.",
            configuration.limits.outboundTotalBytes)
        text.counter(
            "roost_http_answers_total", "HTTP answers by the class of their status.",
            (1...5).map { first in
                ([("class", "\(first)xx")], Double(doors.reduce(0) { $0 + $1.answers[first] }))
            })
        text.counter(
            "roost_refusals_total", "Requests and connections that were refused, by the code they were told.",
            RefusalCode.allCases.map { code in
                ([("code", code.rawValue)], Double(doors.reduce(0) { $0 + $1.refusals(code) }))
            })
    }

    func addReaders(to text: inout MetricsText) {
        let streams: [DoorFigures.Door] = [.live, .irc]
        text.gauge("roost_readers", "Rooms that connections follow.", byDoor(streams) { $0.readers.value })
        text.gauge(
            "roost_readers_behind", "Those of them that have not got everything yet.",
            byDoor(streams) { $0.readersBehind.value })
        text.counter(
            "roost_readers_fell_behind_total", "Times that a connection did not take an event when it came.",
            byDoor(streams) { $0.fellBehind.value })
        text.counter(
            "roost_slow_readers_closed_total", "Connections closed since they took nothing.",
            byDoor(streams) { $0.tooSlow.value })
        text.counter(
            "roost_deliveries_total", "Events given to readers, each reader's by itself.",
            byDoor(streams) { $0.deliveries.value })
        text.histogram(
            "roost_turn_deliveries", "Deliveries in one turn of a loop that had any.", in: .one,
            streams.compactMap { door in
                let spreads = doors.filter { $0.door == door }.map(\.deliveriesATurn.spread)
                return spreads.first.map { ([("door", door.rawValue)], $0.merged(with: spreads.dropFirst())) }
            })
    }

    /// Over all loops.
    private func byDoor(
        _ which: [DoorFigures.Door] = DoorFigures.Door.allCases, _ figure: (DoorFigures) -> Int
    ) -> [(MetricsText.Labels, Double)] {
        which.map { door in
            let sum = doors.reduce(0) { $1.door == door ? $0 + figure($1) : $0 }
            return ([("door", door.rawValue)], Double(sum))
        }
    }
}
