public import ChatDomain
import ChatStore
public import ChatWire

extension ServiceCore {
    func rooms(_ account: AccountID, answer: Answer<[RoomView]>) {
        do throws(Refusal) {
            try checkRate(account)
            let isGuest = directory.accounts[account]?.role == .guest
            let rooms = directory.rooms.values.filter { !isGuest || $0.members.contains(account) }
                .sorted { $0.room.id < $1.room.id }
            answer(.success(rooms.map { view($0, for: account) }))
        } catch {
            answer(.failure(error))
        }
    }

    func room(_ account: AccountID, _ room: RoomID, answer: Answer<RoomView>) {
        do throws(Refusal) {
            try checkRate(account)
            answer(.success(view(try visible(room, to: account), for: account)))
        } catch {
            answer(.failure(error))
        }
    }

    /// The room, if the account may know of it: a guest knows only the rooms that he was put in.
    private func visible(_ room: RoomID, to account: AccountID) throws(Refusal) -> Directory.RoomState {
        guard let state = directory.rooms[room],
            directory.accounts[account]?.role != .guest || state.members.contains(account)
        else { throw Refusal(.roomUnknown, "There is no such room.") }
        return state
    }

    func view(_ state: Directory.RoomState, for account: AccountID) -> RoomView {
        let joined = state.members.contains(account)
        return RoomView(
            id: state.room.id.rawValue, handle: state.room.handle.text, title: state.room.title,
            members: state.members.count, joined: joined, head: joined ? state.head.rawValue : nil)
    }

    /// Makes a room; its maker is the first member.
    func createRoom(_ account: AccountID, handle name: String, title: String?, answer: @escaping Answer<RoomView>) {
        if isHeld(account, .run { $0.createRoom(account, handle: name, title: title, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(account)
            guard directory.accounts[account]?.role != .guest else { throw .notAllowed("Guests make no rooms.") }
            let limit = settings.limits.roomsPerAccount
            if limit > 0, directory.roomsMade[account, default: 0] >= limit {
                throw Refusal(
                    .tooManyRooms, "An account may create at most \(limit) rooms.",
                    limit: Refusal.Limit(name: "rooms_per_account", value: limit))
            }
            let handle = try Handle.make(from: name, what: "A room's name")
            let shownTitle = try title.map { title throws(Refusal) in
                try FreeText.check(
                    title, what: "A room's title",
                    limit: Refusal.Limit(name: "room_title_length", value: settings.limits.roomTitleLength))
            }
            guard directory.room(handle: handle.key) == nil else { throw Refusal.roomNameTaken(handle) }
            let room = Room(
                id: directory.takeRoomNumber(), handle: handle, title: shownTitle ?? name, createdBy: account,
                createdAt: ports.now(), joinedByAll: false)
            hold(account)
            submit(
                CommitUnit(
                    appends: [
                        LogAppend(
                            log: room.id.log, expected: .zero,
                            events: [
                                EventDraft(author: account, kind: .created, at: room.createdAt, body: Self.body(room))
                            ])
                    ], changes: [.addRoom(room), .addMember(Membership(room: room.id, account: account))]),
                reply: .call { core, outcome in
                    defer { core.release(account) }
                    switch outcome {
                    case .outcome(.committed):
                        let state = core.directory.rooms[room.id]
                        answer(state.map { .success(core.view($0, for: account)) } ?? .failure(.outcomeUnknown))
                    case .unknown: answer(.failure(.outcomeUnknown))
                    case .outcome: answer(.failure(.roomNameTaken(handle)))
                    }
                })
        } catch {
            answer(.failure(error))
        }
    }

    static func body(_ room: Room) -> [UInt8] {
        JSONObject.make { object in
            object.set("handle", room.handle.text)
            object.set("title", room.title)
        }
    }

    /// Joining again is no error.
    func join(_ account: AccountID, _ room: RoomID, answer: @escaping Answer<RoomView>) {
        if isHeld(account, .run { $0.join(account, room, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(account)
            let state = try visible(room, to: account)
            guard !state.members.contains(account) else { return answer(.success(view(state, for: account))) }
            change(account, room, .joined, .addMember(Membership(room: room, account: account))) { core, refusal in
                if let refusal { return answer(.failure(refusal)) }
                guard let state = core.directory.rooms[room] else { return answer(.failure(.outcomeUnknown)) }
                answer(.success(core.view(state, for: account)))
            }
        } catch {
            answer(.failure(error))
        }
    }

    /// Leaving again is no error.
    func leave(_ account: AccountID, _ room: RoomID, answer: @escaping Answer<Void>) {
        if isHeld(account, .run { $0.leave(account, room, answer: answer) }) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(account)
            let state = try visible(room, to: account)
            guard state.members.contains(account) else { return answer(.success(())) }
            change(account, room, .left, .removeMember(Membership(room: room, account: account))) { _, refusal in
                answer(refusal.map { .failure($0) } ?? .success(()))
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func change(
        _ account: AccountID, _ room: RoomID, _ kind: EventKind, _ change: StateChange,
        answer: @escaping @Sendable (ServiceCore, Refusal?) -> Void
    ) {
        let username = directory.accounts[account]?.username.text ?? ""
        let body = JSONObject.make { $0.set("username", username) }
        hold(account)
        submit(
            CommitUnit(
                appends: [
                    LogAppend(
                        log: room.log, events: [EventDraft(author: account, kind: kind, at: ports.now(), body: body)])
                ], changes: [change]),
            reply: .call { core, outcome in
                defer { core.release(account) }
                switch outcome {
                case .outcome(.committed): answer(core, nil)
                default: answer(core, .outcomeUnknown)
                }
            })
    }

    /// Members in the order of their ids.
    func members(
        _ account: AccountID, _ room: RoomID, after: AccountID?, limit: Int, answer: Answer<MemberPage>
    ) {
        do throws(Refusal) {
            try checkRate(account)
            let access = try directory.access(account, to: room)
            let rest = access.room.members.filter { member in after.map { member > $0 } ?? true }.sorted()
            let page = rest.prefix(limit)
            answer(
                .success(
                    MemberPage(
                        members: page.compactMap(memberView), count: access.room.members.count,
                        next: rest.count > page.count ? page.last : nil)))
        } catch {
            answer(.failure(error))
        }
    }

    func memberView(_ id: AccountID) -> AccountView? {
        directory.accounts[id].map { AccountView($0, online: presence.isOnline(id)) }
    }
}

public struct MemberPage: Sendable {
    public var members: [AccountView]
    /// Of the whole room.
    public var count: Int
    /// What to ask the next page with; nil on the last.
    public var next: AccountID?
}

extension Refusal {
    static func roomNameTaken(_ handle: Handle) -> Refusal {
        Refusal(.roomNameTaken, "There is a room called \(handle), or one that looks like it. Choose another name.")
    }
}
