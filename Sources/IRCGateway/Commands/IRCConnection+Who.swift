import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Who is where: WHO and WHOX.
extension IRCConnection {
    /// WHO #channel, WHO nick, WHO mask. With `o` staff alone, with `%fields,token` what the client wants to see (WHOX).
    ///
    /// A mask finds those with whom one shares a room: all others are invisible (RFC 2812, 3.6.1). A nick finds
    /// whomever one may know of.
    func who(_ message: IRCMessage) {
        let request = WhoRequest(mask: message[0], options: message[1])
        let mask = request.mask
        if mask.hasPrefix("#") {
            answer(request, roomsByName[CaseMapping.fold(mask)].map { rows(of: $0, mask) } ?? [])
        } else if mask.contains(where: { "*?!@.".contains($0) }) {
            let wanted = HostMask(mask)
            let found = peopleInSight.values.filter {
                wanted.matches(nick: $0.nick, user: String($0.name.id.rawValue), host: town.host(of: $0.name))
            }
            answer(request, found.sorted { $0.name.id < $1.name.id }.map { row($0, channel: "*", marks: "") })
        } else {
            showOne(mask, request)
        }
    }

    private func showOne(_ nick: String, _ request: WhoRequest) {
        guard let caller else { return }
        ask({ service, answer in service.people(named: [nick], for: caller, answer: answer) }) { connection, result in
            let found = (try? result.get())?.compactMap { $0 } ?? []
            connection.answer(
                request,
                zip(found, connection.names(of: found)).map { view, name in
                    WhoRow(name: name, channel: "*", marks: "", isAway: view.isAway)
                })
        }
    }

    private func rows(of id: RoomID, _ channel: String) -> [WhoRow] {
        guard let room = gateway.rooms[id], room.channel != nil else { return [] }
        let showsAll = capabilities.contains(.multiPrefix)
        return room.members.sorted { $0.key < $1.key }.map { _, member in
            row(member, channel: channel, marks: showsAll ? room.marks(of: member) : room.mark(of: member))
        }
    }

    private func row(_ member: IRCRoom.Member, channel: String, marks: String) -> WhoRow {
        WhoRow(name: member.name, channel: channel, marks: marks, isAway: member.isAway)
    }

    private func answer(_ request: WhoRequest, _ rows: [WhoRow]) {
        send { lines in
            for row in rows where !request.operatorsOnly || row.name.role.managesPeople {
                if let fields = request.fields {
                    append(row, fields, request.token, to: &lines)
                } else {
                    append(row, to: &lines)
                }
            }
            lines.append(town.source, .rplEndOfWho, for: nick, [request.mask])
        }
    }

    private func append(_ row: WhoRow, to lines: inout IRCLines) {
        lines.append(
            town.source, .rplWhoReply, for: nick,
            [
                row.channel, String(row.name.id.rawValue), town.host(of: row.name), town.settings.serverName,
                row.name.username, row.flags,
            ], trailing: "0 \(row.name.displayName)")
    }

    private func append(
        _ row: WhoRow, _ fields: [WhoRequest.Field], _ token: String, to lines: inout IRCLines
    ) {
        lines.begin(town.source, .rplWhoSpecialReply, for: nick)
        for field in fields {
            switch field {
            case .token: lines.parameter(token)
            case .channel: lines.parameter(row.channel)
            case .user: lines.parameter(row.name.id.rawValue)
            // Where people come from is nobody's business.
            case .address: lines.parameter("255.255.255.255")
            case .host: lines.parameter(town.host(of: row.name))
            case .server: lines.parameter(town.settings.serverName)
            case .nick: lines.parameter(row.name.username)
            case .flags: lines.parameter(row.flags)
            case .hops, .idle: lines.parameter(0)
            case .account: lines.parameter(row.name.username)
            case .rank: lines.parameter("n/a")
            case .realName: lines.trailing(row.name.displayName)
            }
        }
        lines.end()
    }

    // MARK: People

    /// Those with whom one shares a room, oneself among them.
    var peopleInSight: [AccountID: IRCRoom.Member] {
        subscriptions.reduce(into: [:]) { people, subscription in
            guard let room = gateway.rooms[subscription.room] else { return }
            people.merge(room.members) { first, _ in first }
        }
    }

    func names(of views: [AccountView]) -> [PersonName] {
        gateway.service?.names.names(of: views.map { AccountID(rawValue: $0.id) }) ?? []
    }

    /// Oneself, as the server knows one now.
    var isStaff: Bool { name?.role.managesPeople ?? false }
}

private struct WhoRow {
    let name: PersonName
    let channel: String
    let marks: String
    let isAway: Bool

    var flags: String {
        (isAway ? "G" : "H") + (name.role.managesPeople ? "*" : "") + (name.isBot ? "B" : "") + marks
    }
}

extension AccountView {
    /// Whether he counts as away: gone, or he says so.
    var isAway: Bool { online != true || presence != nil }

    /// What AWAY says of him.
    var awayText: String {
        let text = status?.text ?? ""
        return text.isEmpty ? (online == true ? "away" : "offline") : text
    }
}
