import ChatDomain
import ChatService
import IRCWire

// What one is oneself: MODE nick.
extension IRCConnection {
    /// The modes that are set, as `+Bi`.
    var ownModes: String {
        "+" + (preferences.isBot ? "B" : "") + "i" + (isOper ? "o" : "") + (hearsWallops ? "w" : "")
    }

    func userMode(_ target: String, _ words: [String]) {
        guard CaseMapping.areSame(target, nick) else { return numeric(.errUsersDontMatch) }
        guard !words.isEmpty else { return numeric(.rplUModeIs, [ownModes]) }
        let request = ModeRequest(words, userModes: IRCConnection.userModes)
        if !request.unknown.isEmpty { numeric(.errUModeUnknownFlag) }
        for change in request.changes {
            switch change.letter {
            case "B": setBot(change.isSet)
            case "w" where hearsWallops != change.isSet:
                hearsWallops = change.isSet
                tellMode(change)
            // OPER makes one; one can only lay it down.
            case "o" where !change.isSet && isOper:
                isOper = false
                tellMode(change)
            // Everybody is invisible to who shares no room with him.
            default: break
            }
        }
    }

    func setBot(_ isBot: Bool) {
        guard let caller, preferences.isBot != isBot else { return }
        ask(
            as: .mode,
            { service, answer in
                service.setIRCPreferences(IRCPreferencesChange(isBot: isBot), of: caller, answer: answer)
            }
        ) { connection, preferences in
            connection.preferences = preferences
            connection.tellMode(ModeChange(isSet: isBot, letter: "B"))
        }
    }

    func tellMode(_ change: ModeChange) {
        guard let name else { return }
        send { $0.append(town.source(of: name), .mode, [nick] + ModeChange.words([change])) }
    }
}
