public import ChatDomain
import ChatStore
public import ChatWire
public import Secrets

/// A link that was just made: its token is told here, once.
public struct MadeInvite: Sendable {
    public var token: Token
    public var view: InviteView
}

/// What the holder of a good link is told before he has an account.
public struct GoodInvite: Sendable {
    /// The name of who made it.
    public var by: String
    public var role: ServerRole
    /// Titles. Hidden rooms are left out: their names are for their members.
    public var rooms: [String]
    public var expiresAt: Timestamp
}

extension TokenPurpose {
    static let invite = TokenPurpose("roost invite")
}

// Links by which people make their own accounts.
extension ServiceCore {
    func makeInvite(_ form: InviteForm, by caller: Caller, answer: @escaping Answer<MadeInvite>) {
        decide(for: caller, answer: answer) { core throws(Refusal) in
            try core.checkManages(caller.account, form.role)
            try core.checkRooms(of: form, caller)
            let limit = core.settings.limits.inviteLinks
            guard core.openLinks.count < limit else {
                throw .tooMany("There may be \(limit) open links. Revoke one first.", "invite_links", limit)
            }
            let now = core.ports.now()
            let end = form.expiresAt ?? Timestamp(milliseconds: now.rawValue + 7 * 86_400_000)
            guard end > now, form.uses ?? 1 > 0 else {
                throw Refusal(.badRequest, "A link must end in the future and be good for at least one account.")
            }
            let token = Token(from: core.random)
            let digest = token.digest(for: .invite).bytes
            let link = InviteLink(
                digest: digest.hexadecimal, by: caller.account.rawValue, at: now.rawValue, expiresAt: end.rawValue,
                uses: form.uses, role: form.role.name, rooms: form.rooms.map(\.rawValue),
                note: try FreeText.checkOptional(form.note, what: "A link's note", limit: core.statusLimit))
            let number = Self.number(of: digest)
            let detail = "\(form.role.name), \(form.uses.map(String.init) ?? "any number of") accounts"
            return .commit(
                CommitUnit(
                    appends: [core.audit(.linkMade, by: caller, detail: detail)],
                    changes: [link.put(owner: 0, item: number)])
            ) { _, _ in MadeInvite(token: token, view: link.view(number: number)) }
        }
    }

    private func checkRooms(of form: InviteForm, _ caller: Caller) throws(Refusal) {
        guard form.rooms.count <= 50, Set(form.rooms).count == form.rooms.count else {
            throw Refusal(.badRequest, "A link may lead into at most 50 rooms, each named once.")
        }
        for room in form.rooms {
            let access = try directory.access(caller.account, to: room)
            guard access.room.settings.kind == .channel else { throw .roomUnknown }
            try access.check(.invite, at: ports.now())
        }
    }

    func invites(_ caller: Caller, answer: Answer<[InviteView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            try checkManages(caller.account, .member)
            let links = directory.inviteLinks.items(of: 0).sorted { ($0.value.at, $0.key) > ($1.value.at, $1.key) }
            answer(.success(links.map { $1.view(number: $0) }))
        } catch {
            answer(.failure(error))
        }
    }

    func revokeInvite(_ number: Int64, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.inviteLink(number)], answer: answer) { core throws(Refusal) in
            try core.checkManages(caller.account, .member)
            guard let link = core.directory.inviteLinks[0, number] else {
                throw Refusal(.notFound, "There is no such link.")
            }
            let maker = AccountID(rawValue: link.by)
            return .commit(
                CommitUnit(
                    appends: [core.audit(.linkRevoked, by: caller, on: maker, detail: "used \(link.used) times")],
                    changes: [.removeRecord(RecordKey(.inviteLink, owner: 0, item: number))])
            ) { _, _ in }
        }
    }

    /// For who is about to register. Of a link that is not good nothing is told, nor why.
    func checkInvite(_ token: String, address: String, answer: Answer<GoodInvite?>) {
        do throws(Refusal) {
            try checkAddress(address)
            guard entry.registration != .closed, let link = try? goodLink(token).link else {
                return answer(.success(nil))
            }
            let rooms = link.rooms.compactMap { directory.rooms[RoomID(rawValue: $0)] }
                .filter { $0.settings.isListed && $0.settings.deletedAt == nil && !$0.settings.isPurged }
            answer(
                .success(
                    GoodInvite(
                        by: names.names(of: [AccountID(rawValue: link.by)]).first?.displayName ?? "",
                        role: ServerRole(name: link.role) ?? .member,
                        rooms: rooms.map(\.room.title),
                        expiresAt: Timestamp(milliseconds: link.expiresAt))))
        } catch {
            answer(.failure(error))
        }
    }

    // MARK: Which are good

    private var openLinks: [InviteLink] {
        directory.inviteLinks.items(of: 0).values.filter { isOpen($0) }
    }

    private func isOpen(_ link: InviteLink) -> Bool {
        let maker = directory.accounts[AccountID(rawValue: link.by)]
        return link.expiresAt > ports.now().rawValue && link.uses.map { link.used < $0 } ?? true
            && maker?.state == .active && maker?.role.managesPeople == true
    }

    /// The same sentence whatever is the matter with it.
    func goodLink(_ text: String) throws(Refusal) -> (number: Int64, link: InviteLink) {
        guard let digest = Token(text: text)?.digest(for: .invite).bytes else { throw .inviteInvalid }
        let number = Self.number(of: digest)
        let link = try goodLink(number: number)
        // All of the digest counts, not only what the number is made of.
        guard link.digest == digest.hexadecimal else { throw .inviteInvalid }
        return (number, link)
    }

    func goodLink(number: Int64) throws(Refusal) -> InviteLink {
        guard let link = directory.inviteLinks[0, number], isOpen(link) else { throw .inviteInvalid }
        return link
    }

    /// Names the link to those who manage it without giving anything away: below 2^48.
    private static func number(of digest: [UInt8]) -> Int64 {
        digest.prefix(6).reduce(0) { $0 << 8 | Int64($1) }
    }
}

extension Refusal {
    static let inviteInvalid = Refusal(
        .inviteInvalid, "This invitation is not good, or not any more. Ask for a new one.")
}

extension [UInt8] {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
