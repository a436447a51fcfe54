import IRCWire

// HELP and HELPOP.
extension IRCConnection {
    func showHelp(_ message: IRCMessage) {
        let subject = (message.nonEmpty(0) ?? "").uppercased()
        guard !subject.isEmpty else {
            return show(
                "INDEX",
                ["HELP COMMAND explains one. What IRC has no command for: /msg \(IRCService.name) help", ""]
                    + HelpTopic.index)
        }
        guard let topic = HelpTopic.all[subject] else {
            return numeric(.errHelpNotFound, [subject], "There is no help on \(subject). HELP lists what there is.")
        }
        show(subject, [topic.usage, ""] + topic.text.split(separator: "\n").map(String.init))
    }

    private func show(_ subject: String, _ texts: [String]) {
        send { lines in
            lines.append(town.source, .rplHelpStart, for: nick, [subject], trailing: texts.first ?? "")
            for text in texts.dropFirst() {
                lines.append(town.source, .rplHelpTxt, for: nick, [subject], trailing: text)
            }
            lines.append(town.source, .rplEndOfHelp, for: nick, [subject])
        }
    }
}

/// What there is to say of a command.
struct HelpTopic {
    let usage: String
    let text: String

    /// The names of all topics, some on each line.
    static var index: [String] {
        let names = all.keys.sorted()
        return stride(from: 0, to: names.count, by: 8).map { start in
            names[start..<min(start + 8, names.count)].joined(separator: " ")
        }
    }

    static let all: [String: HelpTopic] = Dictionary(
        uniqueKeysWithValues: table.map { ($0.0.rawValue, HelpTopic(usage: $0.1, text: $0.2)) })

    private static let table: [(IRCCommand, String, String)] = [
        (.admin, "ADMIN", "Says who runs this server."),
        (
            .authenticate, "AUTHENTICATE mechanism",
            "Logs in by SASL: PLAIN or SCRAM-SHA-256. Clients do it by themselves."
        ),
        (.away, "AWAY [:text]", "Sets presence to away, with a status text; without one you are back."),
        (.batch, "BATCH +reference draft/multiline target", "Opens a message of several lines."),
        (.cap, "CAP LS | LIST | REQ | END", "Agrees on capabilities. Clients do it by themselves."),
        (.chathistory, "CHATHISTORY subcommand target …", "Reads what was said before."),
        (.dline, "DLINE [minutes] address [:reason]", "Keeps an address or a block out. For admins."),
        (.help, "HELP [command]", "Explains a command."),
        (.helpop, "HELPOP [command]", "The same as HELP."),
        (.info, "INFO", "Says what this server is."),
        (.invite, "INVITE nick #channel", "Asks somebody in. INVITE alone lists where you are asked to."),
        (.ison, "ISON nick …", "Says who of them is there."),
        (.isupport, "ISUPPORT", "Says again what this server supports."),
        (
            .join, "JOIN #channel [key]",
            "Joins a channel, or makes one where the name is free. An invitation link's token is a key.\nYou stay a member when your client leaves; PART ends it."
        ),
        (.kick, "KICK #channel nick[,nick] [:reason]", "Puts members out. For moderators."),
        (.kill, "KILL nick [:reason]", "Ends all sessions of an account. For admins."),
        (
            .kline, "KLINE [minutes] nick-or-address [:reason]",
            "Deactivates an account, or keeps an address out. For admins."
        ),
        (.links, "LINKS", "Lists servers: there is one."),
        (
            .list, "LIST [conditions]",
            "Lists channels. Conditions: masks, !masks, >members, <members, C>minutes since they were made, T>minutes since the topic was set."
        ),
        (.lusers, "LUSERS", "Says how many people and channels there are."),
        (.map, "MAP", "Shows the network: one server."),
        (.markread, "MARKREAD target [timestamp=…]", "Says how far you have read."),
        (.metadata, "METADATA target subcommand …", "Reads and sets display name, avatar, homepage and status."),
        (
            .mode, "MODE #channel [changes]",
            "+i invited people only, +m only speakers write, +s not listed, +g open to guests, +H history since joining only,\n+A archived, +S seconds of slow mode, +q owner, +o moderator, +v speaker, +b nick!*@* keeps out, +b m:nick mutes.\nMODE yournick +B says that you are a bot, +w that you want to hear WALLOPS."
        ),
        (.monitor, "MONITOR + nick,nick | - nick | C | L | S", "Tells you when people come and go."),
        (.motd, "MOTD", "Shows the message of the day."),
        (.names, "NAMES #channel", "Lists who is in a channel."),
        (.nick, "NICK name", "Your nick is your username, and stays so."),
        (.notice, "NOTICE target :text", "Writes a message that no program answers."),
        (.oper, "OPER name password", "Marks an admin as an operator. Admins need it for nothing."),
        (.part, "PART #channel", "Leaves a channel: you are no member any more."),
        (.pass, "PASS password", "Logs in before NICK and USER: a password, name:password, or an access token."),
        (.ping, "PING token", "Is answered by PONG."),
        (.privmsg, "PRIVMSG target :text", "Writes to a channel or to somebody."),
        (.quit, "QUIT [:text]", "Ends the connection. You stay in your channels."),
        (.redact, "REDACT target msgid [:reason]", "Deletes a message."),
        (.register, "REGISTER account mail password [link]", "Makes an account, where the server lets you."),
        (.rehash, "REHASH", "Reads the message of the day anew. For admins."),
        (.rename, "RENAME #old #new", "Gives a channel another name. For moderators."),
        (.roost, "ROOST command", "The same as /msg roost command. NICKSERV, NS, CHANSERV and CS too."),
        (.setname, "SETNAME :name", "Sets your display name."),
        (
            .stats, "STATS u | p | k",
            "Says how long the server is up, which admins are there, and (to admins) who is kept out."
        ),
        (.tagmsg, "@tags TAGMSG target", "Says that you are typing, or reacts to a message."),
        (.time, "TIME", "Says what time it is here."),
        (.topic, "TOPIC #channel [:text]", "Shows or sets what a channel is about."),
        (.undline, "UNDLINE address", "Lets an address in again. For admins."),
        (.unkline, "UNKLINE nick-or-address", "Lets an account or an address in again. For admins."),
        (.user, "USER name 0 * :real name", "Is said once, at the beginning."),
        (.userhost, "USERHOST nick …", "Shows the hosts of up to five people."),
        (.verify, "VERIFY account code", "Completes a registration, where a code was sent."),
        (.version, "VERSION", "Says which Roost this is."),
        (.wallops, "WALLOPS :text", "Writes to all admins, and to who has mode w. For admins."),
        (.who, "WHO #channel | nick | mask [o][%fields]", "Lists people."),
        (.whois, "WHOIS nick", "Tells what there is to know of somebody."),
        (.whowas, "WHOWAS nick", "Names of before are not kept."),
    ]
}
