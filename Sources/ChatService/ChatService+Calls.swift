public import ChatDomain
public import ChatWire
public import Secrets

// What the gateways ask for. Each call is put in the service's line and answered later.
extension ChatService {
    public func register(_ registration: Registration, address: String, answer: @escaping Answer<LoggedIn>) {
        run { $0.register(registration, address: address, answer: answer) }
    }

    /// - Parameter login: a username or a mail address.
    public func logIn(
        _ login: String, password: String, client: String, address: String, answer: @escaping Answer<LoggedIn>
    ) {
        run { $0.logIn(login, password: password, client: client, address: address, answer: answer) }
    }

    /// Whose session it is.
    public func caller(_ token: Token, address: String, answer: @escaping Answer<Caller>) {
        run { $0.caller(token, address: address, answer: answer) }
    }

    public func logOut(_ caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.logOut(caller, answer: answer) }
    }

    public func sessions(of caller: Caller, answer: @escaping Answer<[SessionView]>) {
        run { $0.sessions(caller, answer: answer) }
    }

    /// - Parameter number: of the session to end; nil for all but the caller's own.
    public func endSession(_ number: Int64?, of caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.endSession(number, of: caller, answer: answer) }
    }

    public func changePassword(
        of caller: Caller, from old: String, to new: String, answer: @escaping Answer<Void>
    ) {
        run { $0.changePassword(of: caller, from: old, to: new, answer: answer) }
    }

    // MARK: What admins do with people

    public func people(for caller: Caller, answer: @escaping Answer<[AccountView]>) {
        run { $0.people(caller.account, answer: answer) }
    }

    public func addPerson(_ person: NewPerson, by caller: Caller, answer: @escaping Answer<AddedPerson>) {
        run { $0.addPerson(person, by: caller.account, answer: answer) }
    }

    public func setRole(
        _ role: ServerRole, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setRole(role, of: target, by: caller.account, answer: answer) }
    }

    /// Another password, or none, for somebody; ends his sessions.
    public func setSecret(
        _ secret: NewSecret, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setSecret(secret, of: target, by: caller.account, answer: answer) }
    }

    public func setName(
        _ name: String, of target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setName(name, of: target, by: caller.account, answer: answer) }
    }

    public func makeToken(for target: AccountID, by caller: Caller, answer: @escaping Answer<Token>) {
        run { $0.makeToken(for: target, by: caller.account, answer: answer) }
    }

    /// Password hashes, for the member file.
    public func hashes(for caller: Caller, answer: @escaping Answer<[AccountID: String]>) {
        run { $0.hashes(for: caller.account, answer: answer) }
    }

    /// Deactivates or reactivates.
    public func setActive(
        _ isActive: Bool, _ target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>
    ) {
        run { $0.setActive(isActive, target, by: caller.account, answer: answer) }
    }

    /// For good.
    public func remove(_ target: AccountID, by caller: Caller, answer: @escaping Answer<AccountView>) {
        run { $0.remove(target, by: caller.account, answer: answer) }
    }

    // MARK: Rooms

    public func rooms(for caller: Caller, answer: @escaping Answer<[RoomView]>) {
        run { $0.rooms(caller.account, answer: answer) }
    }

    public func room(_ room: RoomID, for caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.room(caller.account, room, answer: answer) }
    }

    public func createRoom(handle: String, title: String?, by caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.createRoom(caller.account, handle: handle, title: title, answer: answer) }
    }

    public func join(_ room: RoomID, caller: Caller, answer: @escaping Answer<RoomView>) {
        run { $0.join(caller.account, room, answer: answer) }
    }

    public func leave(_ room: RoomID, caller: Caller, answer: @escaping Answer<Void>) {
        run { $0.leave(caller.account, room, answer: answer) }
    }

    public func members(
        of room: RoomID, after: AccountID?, limit: Int, for caller: Caller, answer: @escaping Answer<MemberPage>
    ) {
        run { $0.members(caller.account, room, after: after, limit: limit, answer: answer) }
    }

    public func history(
        of room: RoomID, _ range: HistoryRange, for caller: Caller, answer: @escaping Answer<HistoryPage>
    ) {
        run { $0.history(caller.account, room, range, answer: answer) }
    }

    public func post(
        to room: RoomID, key: SendKey, body: [UInt8], by caller: Caller, answer: @escaping Answer<Posted>
    ) {
        run { $0.post(caller.account, room, key: key, body: body, answer: answer) }
    }

    // MARK: The live stream. Answers come through the outlet.

    public func connected(_ connection: ConnectionID, _ caller: Caller) {
        run { $0.connected(connection, caller) }
    }

    public func disconnected(_ connection: ConnectionID, _ caller: Caller, saidGoodbye: Bool) {
        run { $0.disconnected(connection, caller, saidGoodbye: saidGoodbye) }
    }

    /// A tick's sends of one loop, in order.
    public func send(_ requests: [SendRequest]) {
        service.post(.sends(requests))
    }

    public func subscribe(_ request: SubscribeRequest) {
        run { $0.subscribe(request) }
    }

    /// The loop has no reader of the room any more, and no subscription on its way.
    public func detach(_ room: RoomID, outlet: Int) {
        tellCommitter(detach: room, outlet: outlet)
    }

    /// Older events than the tail holds; they come as `page`.
    public func read(room: RoomID, after: SequenceNumber, outlet: Int) {
        run { $0.page(room, after: after, outlet: outlet) }
    }

    /// To be called once a second: time is the caller's.
    public func tick() {
        service.post(.tick)
    }

    private func run(_ operation: @escaping @Sendable (ServiceCore) -> Void) {
        service.post(.run(operation))
    }
}
