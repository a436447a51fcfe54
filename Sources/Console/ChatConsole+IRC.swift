import ChatClient
import ChatWire

/// What one sets for IRC, and who is kept out of the server.
extension ChatConsole {
    func irc(_ argument: String) async {
        var words = Words(argument.lowercased())
        let (field, value) = (words.next(), words.next())
        let isOn = ["on": true, "off": false][value ?? ""]
        await attempt { api throws(ClientError) in
            let preferences: IRCPreferencesView
            switch field {
            case nil: preferences = try await api.ircPreferences()
            case "reactions" where isOn != nil:
                preferences = try await api.changeIRCPreferences(showsReactions: isOn)
            case "bot" where isOn != nil: preferences = try await api.changeIRCPreferences(isBot: isOn)
            case "history":
                guard let lines = value.flatMap({ Int($0) }), (0...200).contains(lines) else {
                    return explainUse("irc", "How many? From 0 to 200:")
                }
                preferences = try await api.changeIRCPreferences(historyLines: lines)
            default: return explainUse("irc", "reactions on|off, history N, or bot on|off:")
            }
            screen.show(
                .listing(
                    Listing(
                        "irc",
                        rows: [
                            "reactions  " + (preferences.showsReactions ? "on" : "off"),
                            "history    \(preferences.historyLines)",
                            "bot        " + (preferences.isBot ? "on" : "off"),
                        ]
                    ) { $0.set("irc", json: preferences.json) }))
        }
    }

    func scram(_ argument: String) async {
        await attempt { api throws(ClientError) in
            let state: SCRAMStateView
            switch argument.lowercased() {
            case "": state = try await api.scram()
            case "on": state = try await api.allowSCRAM()
            case "off":
                try await api.forbidSCRAM()
                state = try await api.scram()
            default: return explainUse("scram", "on or off?")
            }
            let row =
                !state.isOn
                ? "SCRAM is off."
                : state.isReady ? "SCRAM is on." : "SCRAM is on, and works after your next log-in by password."
            screen.show(.listing(Listing("scram", rows: [row]) { $0.set("scram", json: state.json) }))
        }
    }

    // MARK: For those who manage people

    func addresses(_ argument: String) async {
        var words = Words(argument)
        switch words.next()?.lowercased() {
        case nil:
            await attempt { api throws(ClientError) in
                let bans = try await api.addressBans()
                shownAddresses = bans.map(\.id)
                let rows = bans.enumerated().map { place, ban in
                    "\(place + 1)  \(ban.address)" + (ban.until.map { ", until \(TextTranscript.moment($0))" } ?? "")
                        + (ban.reason.isEmpty ? "" : "  \(ban.reason)")
                }
                screen.show(
                    .listing(
                        Listing("addresses", rows: rows, empty: "No address is kept out.") {
                            $0.set("bans", array: bans.map(\.json))
                        }))
            }
        case "ban":
            guard let address = words.next() else { return explainUse("addresses", "Which address?") }
            let until = words.next { WrittenTime.period($0) }.map { WrittenTime.now + $0 * 1_000 }
            let reason = words.rest
            await attempt { api throws(ClientError) in
                let ban = try await api.banAddress(address, until: until, reason: reason)
                screen.show(.note("\(ban.address) is kept out."))
            }
        case "unban":
            guard let number = words.next().flatMap({ Int($0) }), shownAddresses.indices.contains(number - 1) else {
                return explainUse("addresses", "Which one? \"addresses\" lists them with their numbers.")
            }
            await attempt { api throws(ClientError) in
                try await api.unbanAddress(shownAddresses[number - 1])
                screen.show(.note("That address is let in again."))
            }
        default: explainUse("addresses", "addresses, addresses ban ADDRESS [2d] [REASON], or addresses unban N:")
        }
    }
}
