import ChatDomain
import ChatService
import IRCWire
import Metrics

// What clients say.
extension IRCConnection {
    func perform(_ line: UnsafeRawBufferPointer) {
        let message: IRCMessage
        do throws(IRCMessageError) {
            message = try IRCMessage(line)
        } catch {
            if error == .invalidUTF8 {
                standardReply(
                    StandardReply(.fail, nil, "INVALID_UTF8", text: "Lines are UTF-8 here. This one was passed over."))
            }
            return
        }
        let isText = message.command == .privmsg || message.command == .notice
        if !isText || caller == nil { allowance -= 1 }
        if !message.tags.isEmpty { beginReply(message.tags["label"]) }
        guard let command = message.command else {
            numeric(.errUnknownCommand, [message.commandText], "There is no such command. HELP lists those there are.")
            return endCommand()
        }
        gateway.loop.activity.enter(isText ? "IRC PRIVMSG" : Self.activities[command] ?? "IRC")
        if isAllowed(command, message) { perform(command, message) }
        if !isAsking { endCommand() }
    }

    /// What the commands are called in the log when they hold the loop up.
    private static let activities = Dictionary(
        uniqueKeysWithValues: IRCCommand.allCases.map { ($0, ActivityName(kept: "IRC \($0.rawValue)")) })

    /// Before somebody has logged in, only what helps him to.
    private func isAllowed(_ command: IRCCommand, _ message: IRCMessage) -> Bool {
        if let caller { return isAllowed(command, message, caller) }
        if Self.openToStrangers.contains(command) { return true }
        guard registration.isWelcome else {
            numeric(.errNotRegistered, [], "Say NICK and USER first, and log in (SASL, or PASS).")
            return false
        }
        if command == .privmsg || command == .notice { return true }
        numeric(.errNotRegistered, [], registration.whatToDo)
        return false
    }

    /// An access token may do what it was made for.
    private func isAllowed(_ command: IRCCommand, _ message: IRCMessage, _ caller: Caller) -> Bool {
        do throws(Refusal) {
            try caller.check(command.scope(of: message.count))
            return true
        } catch {
            refuse(command, [], error)
            return false
        }
    }

    private static let openToStrangers: Set<IRCCommand> = [
        .cap, .authenticate, .pass, .nick, .user, .ping, .pong, .quit, .register, .verify, .motd, .version, .info,
        .time, .admin, .help, .helpop, .isupport, .metadata, .nickserv, .ns, .chanserv, .cs, .roost, .error, .away,
        .lusers, .links, .map,
    ]

    private func perform(_ command: IRCCommand, _ message: IRCMessage) {
        guard message.count >= command.leastParameters else {
            return numeric(.errNeedMoreParams, [command.rawValue], "\(command.rawValue) needs more parameters.")
        }
        switch command {
        case .privmsg: say(message, isNotice: false)
        case .notice: say(message, isNotice: true)
        case .tagmsg: tagMessage(message)
        case .ping: pong(message)
        case .pong, .error: break
        case .cap: negotiate(message)
        case .authenticate: authenticate(message)
        case .pass: takePassword(message)
        case .nick: takeNick(message)
        case .user: takeUser(message)
        case .quit: quit(message.nonEmpty(0))
        case .join: join(message)
        case .part: part(message)
        case .topic: topic(message)
        case .names: names(message)
        case .kick: kick(message)
        case .invite: invite(message)
        case .mode: mode(message)
        case .rename: rename(message)
        case .list: list(message)
        case .away: away(message)
        case .batch: batch(message)
        case .metadata: metadata(message)
        case .register: register(message)
        case .verify: verify(message)
        case .chathistory: chatHistory(message)
        case .markread: markRead(message)
        case .redact: redact(message)
        case .who: who(message)
        case .whois: whois(message)
        case .whowas: whowas(message)
        case .ison: isOn(message)
        case .userhost: userHost(message)
        case .monitor: monitor(message)
        case .setname: setName(message)
        case .nickserv, .ns, .chanserv, .cs, .roost: serve(message.parameters.joined(separator: " "))
        default: performForServer(command, message)
        }
    }

    /// What is about the server, and for who runs it.
    private func performForServer(_ command: IRCCommand, _ message: IRCMessage) {
        switch command {
        case .motd: showMOTD()
        case .lusers: showUserCounts()
        case .version: showVersion()
        case .isupport: showSupport()
        case .time: showTime(message)
        case .admin: showAdmin(message)
        case .info: showInfo(message)
        case .stats: stats(message)
        case .links: showLinks()
        case .map: showMap()
        case .users: numeric(.errUsersDisabled, [], "Nobody logs in to the machine by IRC. WHO lists people.")
        case .summon: numeric(.errSummonDisabled, [], "Nobody can be called to a terminal here. INVITE asks people in.")
        case .help, .helpop: showHelp(message)
        case .oper: oper(message)
        case .kill: kill(message)
        case .wallops: wallops(message)
        case .rehash: rehash()
        case .kline, .dline: keepOut(message, as: command)
        case .unkline, .undline: letInAgain(message, as: command)
        case .restart, .die, .connect, .squit: refuseToStop()
        default:
            numeric(.errUnknownCommand, [command.rawValue], "\(command.rawValue) is not for clients here.")
        }
    }

    private func pong(_ message: IRCMessage) {
        guard let token = message[0], !token.isEmpty else {
            return numeric(.errNoOrigin, [], "PING needs something to send back.")
        }
        send { $0.append(town.source, .pong, [town.settings.serverName], trailing: token) }
    }
}

extension IRCCommand {
    /// What a session must have been made for, with so many parameters. Messages may go to the service, which looks at what
    /// it is asked.
    func scope(of parameters: Int) -> TokenScopes {
        switch self {
        case .tagmsg, .batch, .redact, .join, .part, .kick, .rename, .away, .setname: .write
        case .topic, .invite, .mode, .markread: parameters > 1 ? .write : .read
        case .oper, .kill, .rehash, .kline, .unkline, .dline, .undline, .wallops: .manage
        default: .read
        }
    }

    /// ERR_NEEDMOREPARAMS with fewer.
    var leastParameters: Int {
        switch self {
        case .user: 4
        case .kick, .redact, .oper, .rename: 2
        case .pass, .join, .part, .topic, .mode, .whois, .whowas, .ison, .userhost, .setname, .monitor, .kill,
            .authenticate, .cap, .batch, .wallops, .kline, .unkline, .dline, .undline:
            1
        default: 0
        }
    }
}
