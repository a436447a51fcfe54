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
    static func current(_ values: RoomValues) -> [ModeChange] {
        var set = changes(from: values).filter(\.isSet)
        set.append(ModeChange(isSet: true, letter: "n"))
        if values.kind == .channel { set.append(ModeChange(isSet: true, letter: "t")) }
        // The one with a parameter stands last.
        return set.filter { $0.parameter == nil }.sorted { $0.letter < $1.letter } + set.filter { $0.parameter != nil }
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
