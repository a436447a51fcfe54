public import ChatDomain
import ChatStore
public import ChatWire
public import Secrets

/// A new link, with its token, which is told once.
public struct MadeRoomLink: Sendable {
    public var link: RoomLinkView
    public var token: Token
}

extension TokenPurpose {
    static let roomLink = TokenPurpose("roost room link")
}

// Links by which one comes into a room, invited or not.
extension ServiceCore {
    /// - Parameters:
    ///   - seconds: how long it is good; 0 for as long as it is not revoked.
    ///   - uses: how many may come in by it; 0 for any number.
    func makeLink(
        to room: RoomID, seconds: Int64, uses: Int, by caller: Caller, answer: @escaping Answer<MadeRoomLink>
    ) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            let now = core.ports.now()
            try access.check(.invite, at: now)
            guard (0...Self.mostLinkSeconds).contains(seconds), uses >= 0 else {
                throw Refusal(
                    .badRequest, "A link is good for at most \(Self.mostLinkSeconds) seconds, or with 0 for good.")
            }
            let known = core.directory.roomLinks.items(of: room.rawValue)
            let over = known.filter { !$1.isGood(at: now) }.keys
            let limit = core.settings.limits.roomLinks
            guard known.count - over.count < limit else {
                throw Refusal(
                    .tooMany, "A room has at most \(limit) links. Revoke one first.",
                    limit: Refusal.Limit(name: "room_links", value: limit))
            }
            let token = Token(from: core.random)
            let link = RoomLink(
                digest: Self.hexadecimal(token.digest(for: .roomLink)), by: caller.account.rawValue, at: now.rawValue,
                until: seconds > 0 ? now.rawValue + seconds * 1_000 : nil, uses: uses > 0 ? uses : nil)
            // Rises, so that no number means two links.
            let number = max(now.rawValue, (known.keys.max() ?? 0) + 1)
            var unit = CommitUnit(
                appends: [core.audit(.linkMade, by: caller, in: access.room, detail: "link \(number)")],
                changes: [link.put(owner: room.rawValue, item: number)])
            unit.changes += over.map { .removeRecord(RecordKey(.inviteLink, owner: room.rawValue, item: $0)) }
            let made = MadeRoomLink(link: core.view(link, number), token: token)
            return .commit(unit) { _, _ in made }
        }
    }

    /// A year.
    static let mostLinkSeconds: Int64 = 31_536_000

    private static func hexadecimal(_ digest: TokenDigest) -> String {
        let digits = Array("0123456789abcdef")
        return String(digest.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    private func view(_ link: RoomLink, _ number: Int64) -> RoomLinkView {
        RoomLinkView(
            id: number, by: directory.accounts[AccountID(rawValue: link.by)].map { AccountView($0) }, at: link.at,
            until: link.until, uses: link.uses, used: link.used)
    }

    /// Those that are good: for moderators all, for others their own. Newest first.
    func links(to room: RoomID, for caller: Caller, answer: Answer<[RoomLinkView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let access = try directory.access(caller.account, to: room)
            let now = ports.now()
            let links = directory.roomLinks.items(of: room.rawValue).filter { _, link in
                link.isGood(at: now) && (access.may(.moderate) || link.by == caller.account.rawValue)
            }
            answer(.success(links.sorted { $0.key > $1.key }.map { view($0.value, $0.key) }))
        } catch {
            answer(.failure(error))
        }
    }

    /// For its maker, and for moderators. Revoking what is not there is no error.
    func revokeLink(_ number: Int64, to room: RoomID, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.room(room)], answer: answer) { core throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            guard let link = core.directory.roomLinks[room.rawValue, number] else { return .done(()) }
            guard link.by == caller.account.rawValue || access.may(.moderate) else {
                throw .notAllowed("Only who made a link, or a moderator, may revoke it.")
            }
            return .commit(
                CommitUnit(
                    appends: [core.audit(.linkRevoked, by: caller, in: access.room, detail: "link \(number)")],
                    changes: [.removeRecord(RecordKey(.inviteLink, owner: room.rawValue, item: number))])
            ) { _, _ in }
        }
    }

    /// Joins the room that the link leads to, invited or not. Who is in it already uses nothing up.
    func join(by token: Token, _ caller: Caller, answer: @escaping Answer<RoomView>) {
        let (me, digest) = (caller.account, Self.hexadecimal(token.digest(for: .roomLink)))
        let room = link(digest)?.room
        decide(for: caller, holding: [.account(me)] + (room.map { [.room($0)] } ?? []), answer: answer) {
            core throws(Refusal) in
            guard let (room, number, link) = core.link(digest), let state = core.directory.rooms[room],
                state.settings.deletedAt == nil, link.isGood(at: core.ports.now())
            else { throw .linkInvalid }
            guard !state.isMember(me) else { return .done(core.view(state, for: me)) }
            try core.checkNotBanned(me, from: state)
            try core.checkHasPlace(state)
            var used = link
            used.used += 1
            var unit = core.joining(me, state) { ($0.via, $0.by) = ("link", link.by) }
            unit.appends.append(core.tellOfRoom(state.room, to: me))
            unit.changes.append(used.put(owner: room.rawValue, item: number))
            return .commit(unit) { core, _ throws(Refusal) in try core.viewAfterwards(room, for: me) }
        }
    }

    private func link(_ digest: String) -> (room: RoomID, number: Int64, link: RoomLink)? {
        for (room, links) in directory.roomLinks.all {
            if let found = links.first(where: { $0.value.digest == digest }) {
                return (RoomID(rawValue: room), found.key, found.value)
            }
        }
        return nil
    }
}

extension Refusal {
    public static let linkInvalid = Refusal(.linkInvalid, "This link is not good any more. Ask for another.")
}
