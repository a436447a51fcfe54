public import ChatDomain
public import ChatWire

/// A room with all of its members at one moment: what a door needs that shows rooms whole.
public struct Roster: Sendable {
    /// As the caller sees it.
    public var room: RoomView
    public var settings: RoomSettings
    /// The state is that after this event.
    public var head: SequenceNumber
    public var createdAt: Timestamp
    /// In the order of their numbers.
    public var members: [RosterMember]
}

public struct RosterMember: Sendable, Equatable {
    public var id: AccountID
    public var username: String
    public var displayName: String
    /// What he was made in the room, without what he may there as one of the server's staff.
    public var role: RoomRole
    /// Whether he is an owner or admin of the server.
    public var isStaff: Bool
    /// Nil for who may speak.
    public var mutedUntil: Timestamp?
    /// False for who does not show that he is there.
    public var isOnline: Bool
    /// What he chose, as far as he lets it be seen: `online` for who hides, and never `invisible`.
    public var presence: ChosenPresence
    /// Empty for none.
    public var statusText: String
    /// Names the picture, if there is one.
    public var picture: String?
    /// Empty for none.
    public var homepage = ""
}

extension ServiceCore {
    /// For members, however many there are: no pages, so that nobody comes or goes between two of them.
    func roster(of room: RoomID, for caller: Caller, answer: @escaping Answer<Roster>) {
        if isHeld(caller.account, .run { $0.roster(of: room, for: caller, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRate(caller.account)
            let state = try directory.access(caller.account, to: room).room
            guard room.rawValue > 0 else { throw .roomUnknown }
            answer(
                .success(
                    Roster(
                        room: view(state, for: caller.account), settings: state.settings, head: state.head.sequence,
                        createdAt: state.room.createdAt,
                        members: state.memberList.compactMap { rosterMember($0, in: state) })))
        } catch {
            answer(.failure(error))
        }
    }

    private func rosterMember(_ id: AccountID, in room: RoomState) -> RosterMember? {
        guard let account = directory.accounts[id] else { return nil }
        let (detail, profile, now) = (room.details[id], directory.profiles[id.rawValue], ports.now())
        let muted = detail?.mutedUntil.map { Timestamp(milliseconds: $0) }
        let shows = profile?.showsPresence ?? true
        return RosterMember(
            id: id, username: account.username.text, displayName: account.displayName, role: detail?.role ?? .member,
            isStaff: account.role.managesPeople, mutedUntil: muted.flatMap { $0 > now ? $0 : nil },
            isOnline: shows && presence.isOnline(id), presence: shows ? profile?.presence ?? .online : .online,
            statusText: account.state == .active ? profile?.status(at: now)?.text ?? "" : "",
            picture: profile?.picture?.tag, homepage: profile?.homepage ?? "")
    }
}
