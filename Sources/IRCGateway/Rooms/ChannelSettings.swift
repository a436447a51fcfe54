import ChatDomain
import ChatWire
import IRCWire

/// A room's settings as channel modes.
enum ChannelSettings {
    /// `b`: bans, and with `m:` before the mask mutes. `S` takes the seconds of slow mode.
    static let modes = ChannelModes(
        lists: "b", always: "", whenSet: "S", flags: "AHgimnst",
        ranks: [("q", "~"), ("a", "&"), ("o", "@"), ("v", "+")])

    /// The modes that are set.
    static func current(_ settings: RoomSettings) -> [ModeChange] {
        var set: [ModeChange] = []
        func add(_ letter: Character, _ isSet: Bool, _ parameter: String? = nil) {
            if isSet { set.append(ModeChange(isSet: true, letter: letter, parameter: parameter)) }
        }
        add("A", settings.isArchived)
        add("H", settings.history == .sinceJoining)
        add("g", settings.admitsGuests)
        add("i", settings.entry == .invited)
        add("m", settings.mayPost > .member)
        add("n", true)
        add("s", !settings.isListed)
        add("t", settings.kind == .channel)
        add("S", settings.slowModeSeconds > 0, String(settings.slowModeSeconds))
        return set
    }

    /// What an event of changed settings changed of them.
    static func changes(from values: RoomValues) -> [ModeChange] {
        var changes: [ModeChange] = []
        func add(_ letter: Character, _ isSet: Bool?, _ parameter: String? = nil) {
            guard let isSet else { return }
            changes.append(ModeChange(isSet: isSet, letter: letter, parameter: isSet ? parameter : nil))
        }
        add("A", values.isArchived)
        add("H", values.history.map { $0 == .sinceJoining })
        add("g", values.admitsGuests)
        add("i", values.entry.map { $0 == .invited })
        add("m", values.mayPost.map { $0 > .member })
        add("s", values.isListed.map { !$0 })
        add("S", values.slowModeSeconds.map { $0 > 0 }, values.slowModeSeconds.map(String.init))
        return changes
    }
}
