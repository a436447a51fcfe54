import ChatDomain
import ChatService
import ChatWire
import IRCWire

// What there is to know of somebody: WHOIS and WHOWAS.
extension IRCConnection {
    /// WHOIS [server] nick
    func whois(_ message: IRCMessage) {
        guard let caller, let wanted = message.nonEmpty(1) ?? message.nonEmpty(0) else {
            return numeric(.errNoNicknameGiven)
        }
        if IRCService.isName(wanted) { return whoisService(wanted) }
        ask({ service, answer in service.person(named: wanted, for: caller, answer: answer) }) { connection, result in
            switch result {
            case .success(let profile): connection.lookFurther(profile, wanted)
            case .failure(let refusal):
                connection.refuse(.whois, [wanted], refusal)
                connection.numeric(.rplEndOfWhois, [wanted])
            }
        }
    }

    /// How long he has been silent, and for admins from where he comes.
    private func lookFurther(_ profile: ProfileView, _ wanted: String) {
        guard let caller else { return }
        let id = AccountID(rawValue: profile.account.id)
        let (town, isOneself, staff) = (town, id == caller.account, isStaff)
        ask({ _, answer in town.stay(of: id, answer: answer) }) { connection, result in
            let stay = profile.account.online == true || isOneself ? try? result.get() : nil
            guard staff, !isOneself else {
                return connection.show(profile, wanted, stay, addresses: isOneself ? [connection.peer] : [])
            }
            connection.ask({ service, answer in
                service.sessions(of: id, for: caller, answer: answer)
            }) { connection, result in
                // An admin sees no more of an owner than others do.
                let sessions = (try? result.get()) ?? []
                let addresses = Set(sessions.filter(\.isOnline).map(\.address)).sorted()
                connection.show(profile, wanted, stay, addresses: addresses)
            }
        }
    }

    private func show(_ profile: ProfileView, _ wanted: String, _ stay: IRCStay?, addresses: [String]) {
        let view = profile.account
        guard let person = names(of: [view]).first else { return }
        let (server, shown) = (town.source, person.username)
        send { lines in
            lines.append(
                server, .rplWhoisUser, for: nick, [shown, String(view.id), town.host(of: person), "*"],
                trailing: person.displayName)
            let rooms = sharedChannels(with: person.id)
            lines.append(server, .rplWhoisChannels, for: nick, [shown], list: rooms)
            lines.append(
                server, .rplWhoisServer, for: nick, [shown, town.settings.serverName],
                trailing: town.network(gateway.service?.entry))
            if view.online == true, view.isAway {
                lines.append(server, .rplAway, for: nick, [shown], trailing: view.awayText)
            }
            if person.role.managesPeople {
                lines.append(
                    server, .rplWhoisOperator, for: nick, [shown], trailing: "is \(person.role.called) of this server")
            }
            lines.append(server, .rplWhoisAccount, for: nick, [shown, shown])
            if person.isBot { lines.append(server, .rplWhoisBot, for: nick, [shown]) }
            for address in addresses {
                lines.append(
                    server, .rplWhoisHost, for: nick, [shown], trailing: "is connecting from *@\(address) \(address)")
            }
            if person.id == account {
                lines.append(server, .rplWhoisModes, for: nick, [shown], trailing: "is using modes \(ownModes)")
            }
            for text in Self.lines(of: profile) {
                lines.append(server, .rplWhoisSpecial, for: nick, [shown], trailing: text)
            }
            if let stay {
                lines.append(
                    server, .rplWhoisIdle, for: nick,
                    [shown, String(stay.idleSeconds), String(stay.since.rawValue / 1_000)])
            }
            lines.append(server, .rplEndOfWhois, for: nick, [wanted])
        }
    }

    /// What he says of himself.
    private static func lines(of profile: ProfileView) -> [String] {
        var lines: [String] = []
        func add(_ what: String, _ text: String) {
            if !text.isEmpty { lines.append("\(what): \(text.split(separator: "\n").joined(separator: " / "))") }
        }
        add("Pronouns", profile.pronouns)
        add(
            "Status",
            [profile.account.status?.emoji, profile.account.status?.text].compactMap { $0 }.joined(separator: " ")
                .trimmingBlanks)
        add("About", profile.about)
        add("Homepage", profile.homepage)
        add("Time zone", profile.timeZone)
        if profile.isBlocked { lines.append("You have blocked this person.") }
        return lines
    }

    private func sharedChannels(with person: AccountID) -> [String] {
        subscriptions.compactMap { subscription in
            guard let room = gateway.rooms[subscription.room], let channel = room.channel,
                let member = room.members[person]
            else { return nil }
            return (capabilities.contains(.multiPrefix) ? room.marks(of: member) : room.mark(of: member)) + channel
        }.sorted()
    }

    private func whoisService(_ wanted: String) {
        let name = IRCService.name
        send { lines in
            lines.append(
                town.source, .rplWhoisUser, for: nick, [name, name, town.settings.serverName, "*"],
                trailing: "The server itself: /msg \(name) help")
            lines.append(
                town.source, .rplWhoisServer, for: nick, [name, town.settings.serverName],
                trailing: town.network(gateway.service?.entry))
            lines.append(town.source, .rplEndOfWhois, for: nick, [wanted])
        }
    }

    /// Names that were given up are not kept: an account goes by one name, and nobody else gets it.
    func whowas(_ message: IRCMessage) {
        guard let wanted = message.nonEmpty(0) else { return numeric(.errNoNicknameGiven) }
        numeric(.errWasNoSuchNick, [wanted], "Names of before are not kept here. WHOIS finds everybody there is.")
        numeric(.rplEndOfWhowas, [wanted])
    }
}

extension ServerRole {
    /// With its article.
    var called: String {
        switch self {
        case .owner: "an owner"
        case .admin: "an admin"
        case .member: "a member"
        case .guest: "a guest"
        }
    }
}

extension String {
    var trimmingBlanks: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
