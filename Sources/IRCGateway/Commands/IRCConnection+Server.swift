import ChatDomain
import ChatService
import ChatWire
import IRCWire

// What the server says about itself when it is asked.
extension IRCConnection {
    /// Whether a command that may name a server means this one; otherwise it is told that there is no other.
    func isHere(_ server: String?) -> Bool {
        guard let server, !server.isEmpty else { return true }
        if Glob(server).matches(town.settings.serverName) || CaseMapping.areSame(server, nick) { return true }
        numeric(.errNoSuchServer, [server])
        return false
    }

    func showTime(_ message: IRCMessage) {
        guard isHere(message[0]) else { return }
        numeric(.rplTime, [town.settings.serverName], ServerTime.text(town.now()))
    }

    func showAdmin(_ message: IRCMessage) {
        guard isHere(message[0]) else { return }
        let said = town.settings.adminLines
        func line(_ place: Int, _ otherwise: String) -> String { place < said.count ? said[place] : otherwise }
        send { lines in
            lines.append(
                town.source, .rplAdminMe, for: nick, [town.settings.serverName], trailing: "Who runs this server")
            lines.append(town.source, .rplAdminLoc1, for: nick, trailing: line(0, town.network(gateway.service?.entry)))
            lines.append(
                town.source, .rplAdminLoc2, for: nick, trailing: line(1, "WHO * o lists its admins in your rooms."))
            lines.append(town.source, .rplAdminEmail, for: nick, trailing: line(2, "Write to one of them."))
        }
    }

    func showInfo(_ message: IRCMessage) {
        guard isHere(message[0]) else { return }
        let network = town.network(gateway.service?.entry)
        send { lines in
            for text in [
                "Roost \(town.settings.version), the server of \(network).",
                "Every room is a log: what is said here is there for those who come by the web page or the console,",
                "and what they say is here. Rooms are kept while nobody is connected.",
                "Up since \(ServerTime.text(town.startedAt)).",
                "Help: HELP for commands, /msg \(IRCService.name) help for what IRC has none for.",
            ] { lines.append(town.source, .rplInfo, for: nick, trailing: text) }
            lines.append(town.source, .rplEndOfInfo, for: nick)
        }
    }

    /// LINKS and MAP: one server and no other.
    func showLinks() {
        let server = town.settings.serverName
        send { lines in
            lines.append(
                town.source, .rplLinks, for: nick, [server, server],
                trailing: "0 \(town.network(gateway.service?.entry))")
            lines.append(town.source, .rplEndOfLinks, for: nick, ["*"])
        }
    }

    func showMap() {
        numeric(.rplMap, [], town.settings.serverName)
        numeric(.rplMapEnd)
    }

    // MARK: STATS

    func stats(_ message: IRCMessage) {
        let letter = message.nonEmpty(0).map { String($0.prefix(1)) } ?? "*"
        guard isHere(message[1]) else { return }
        switch letter {
        case "u":
            let seconds = max(0, (town.now().rawValue - town.startedAt.rawValue) / 1_000)
            func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
            numeric(
                .rplStatsUptime, [],
                "Server Up \(seconds / 86_400) days \(seconds / 3_600 % 24):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
            )
            endStats(letter)
        case "p": statStaff(letter)
        case "k", "K", "d", "D": statBans(letter)
        default: endStats(letter)
        }
    }

    private func endStats(_ letter: String) { numeric(.rplEndOfStats, [letter]) }

    /// Admins who are there, of those with whom one shares a room.
    private func statStaff(_ letter: String) {
        guard let caller else { return }
        let staff = peopleInSight.values.filter(\.isStaff).map(\.nick).sorted()
        ask({ service, answer in
            service.people(named: staff, for: caller, answer: answer)
        }) { connection, result in
            let there = ((try? result.get()) ?? []).compactMap { $0 }.filter { $0.online == true }
            for name in connection.names(of: there) {
                connection.numeric(.rplStatsDebug, ["p"], "\(name.username) (\(name.displayName)), \(name.role.called)")
            }
            connection.endStats(letter)
        }
    }

    private func statBans(_ letter: String) {
        guard isOperator(), let caller else { return endStats(letter) }
        ask(as: .stats, { service, answer in service.serverBans(for: caller, answer: answer) }) { connection, bans in
            connection.send { lines in
                for ban in bans {
                    let until = ban.until.map { " (until \(ServerTime.text(Timestamp(milliseconds: $0))))" } ?? ""
                    lines.append(
                        connection.town.source, .rplStatsKLine, for: connection.nick,
                        ["K", ban.address, "*", "*"], trailing: ban.reason + until)
                }
            }
            connection.endStats(letter)
        }
    }
}
