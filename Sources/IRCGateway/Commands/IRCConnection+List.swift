import ChatDomain
import ChatService
import IRCWire

// LIST: the channels that one may know of. All are there at one moment, so nobody is cut off for its length (SAFELIST).
extension IRCConnection {
    func list(_ message: IRCMessage) {
        guard let caller else { return }
        let request = ListRequest(message[0])
        ask(as: .list, { service, answer in service.channels(for: caller, answer: answer) }) { connection, channels in
            let now = connection.town.now()
            func minutes(since moment: Timestamp) -> Int { Int(clamping: (now.rawValue - moment.rawValue) / 60_000) }
            connection.send { lines in
                let (server, nick) = (connection.town.source, connection.nick)
                lines.append(server, .rplListStart, for: nick, ["Channel"])
                for channel in channels {
                    let name = "#\(channel.handle)"
                    guard
                        request.matches(
                            channel: name, members: channel.members, createdMinutes: minutes(since: channel.createdAt),
                            topicMinutes: channel.topicSetAt.map(minutes))
                    else { continue }
                    lines.append(
                        server, .rplList, for: nick, [name, String(channel.members)], trailing: channel.topic)
                }
                lines.append(server, .rplListEnd, for: nick)
            }
        }
    }
}
