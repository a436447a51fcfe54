import ChatDomain
import ChatService
import ChatWire
import IRCWire

/// Somebody whose coming and going a client wants to be told of, as it was told last.
struct Monitored {
    /// As the client wrote it, or the username.
    var nick: String
    /// Nil while there is no such person that one may know of.
    var name: PersonName?
    var isOnline = false
    var isAway = false
    var awayText = ""
}

// MONITOR (IRCv3 monitor, extended-monitor).
extension IRCConnection {
    func monitor(_ message: IRCMessage) {
        let targets = (message[1] ?? "").split(separator: ",").map(String.init)
        switch message[0]?.uppercased() {
        case "+": monitor(targets)
        case "-":
            for target in targets { monitored[CaseMapping.fold(target)] = nil }
            gateway.noteMonitoring(of: self)
        case "C":
            monitored = [:]
            gateway.noteMonitoring(of: self)
        case "L":
            let nicks = monitored.values.map(\.nick).sorted()
            send { lines in
                lines.append(town.source, .rplMonList, for: nick, list: nicks, separator: 0x2C)
                lines.append(town.source, .rplEndOfMonList, for: nick)
            }
        case "S": lookAt(monitored.values.map(\.nick).sorted())
        default: numeric(.errNeedMoreParams, [IRCCommand.monitor.rawValue], "MONITOR knows +, -, C, L and S.")
        }
    }

    private func monitor(_ targets: [String]) {
        var added: [String] = []
        for (place, target) in targets.enumerated() {
            let key = CaseMapping.fold(target)
            guard monitored[key] == nil else {
                added.append(target)
                continue
            }
            guard monitored.count < IRCTown.maximumMonitored else {
                let rest = targets[place...].joined(separator: ",")
                numeric(.errMonListFull, [String(IRCTown.maximumMonitored), rest])
                break
            }
            monitored[key] = Monitored(nick: target)
            added.append(target)
        }
        gateway.noteMonitoring(of: self)
        lookAt(added)
    }

    /// Asks who of them is there, and says so.
    private func lookAt(_ nicks: [String]) {
        guard let caller, !nicks.isEmpty else { return }
        ask(
            as: .monitor,
            { service, answer in
                service.people(named: nicks, for: caller, answer: answer)
            }
        ) { connection, found in
            var (online, offline): ([String], [String]) = ([], [])
            for (nick, view) in zip(nicks, found) {
                let name = view.flatMap { connection.names(of: [$0]).first }
                connection.note(view, name, as: nick)
                if let name, view?.online == true {
                    online.append(connection.town.source(of: name).text)
                } else {
                    offline.append(name?.username ?? nick)
                }
            }
            connection.send { lines in
                let (server, nick) = (connection.town.source, connection.nick)
                lines.append(server, .rplMonOnline, for: nick, list: online, separator: 0x2C)
                lines.append(server, .rplMonOffline, for: nick, list: offline, separator: 0x2C)
            }
        }
    }

    private func note(_ view: AccountView?, _ name: PersonName?, as nick: String) {
        let key = CaseMapping.fold(nick)
        guard monitored[key] != nil else { return }
        guard let view, let name else { return }
        monitored[key] = nil
        monitored[CaseMapping.fold(name.username)] = Monitored(
            nick: name.username, name: name, isOnline: view.online == true, isAway: view.isAway,
            awayText: view.awayText)
    }

    /// Somebody shows himself in another way, whether or not one shares a room with him.
    func take(_ now: PersonPresence, of name: PersonName) {
        let key = CaseMapping.fold(name.username)
        guard let before = monitored[key] else { return }
        // Guests know those whom they share rooms with.
        guard before.name?.id == now.account || self.name?.role != .guest || peopleInSight[now.account] != nil else {
            return
        }
        let after = Monitored(now, name)
        monitored[key] = after
        if capabilities.contains(.extendedMonitor) { showChange(of: name, from: before, to: after) }
        guard before.isOnline != after.isOnline else { return }
        let source = town.source(of: name)
        push {
            $0.append(
                town.source, after.isOnline ? .rplMonOnline : .rplMonOffline, for: nick,
                list: [after.isOnline ? source.text : name.username])
        }
    }

    /// A room has told of it already.
    func noteTold(_ now: PersonPresence, of name: PersonName) {
        let key = CaseMapping.fold(name.username)
        guard let before = monitored[key] else { return }
        var after = Monitored(now, name)
        after.isOnline = before.isOnline
        monitored[key] = after
    }

    /// What rooms tell of those in them: away, another name, another host.
    func showChange(of name: PersonName, from before: Monitored, to after: Monitored) {
        let source = town.source(of: name)
        if let old = before.name, capabilities.contains(.chghost), town.host(of: old) != town.host(of: name) {
            // From whom he was, since that is the one the client knows.
            push { $0.append(town.source(of: old), .chghost, [String(name.id.rawValue), town.host(of: name)]) }
        }
        let isNewText = after.isAway && before.awayText != after.awayText
        if capabilities.contains(.awayNotify), before.isAway != after.isAway || isNewText {
            push { $0.append(source, .away, [], trailing: after.isAway ? after.awayText : nil) }
        }
        if let old = before.name, capabilities.contains(.setname), old.displayName != name.displayName {
            push { $0.append(source, .setname, [], trailing: name.displayName) }
        }
    }
}

extension Monitored {
    init(_ presence: PersonPresence, _ name: PersonName) {
        self.init(name, presence.isOnline, presence.presence, presence.statusText)
    }

    init(_ member: IRCRoom.Member) {
        self.init(member.name, member.isOnline, member.presence, member.statusText)
    }

    private init(_ name: PersonName, _ isOnline: Bool, _ presence: ChosenPresence, _ statusText: String) {
        nick = name.username
        self.name = name
        self.isOnline = isOnline
        isAway = !isOnline || presence == .away || presence == .dnd
        awayText = statusText.isEmpty ? (isOnline ? "away" : "offline") : statusText
    }
}
