public import ChatDomain
public import ChatWire
import UnicodeText

/// Which rooms to list.
public struct RoomQuery: Sendable {
    /// Only rooms that one belongs to; else also those that one may know of.
    public var mineOnly = false
    /// Only rooms with this in their handle, title or topic, without regard to case.
    public var text: String?
    public var after: RoomID?
    /// Nil for no bound.
    public var limit: Int?

    public init() {}
}

public struct RoomPage: Sendable {
    public var rooms: [RoomView]
    /// What to ask the next page with; nil on the last.
    public var next: RoomID?
}

// What people are told of rooms.
extension ServiceCore {
    /// In the order of their numbers. Deleted rooms are not among them.
    func rooms(_ account: AccountID, _ query: RoomQuery, answer: Answer<RoomPage>) {
        do throws(Refusal) {
            try checkRate(account)
            let wanted = query.text.flatMap { TextForm.caseFoldedNFKC($0) } ?? ""
            let own = directory.roomsOf[account, default: []].compactMap { directory.rooms[$0] }
            let others = query.mineOnly ? [] : directory.rooms.values.filter { !$0.isMember(account) }
            let found = (own + others).filter { state in
                state.settings.deletedAt == nil && directory.mayKnow(of: state, account)
                    && (query.after.map { state.room.id > $0 } ?? true)
                    && (wanted.isEmpty || matches(state, wanted, account))
            }.sorted { $0.room.id < $1.room.id }
            let page = found.prefix(query.limit ?? .max)
            answer(
                .success(
                    RoomPage(
                        rooms: page.map { view($0, for: account) },
                        next: found.count > page.count ? page.last?.room.id : nil)))
        } catch {
            answer(.failure(error))
        }
    }

    private func matches(_ state: RoomState, _ wanted: String, _ account: AccountID) -> Bool {
        [state.room.handle.text, title(of: state, for: account), state.settings.topic].contains { text in
            (TextForm.caseFoldedNFKC(text) ?? "").contains(wanted)
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

    /// The room, if the account may know of it, and it was not deleted.
    func visible(_ room: RoomID, to account: AccountID) throws(Refusal) -> RoomState {
        guard let state = directory.rooms[room], directory.mayKnow(of: state, account) else { throw .roomUnknown }
        guard state.settings.deletedAt == nil else { throw .roomGone }
        return state
    }

    func view(_ state: RoomState, for account: AccountID) -> RoomView {
        let joined = state.isMember(account)
        let now = ports.now()
        var view = RoomView(
            id: state.room.id.rawValue, handle: state.room.handle.text, title: title(of: state, for: account),
            members: state.members.count, joined: joined, head: joined ? state.head.sequence.rawValue : nil)
        view.values = RoomValues(state.settings)
        view.may = may(state, account)
        view.deletedAt = state.settings.deletedAt
        if directory.isInvited(account, to: state.room.id) { view.isInvited = true }
        guard joined else { return view }
        view.role = directory.role(of: account, in: state).rawValue
        view.mutedUntil = state.details[account]?.mutedUntil.flatMap { $0 > now.rawValue ? $0 : nil }
        view.person = state.partner(of: account).flatMap { directory.accounts[$0] }.map { AccountView($0) }
        return view
    }

    /// What he may do now; for who is no member, whether he may join.
    private func may(_ state: RoomState, _ account: AccountID) -> [String] {
        guard state.isMember(account) else {
            let isLetIn = state.settings.entry == .open || directory.isInvited(account, to: state.room.id)
            return isLetIn && state.settings.deletedAt == nil && ban(of: account, from: state) == nil ? ["join"] : []
        }
        guard let access = try? directory.access(account, to: state.room.id) else { return [] }
        let now = ports.now()
        return RoomAccess.Act.allCases.filter { (try? access.check($0, at: now)) != nil }.map(\.rawValue)
    }

    /// Conversations without a title are called by the others in them.
    private func title(of state: RoomState, for account: AccountID) -> String {
        guard state.room.title.isEmpty else { return state.room.title }
        let others = (state.pair.map { [$0, $1] } ?? state.memberList).filter { $0 != account }
        let names = others.prefix(Self.namesInTitle).compactMap { directory.accounts[$0]?.displayName }
        let more = others.count - names.count
        guard !names.isEmpty else { return "Only you" }
        return names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private static let namesInTitle = 4

    /// Members in the order of their ids.
    func members(
        _ account: AccountID, _ room: RoomID, after: AccountID?, limit: Int, answer: Answer<MemberPage>
    ) {
        do throws(Refusal) {
            try checkRate(account)
            let access = try directory.access(account, to: room)
            let rest = access.room.memberList.filter { member in after.map { member > $0 } ?? true }
            let page = rest.prefix(limit)
            answer(
                .success(
                    MemberPage(
                        members: page.compactMap { memberView($0, in: access.room) }, count: access.room.members.count,
                        next: rest.count > page.count ? page.last : nil)))
        } catch {
            answer(.failure(error))
        }
    }

    /// With his role in the room, and until when he is muted.
    func memberView(_ id: AccountID, in room: RoomState) -> AccountView? {
        guard var view = memberView(id) else { return nil }
        view.roomRole = directory.role(of: id, in: room).rawValue
        view.mutedUntil = room.details[id]?.mutedUntil.flatMap { $0 > ports.now().rawValue ? $0 : nil }
        return view
    }

    func memberView(_ id: AccountID) -> AccountView? {
        directory.accounts[id].map(shownView)
    }
}

public struct MemberPage: Sendable {
    public var members: [AccountView]
    /// Of the whole room.
    public var count: Int
    /// What to ask the next page with; nil on the last.
    public var next: AccountID?
}
