import ChatDomain
import ChatStore

/// The right of an account to use a room. There is no other way to a room's content, and none to make one without
/// being a member.
struct RoomAccess {
    let room: RoomState
    let account: AccountID
    /// What he is in the room. Who manages people is at least moderator of every channel that he is in, and an owner of
    /// the server an owner of it.
    let role: RoomRole
    /// Events up to here are not for him.
    let floor: SequenceNumber

    fileprivate init(room: RoomState, account: AccountID, role: RoomRole) {
        self.room = room
        self.account = account
        self.role = role
        let came = room.settings.history == .sinceJoining ? room.members[account] ?? .zero : .zero
        floor = max(SequenceNumber(room.settings.floor), SequenceNumber(max(0, came.rawValue - 1)))
    }

    var id: RoomID { room.room.id }
    var log: LogID { room.room.id.log }

    /// What one may be allowed to do in a room.
    enum Act: String, CaseIterable {
        case post, invite
        case mentionAll = "mention_all"
        case pin
        /// React and vote.
        case takePart = "take_part"
        /// Name, topic, description, and how the room is used.
        case change
        /// Mute, put out, keep out, delete what others wrote, say who is a speaker.
        case moderate
        /// Who is moderator or owner; deleting the room; how long texts are kept.
        case own
    }

    func may(_ act: Act) -> Bool { needed(for: act).map { role >= $0 } ?? false }

    /// Refuses with a sentence that says who may.
    func check(_ act: Act, at now: Timestamp) throws(Refusal) {
        if act != .own, room.settings.isArchived {
            throw Refusal(.roomArchived, "\(room.called) is archived. Bring it back first.")
        }
        guard let least = needed(for: act) else {
            throw .notAllowed("There is no such thing in a direct conversation.")
        }
        guard role >= least else {
            let who = least == .owner ? "an owner" : "a \(least.rawValue)"
            throw .notAllowed("Only \(who) of \(room.called) may do this.")
        }
        if Self.silenced.contains(act), let until = mutedUntil, until > now {
            let seconds = (until.rawValue - now.rawValue) / 1_000 + 1
            throw Refusal(.muted, "You are muted in \(room.called).", retryAfter: Int(clamping: seconds))
        }
    }

    /// Refuses what is not there for him.
    func checkReadable(_ place: SequenceNumber) throws(Refusal) {
        guard place > floor, place <= room.head.sequence else { throw .messageUnknown }
    }

    /// What a muted member may not do: whatever others would see. Deleting what he wrote stays his right.
    private static let silenced: Set<Act> = [.post, .takePart, .invite, .mentionAll, .pin, .change]

    private var mutedUntil: Timestamp? {
        room.details[account]?.mutedUntil.map { Timestamp(milliseconds: $0) }
    }

    /// The least role that may; nil where nobody does, since the two of a direct conversation are equals.
    private func needed(for act: Act) -> RoomRole? {
        let kind = room.settings.kind
        switch act {
        case .post: return room.settings.mayPost
        case .takePart: return .member
        case .pin: return room.settings.mayPin
        case .mentionAll: return room.settings.mayMentionAll
        case .invite: return kind == .direct ? nil : room.settings.mayInvite
        case .change: return kind == .direct ? nil : kind == .group ? .member : .moderator
        case .moderate: return kind == .direct ? nil : .moderator
        case .own: return kind == .direct ? nil : .owner
        }
    }
}

extension Directory {
    /// The look-up is the permission check.
    func access(_ account: AccountID, to room: RoomID) throws(Refusal) -> RoomAccess {
        guard room.rawValue > 0 else { return try accessBeyondRooms(account, to: room) }
        guard let state = rooms[room] else { throw .roomUnknown }
        guard state.isMember(account) else {
            // A room that he may not even know of is none.
            guard mayKnow(of: state, account) else { throw .roomUnknown }
            throw Refusal(.notAMember, "You are not a member of \(state.called). Join it first.")
        }
        guard state.settings.deletedAt == nil else { throw .roomGone }
        return RoomAccess(room: state, account: account, role: role(of: account, in: state))
    }

    /// One's own personal log; the audit log for who manages people.
    private func accessBeyondRooms(_ account: AccountID, to room: RoomID) throws(Refusal) -> RoomAccess {
        let mayRead =
            room.log == .audit ? accounts[account]?.role.managesPeople == true : room.log == .personal(account)
        guard mayRead, let state = otherLogs[room.log] else { throw .roomUnknown }
        return RoomAccess(room: state, account: account, role: .member)
    }

    func role(of account: AccountID, in room: RoomState) -> RoomRole {
        let own = room.role(of: account)
        guard room.settings.kind == .channel else { return own }
        return switch accounts[account]?.role {
        case .owner: .owner
        case .admin: max(own, .moderator)
        default: own
        }
    }

    /// Whether the account may learn that there is such a room: members, who was invited, and for listed channels
    /// everybody, guests where they are let in.
    func mayKnow(of room: RoomState, _ account: AccountID) -> Bool {
        if room.isMember(account) { return true }
        guard room.settings.deletedAt == nil else { return false }
        if isInvited(account, to: room.room.id) { return true }
        guard room.settings.kind == .channel, room.settings.isListed else { return false }
        return room.settings.admitsGuests || accounts[account]?.role != .guest
    }
}

extension Refusal {
    static let roomUnknown = Refusal(.roomUnknown, "There is no such room.")
    static let messageUnknown = Refusal(.messageUnknown, "There is no such message, or it is not for you to read.")

    static let roomGone = Refusal(
        .roomGone, "This room was deleted. An owner of the room can bring it back for a while.")
}
