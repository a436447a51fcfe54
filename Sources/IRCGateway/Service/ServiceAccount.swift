import ChatDomain
import ChatService
import ChatWire
import IRCWire

// About oneself, and what opens one's account.
extension IRCService {
    static let account = [
        ServiceCommand(
            name: "whoami", arguments: "", about: "who you are here", work: .needs(.read) { $0.serveWhoAmI($2) }),
        ServiceCommand(
            name: "set", arguments: "WHAT VALUE", about: "how you are served, and what others see of you",
            details: [
                "set reactions on|off: whether reactions and votes come as notices, where your client knows no tags.",
                "set history NUMBER: messages that are shown on joining, 0 to \(IRCPreferences.mostHistoryLines).",
                "set bot on|off: whether you are a program.",
                "set away TEXT, set back: as AWAY does it.",
                "set name, pronouns, about, homepage or timezone TEXT: your profile; without TEXT it is emptied.",
            ], work: .needs(.write) { $0.serveSet(&$1, $2) }),
        ServiceCommand(
            name: "block", arguments: "NICK", about: "hear nothing of somebody; he is not told",
            work: .needs(.write) { $0.serveBlock(&$1, $2, isBlocked: true) }),
        ServiceCommand(
            name: "unblock", arguments: "NICK", about: "hear of him again",
            work: .needs(.write) { $0.serveBlock(&$1, $2, isBlocked: false) }),
        ServiceCommand(
            name: "blocks", arguments: "", about: "whom you have blocked", work: .needs(.read) { $0.serveBlocks($2) }),
        ServiceCommand(
            name: "sessions", arguments: "[end NUMBER | end others]", about: "where you are logged in",
            work: .needs(.manage) { $0.serveSessions(&$1, $2) }),
        ServiceCommand(
            name: "password", arguments: "OLD NEW", about: "another password; all other sessions end",
            work: .needs(.manage) { $0.servePassword(&$1, $2) }),
        ServiceCommand(
            name: "token", arguments: "make NAME [SCOPES] | list | revoke NUMBER", about: "access tokens for programs",
            details: ["SCOPES are read, write and manage, with commas between them; read,write when you say nothing."],
            work: .needs(.manage) { $0.serveToken(&$1, $2) }),
        ServiceCommand(
            name: "scram", arguments: "on | off", about: "whether SASL SCRAM-SHA-256 logs you in",
            details: ["It works from your next log-in by password on."],
            work: .needs(.manage) { $0.serveSCRAM(&$1, $2) }),
    ]
}

extension IRCConnection {
    fileprivate func serveWhoAmI(_ caller: Caller) -> Bool {
        request({ service, answer in service.ownAccount(of: caller, answer: answer) }) { connection, own in
            let role = own.account.role.flatMap(ServerRole.init(name:)) ?? .member
            connection.tell("You are \(own.account.username) (\(own.account.name)), \(role.called) of this server.")
            let preferences = connection.preferences
            connection.tell(
                "reactions \(preferences.showsReactions ? "on" : "off"), history \(preferences.historyLines),"
                    + " bot \(preferences.isBot ? "on" : "off")")
            connection.tell("This connection may \(caller.scopes.names.joined(separator: ", ")).")
        }
        return true
    }

    // MARK: Settings

    fileprivate func serveSet(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let what = words.next()?.lowercased() else { return false }
        var (profile, preferences) = (ProfileChange(), IRCPreferencesChange())
        switch what {
        case "reactions", "bot":
            guard let isOn = words.nextSwitch() else { return false }
            if what == "bot" { preferences.isBot = isOn } else { preferences.showsReactions = isOn }
            return set(preferences, caller)
        case "history":
            guard let lines = words.next().flatMap({ Int($0) }) else { return false }
            preferences.historyLines = lines
            return set(preferences, caller)
        case "away", "back":
            let isAway = what == "away"
            profile.presence = isAway ? .away : .online
            profile.status = StatusView(text: isAway ? words.rest : "", emoji: "")
        case "name": profile.name = words.rest
        case "pronouns": profile.pronouns = words.rest
        case "about": profile.about = words.rest
        case "homepage": profile.homepage = words.rest
        case "timezone": profile.timeZone = words.rest
        default: return false
        }
        request({ [profile] service, answer in
            service.changeProfile(profile, of: caller, answer: answer)
        }) { connection, _ in connection.tell("Done.") }
        return true
    }

