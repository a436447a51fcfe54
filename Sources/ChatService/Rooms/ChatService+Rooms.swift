public import ChatDomain
public import ChatWire
public import Secrets

// What the gateways ask for of rooms. Each call is put in the service's line and answered later.
extension ChatService {
    /// All that the caller belongs to or may know of.
    public func rooms(for caller: Caller, answer: @escaping Answer<[RoomView]>) {
        run { $0.rooms(caller.account, RoomQuery()) { answer($0.map(\.rooms)) } }
    }

    public func rooms(matching query: RoomQuery, for caller: Caller, answer: @escaping Answer<RoomPage>) {
        run { $0.rooms(caller.account, query, answer: answer) }
    }

    public func room(_ room: RoomID, for caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.room(caller.account, room, answer: answer) }
    }

    /// By its handle: a channel that one may know of.
    public func room(named handle: String, for caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.room(named: handle, for: caller, answer: answer) }
    }

    /// - Parameter form: what is to be different from a plain open channel.
    public func createRoom(
        handle: String, title: String? = nil, as form: RoomChange = RoomChange(), by caller: Caller,
        answer: @escaping Answer<RoomView>
    ) {
        run { $0.createRoom(caller, handle: handle, title: title, form, answer: answer) }
    }

    public func change(
        _ room: RoomID, _ change: RoomChange, by caller: Caller, answer: @escaping Answer<RoomView>
    ) {
        run { $0.change(caller, room, change, answer: answer) }
    }

    public func deleteRoom(_ room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.deleteRoom(caller, room, answer: answer) }
    }

    public func restoreRoom(_ room: RoomID, by caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.restoreRoom(caller, room, answer: answer) }
    }

    /// Those that the caller may bring back.
    public func deletedRooms(for caller: Caller, answer: @escaping Answer<[RoomView]>) {
        run { $0.deletedRooms(caller, answer: answer) }
    }

    /// The direct conversation with somebody: the one that is there, or a new one.
    public func openDirect(with person: AccountID, by caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.openDirect(with: person, caller, answer: answer) }
    }

    /// - Parameter title: empty for none.
    public func makeGroup(
        of people: [AccountID], title: String, by caller: Caller, answer: @escaping Answer<RoomView>
    ) {
        run { $0.makeGroup(of: people, title: title, caller, answer: answer) }
    }

    // MARK: Members

    public func join(_ room: RoomID, caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.join(caller, room, answer: answer) }
    }

    public func leave(_ room: RoomID, caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.leave(caller, room, answer: answer) }
    }

    public func members(
        of room: RoomID, after: AccountID?, limit: Int, for caller: Caller, answer: @escaping Answer<MemberPage>
    ) {
        run { $0.members(caller.account, room, after: after, limit: limit, answer: answer) }
    }

    /// All members at one moment. For the room's members.
    public func roster(of room: RoomID, for caller: Caller, answer: @escaping Answer<Roster>) {
        run { $0.roster(of: room, for: caller, answer: answer) }
    }

    /// Without a change, puts somebody in who is no member.
    public func setMember(
        _ person: AccountID, of room: RoomID, _ change: MemberChange, by caller: Caller,
        answer: @escaping Answer<AccountView>
    ) {
        run { $0.setMember(person, room, change, by: caller, answer: answer) }
    }

    /// Makes another the owner in the caller's place.
    public func handOver(
        _ room: RoomID, to person: AccountID, by caller: Caller, answer: @escaping Answer<RoomView>
    ) {
        run { $0.handOver(room, to: person, by: caller, answer: answer) }
    }

    /// - Parameter reason: told to all who read the room, and to him.
    public func removeMember(
        _ person: AccountID, of room: RoomID, reason: String = "", by caller: Caller, answer: @escaping Answer<Void>
    ) {
        run { $0.removeMember(person, room, reason: reason, by: caller, answer: answer) }
    }

    /// - Parameter until: nil for good.
    public func ban(
        _ person: AccountID, from room: RoomID, until: Timestamp?, reason: String, by caller: Caller,
        answer: @escaping Answer<Void>
    ) {
        run { $0.ban(person, from: room, until: until, reason: reason, by: caller, answer: answer) }
    }

    public func unban(_ person: AccountID, from room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.unban(person, from: room, by: caller, answer: answer) }
    }

    public func bans(
        from room: RoomID, after: AccountID?, limit: Int, for caller: Caller, answer: @escaping Answer<BanPage>
    ) {
        run { $0.bans(caller, room, after: after, limit: limit, answer: answer) }
    }

    // MARK: Invitations and links

    public func invite(_ person: AccountID, to room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.invite(person, to: room, by: caller, answer: answer) }
    }

    public func uninvite(_ person: AccountID, from room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.uninvite(person, from: room, by: caller, answer: answer) }
    }

    public func decline(_ room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.decline(caller, room, answer: answer) }
    }

    public func invitations(of caller: Caller, answer: @escaping Answer<[InvitationView]>) {
        run { $0.invitations(of: caller, answer: answer) }
    }

    public func invitations(to room: RoomID, for caller: Caller, answer: @escaping Answer<[InvitationView]>) {
        run { $0.invitations(to: room, for: caller, answer: answer) }
    }

    /// - Parameters:
    ///   - seconds: how long it is good; 0 for as long as it is not revoked.
    ///   - uses: how many may come in by it; 0 for any number.
    public func makeLink(
        to room: RoomID, seconds: Int64, uses: Int, by caller: Caller, answer: @escaping Answer<MadeRoomLink>
    ) {
        run { $0.makeLink(to: room, seconds: seconds, uses: uses, by: caller, answer: answer) }
    }

    public func links(to room: RoomID, for caller: Caller, answer: @escaping Answer<[RoomLinkView]>) {
        run { $0.links(to: room, for: caller, answer: answer) }
    }

    public func revokeLink(_ number: Int64, to room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.revokeLink(number, to: room, by: caller, answer: answer) }
    }

    public func join(by token: Token, caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.join(by: token, caller, answer: answer) }
    }
}
