import ChatDomain
import ChatService
import ChatWire
import IRCWire

// How a channel is set, and who is what in it: MODE #channel.
extension IRCConnection {
    func mode(_ message: IRCMessage) {
        guard let target = message.nonEmpty(0) else { return }
        let words = Array(message.parameters.dropFirst())
        guard target.hasPrefix("#") else { return userMode(target, words) }
        guard !words.isEmpty else { return showModes(of: target) }
        changeModes(of: target, words)
    }

    // MARK: Asking

    private func showModes(of channel: String) {
        if let id = roomsByName[CaseMapping.fold(channel)], let room = gateway.rooms[id] {
            showModes(RoomValues(room.settings), of: channel)
            return numeric(.rplCreationTime, [channel, String(room.createdAt.rawValue / 1_000)])
        }
        guard let caller, let handle = ChannelName.handle(in: channel) else {
            return numeric(.errNoSuchChannel, [channel])
        }
        ask(
            as: .mode, about: [channel],
            { service, answer in
                service.room(named: handle, for: caller, answer: answer)
            }
        ) { connection, view in
            if let values = view.values { connection.showModes(values, of: channel) }
        }
    }

    private func showModes(_ values: RoomValues, of channel: String) {
        numeric(.rplChannelModeIs, [channel] + ModeChange.words(ChannelSettings.current(values)))
    }

    // MARK: Changing

    private func changeModes(of channel: String, _ words: [String]) {
        let request = ModeRequest(words, modes: ChannelSettings.modes, most: IRCTown.maximumModes)
        guard let id = self.channel(channel, for: .mode), let room = gateway.rooms[id] else { return }
        for letter in request.unknown { numeric(.errUnknownMode, [String(letter)]) }
        for letter in request.incomplete {
            numeric(.errInvalidModeParam, [channel, String(letter), "*"], "+\(letter) needs a word behind it.")
        }
        if request.isCut {
            fail(
                .mode, "TOO_MANY_MODES", [channel], "At most \(IRCTown.maximumModes) at a time. The rest was left out.")
        }
        if !request.queries.isEmpty { showBans(of: id, channel) }
        perform(steps(for: request.changes, in: room, channel))
    }

    /// One call of the service.
    typealias ModeStep = @Sendable (IRCConnection, @escaping @Sendable (IRCConnection) -> Void) -> Void

    /// One after the other, each when the one before it is done, whatever came of that.
    private func perform(_ steps: [ModeStep]) {
        guard let first = steps.first else { return }
        let rest = Array(steps.dropFirst())
        first(self) { $0.perform(rest) }
    }

    private func steps(for changes: [ModeChange], in room: IRCRoom, _ channel: String) -> [ModeStep] {
        var steps: [ModeStep] = []
        var settings = RoomChange()
        var changesSettings = false
        var roles = room.members.mapValues(\.role)
        for change in changes {
            switch ChannelSettings.modes.kind(of: change.letter) {
            case .rank:
                if let step = step(ranking: change, in: room, &roles, channel) { steps.append(step) }
            case .list: if let step = step(banning: change, in: room.id, channel) { steps.append(step) }
            case .always, .whenSet, .flag, nil:
                if set(change, in: &settings, channel) { changesSettings = true }
            }
        }
        guard changesSettings, let caller else { return steps }
        let id = room.id
        let setting: ModeStep = { [settings] connection, next in
            connection.ask({ service, answer in
                service.change(id, settings, by: caller, answer: answer)
            }) { connection, result in connection.finish(result, channel, next) }
        }
        return [setting] + steps
    }

    func finish<Value>(
        _ result: Result<Value, Refusal>, _ channel: String, _ next: @Sendable (IRCConnection) -> Void
    ) {
        if case .failure(let refusal) = result { refuse(.mode, [channel], refusal) }
        next(self)
    }

    /// - Returns: whether it is a change; what cannot be is told.
    private func set(_ change: ModeChange, in settings: inout RoomChange, _ channel: String) -> Bool {
        switch change.letter {
        case "A": settings.isArchived = change.isSet
        case "H": settings.history = change.isSet ? .sinceJoining : .everything
        case "g": settings.admitsGuests = change.isSet
        case "i": settings.entry = change.isSet ? .invited : .open
        case "m": settings.mayPost = change.isSet ? .speaker : .member
        case "s": settings.isListed = !change.isSet
        case "S":
            guard change.isSet else {
                settings.slowModeSeconds = 0
                return true
            }
            guard let seconds = change.parameter.flatMap(Int.init),
                (0...RoomChange.mostSlowModeSeconds).contains(seconds)
            else {
                numeric(
                    .errInvalidModeParam, [channel, "S", change.parameter ?? "*"],
                    "Slow mode takes 0 to \(RoomChange.mostSlowModeSeconds) seconds.")
                return false
            }
            settings.slowModeSeconds = seconds
        default:
            // n and t are as they are.
            if !change.isSet {
                fail(.mode, "FIXED_MODE", [channel, String(change.letter)], "+\(change.letter) is always set here.")
            }
            return false
        }
        return true
    }

    // MARK: Ranks

    private func step(
        ranking change: ModeChange, in room: IRCRoom, _ roles: inout [AccountID: RoomRole], _ channel: String
    ) -> ModeStep? {
        guard let caller, let nick = change.parameter else { return nil }
        guard let (person, _) = room.member(named: nick), let now = roles[person] else {
            numeric(.errUserNotInChannel, [nick, channel])
            return nil
        }
        guard let rank = RoomRole(modeLetter: change.letter) else {
            fail(
                .mode, "FIXED_MODE", [channel, String(change.letter)],
                "+\(change.letter) is for who runs the server, and given there.")
            return nil
        }
        // Ranks are one ladder: nobody comes down by being given a lower one.
        let role: RoomRole = change.isSet ? max(now, rank) : now == rank ? .member : now
        guard role != now else { return nil }
        roles[person] = role
        let id = room.id
        return { connection, next in
            connection.ask({ service, answer in
                service.setMember(person, of: id, MemberChange(role: role), by: caller, answer: answer)
            }) { connection, result in connection.finish(result, channel, next) }
        }
    }
}

extension RoomRole {
    /// Nil for letters that are no role: `a` is what somebody is on the server.
    init?(modeLetter: Character) {
        guard let role = Self.allCases.first(where: { $0.modeLetter == modeLetter }) else { return nil }
        self = role
    }
}

extension IRCTown {
    /// Changes with a parameter in one MODE command.
    static let maximumModes = 8
}
