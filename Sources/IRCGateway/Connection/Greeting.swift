import ChatDomain
import ChatService
import IRCWire

// What the server says of itself.
extension IRCConnection {
    /// RPL_WELCOME and what follows it; then the rooms.
    func welcome() {
        guard !registration.isWelcome else { return }
        registration.isWelcome = true
        beginPresence()
        let network = town.network(gateway.service?.entry)
        send { lines in
            let server = town.source
            lines.append(server, .rplWelcome, for: nick, trailing: "Welcome to \(network), \(nick)")
            lines.append(
                server, .rplYourHost, for: nick,
                trailing: "Your host is \(town.settings.serverName), running Roost \(town.settings.version)")
            lines.append(
                server, .rplCreated, for: nick,
                trailing: "This server was started at \(ServerTime.text(town.startedAt))")
            let modes = ChannelSettings.modes
            let withParameter = modes.ranks.map { String($0.letter) }.joined() + modes.lists + modes.whenSet
            lines.append(
                server, .rplMyInfo, for: nick,
                [
                    town.settings.serverName, "roost-\(town.settings.version)", IRCConnection.userModes,
                    modes.flags + withParameter, withParameter,
                ])
        }
        showSupport()
        showUserCounts { connection in
            connection.showMOTD()
            guard connection.caller != nil else { return connection.explainToStranger() }
            connection.showOwnMetadata()
            connection.enterRooms()
        }
    }

    /// `B`: a bot. `i`: shown to nobody by WHO, always set. `o`: an operator. `w`: hears WALLOPS.
    static let userModes = "Biow"

    private func explainToStranger() {
        let registers: String
        switch gateway.service?.entry.registration {
        case .open: registers = " New here: /msg roost register MAIL PASSWORD"
        case .link: registers = " New here: open the link you were given, or /msg roost register MAIL PASSWORD LINK"
        case .closed, nil: registers = " New accounts are made by the admins of this server."
        }
        registration.whatToDo = "Log in: by SASL, or /msg roost login NAME PASSWORD." + registers
        notice(registration.whatToDo)
    }

    func showSupport() {
        let support = town.support(for: gateway.service?.entry)
        let batched = capabilities.contains(.extendedISupport) && capabilities.contains(.batch)
        send { lines in
            if batched { lines.append(town.source, .batch, ["+isupport", "draft/isupport"]) }
            lines.append(town.source, support, for: nick, batch: batched ? "isupport" : nil)
            if batched { lines.append(town.source, .batch, ["-isupport"]) }
        }
    }

    func showMOTD() {
        let motd = town.motd
        guard !motd.isEmpty else { return numeric(.errNoMotd, [], "There is no message of the day.") }
        send { lines in
            lines.append(
                town.source, .rplMotdStart, for: nick, trailing: "- \(town.settings.serverName) message of the day -")
            for line in motd { lines.append(town.source, .rplMotd, for: nick, trailing: "- \(line)") }
            lines.append(town.source, .rplEndOfMotd, for: nick, trailing: "End of the message of the day.")
        }
    }

    func showVersion() {
        numeric(
            .rplVersion, ["roost-\(town.settings.version)", town.settings.serverName], "Every room is a log.")
        showSupport()
    }

    func showUserCounts(then: @escaping @Sendable (IRCConnection) -> Void = { _ in }) {
        let strangers = town.strangers
        ask({ service, answer in service.counts(answer: answer) }) { connection, result in
            defer { then(connection) }
            guard case .success(let counts) = result else { return }
            connection.send { lines in
                let (server, nick) = (connection.town.source, connection.nick)
                lines.append(
                    server, .rplLUserClient, for: nick,
                    trailing: "There are \(counts.accounts) users and \(counts.guests) guests on 1 server")
                lines.append(server, .rplLUserOp, for: nick, [String(counts.staffOnline)])
                lines.append(server, .rplLUserUnknown, for: nick, [String(strangers)])
                lines.append(server, .rplLUserChannels, for: nick, [String(counts.channels)])
                lines.append(
                    server, .rplLUserMe, for: nick, trailing: "I have \(counts.online) people online and 1 server")
                let online = String(counts.online)
                let all = String(counts.accounts)
                lines.append(
                    server, .rplLocalUsers, for: nick, [online, all], trailing: "Online now \(online), of \(all)")
                lines.append(
                    server, .rplGlobalUsers, for: nick, [online, all], trailing: "Online now \(online), of \(all)")
            }
        }
    }
}