    private func set(_ change: IRCPreferencesChange, _ caller: Caller) -> Bool {
        request({ service, answer in
            service.setIRCPreferences(change, of: caller, answer: answer)
        }) { connection, preferences in
            connection.preferences = preferences
            connection.gateway.streams.formatChanged(of: connection)
            connection.tell("Done.")
        }
        return true
    }

    // MARK: Blocking

    fileprivate func serveBlock(_ words: inout ServiceWords, _ caller: Caller, isBlocked: Bool) -> Bool {
        guard let nick = words.next() else { return false }
        request({ service, answer in
            service.person(named: nick, for: caller, answer: answer)
        }) { connection, person in
            let id = AccountID(rawValue: person.account.id)
            connection.request({ service, answer in
                service.setBlocked(isBlocked, id, by: caller, answer: answer)
            }) { connection, _ in
                connection.tell(isBlocked ? "You hear nothing of \(nick) any more." : "You hear of \(nick) again.")
            }
        }
        return true
    }

    fileprivate func serveBlocks(_ caller: Caller) -> Bool {
        request({ service, answer in service.blocks(of: caller, answer: answer) }) { connection, blocks in
            connection.tell(
                blocks.isEmpty
                    ? "You have blocked nobody."
                    : "You have blocked: \(blocks.map(\.account.username).joined(separator: ", "))")
        }
        return true
    }

    // MARK: What opens the account

    fileprivate func serveSessions(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let verb = words.next() else {
            request({ service, answer in service.sessions(of: caller, answer: answer) }) { connection, sessions in
                for session in sessions { connection.tell(Self.line(of: session)) }
            }
            return true
        }
        guard verb.lowercased() == "end", let which = words.next() else { return false }
        let number = Int64(which)
        guard number != nil || which.lowercased() == "others" else { return false }
        request({ service, answer in
            service.endSession(number, of: caller, answer: answer)
        }) { connection, _ in connection.tell("Done.") }
        return true
    }

    private static func line(of session: SessionView) -> String {
        let name = session.name.map { "\($0), " } ?? ""
        let used = session.usedAt.map { ", used \(ServerTime.text(Timestamp(milliseconds: $0)))" } ?? ""
        let state = session.isCurrent ? ", this one" : session.isOnline ? ", connected" : ""
        return "\(session.id): \(session.kind), \(name)\(session.client) from \(session.address)\(used)\(state)"
    }

    fileprivate func servePassword(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let old = words.next(), let new = words.next() else { return false }
        request({ service, answer in
            service.changePassword(of: caller, from: old, to: new, answer: answer)
        }) { connection, _ in connection.tell("Your password is changed. All other sessions have ended.") }
        return true
    }

    fileprivate func serveToken(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        switch words.next()?.lowercased() {
        case "make":
            guard let name = words.next() else { return false }
            let names = words.next()?.split(separator: ",").map(String.init) ?? ["read", "write"]
            guard let scopes = TokenScopes(names: names) else { return false }
            let form = TokenForm(name: name, scopes: scopes)
            request({ service, answer in service.makeToken(form, by: caller, answer: answer) }) { connection, made in
                connection.tell("It is shown this once: \(made.token.text)")
                connection.tell("It does instead of your password: by PASS, and by SASL PLAIN.")
            }
        case "list":
            request({ service, answer in service.tokens(of: caller, answer: answer) }) { connection, tokens in
                if tokens.isEmpty { connection.tell("There are none.") }
                for token in tokens { connection.tell(Self.line(of: token)) }
            }
        case "revoke":
            guard let number = words.next().flatMap({ Int64($0) }) else { return false }
            request({ service, answer in
                service.revokeToken(number, of: caller, answer: answer)
            }) { connection, _ in connection.tell("Done.") }
        default: return false
        }
        return true
    }

    fileprivate func serveSCRAM(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let isOn = words.nextSwitch() else { return false }
        request({ service, answer in service.allowSCRAM(isOn, of: caller, answer: answer) }) { connection, state in
            connection.tell(
                !state.isOn
                    ? "SCRAM-SHA-256 is off, and what was kept for it is gone."
                    : state.isReady
                        ? "SCRAM-SHA-256 works." : "SCRAM-SHA-256 works once you have logged in by password.")
        }
        return true
    }
}
