import ChatDomain
import ChatService
import IRCWire

// CHATHISTORY TARGETS: where something was said (draft/chathistory).
extension IRCConnection {
    /// The conversations in which something was said between two moments, in the order from the first to the second.
    func showTargets(_ first: Timestamp, _ second: Timestamp, limit: Int) {
        guard let caller else { return }
        conversations { connection, all in
            let names = Dictionary(all.map { ($0.room, $0.name) }, uniquingKeysWith: { $1 })
            connection.ask(
                as: .chathistory,
                { service, answer in
                    service.activity(
                        of: caller, from: min(first, second), to: max(first, second), limit: .max, answer: answer)
                }
            ) { connection, latestFirst in
                let active = first <= second ? latestFirst.reversed() : latestFirst
                let shown = active.filter { names[$0.room] != nil }.prefix(limit)
                connection.send(batch: ["draft/chathistory-targets"]) { reference in
                    var lines = IRCLines()
                    for activity in shown {
                        if let reference { lines.tag("batch", reference) }
                        lines.append(
                            connection.town.source, .chathistory,
                            ["TARGETS", names[activity.room] ?? "*", ServerTime.text(activity.lastMessageAt)])
                    }
                    return lines.bytes
                }
            }
        }
    }
}
