import ChatDomain
import ChatStore
import ChatWire

/// Acts of administration and moderation that are kept in the audit log. The names are stored.
enum AuditedAct: String, Sendable, CaseIterable {
    case personAdded = "person_added"
    case personRoleSet = "person_role_set"
    case personDeactivated = "person_deactivated"
    case personReactivated = "person_reactivated"
    case personRemoved = "person_removed"
    case personRenamed = "person_renamed"
    case personSecretSet = "person_secret_set"
    case sessionsEnded = "sessions_ended"
    case tokenMade = "token_made"
    case hashesRead = "hashes_read"
    case serverChanged = "server_changed"
    case linkMade = "link_made"
    case linkRevoked = "link_revoked"
    case roomChanged = "room_changed"
    case roomDeleted = "room_deleted"
    case roomRestored = "room_restored"
    case roomRoleSet = "room_role_set"
    case memberMuted = "member_muted"
    case memberUnmuted = "member_unmuted"
    case memberRemoved = "member_removed"
    case memberBanned = "member_banned"
    case memberUnbanned = "member_unbanned"
    case importBegun = "import_begun"
    case importFinished = "import_finished"
    case messageDeleted = "message_deleted"
    case reportAssigned = "report_assigned"
    case reportResolved = "report_resolved"
    case warned = "warned"
    case addressBanned = "address_banned"
    case addressUnbanned = "address_unbanned"
}

extension ServiceCore {
    /// The entry of the audit log, to be committed with the act itself.
    ///
    /// - Parameter name: the subject's username, where the directory does not know him yet.
    func audit(
        _ act: AuditedAct, by caller: Caller, on subject: AccountID? = nil, named name: String? = nil,
        in room: RoomState? = nil,
        message: SequenceNumber? = nil, reason: String? = nil, detail: String? = nil
    ) -> LogAppend {
        var body = AuditBody(act: act.rawValue, address: caller.address)
        body.subjectName = name ?? subject.flatMap { directory.accounts[$0]?.username.text }
        body.room = room?.room.id.rawValue
        body.roomTitle = room?.room.title
        body.message = message?.rawValue
        body.reason = reason
        body.detail = detail
        return append(
            .audited, to: .audit, by: caller.account, about: subject?.rawValue, body: JSONCoding.encode(body))
    }

    /// News for all devices of one person, to be committed with what it tells of.
    func tell(
        _ account: AccountID, _ what: NewsBody.What, by author: AccountID? = nil, in room: RoomState? = nil,
        _ fill: (inout NewsBody) -> Void = { _ in }
    ) -> LogAppend {
        var body = NewsBody(what)
        body.room = room?.room.id.rawValue
        body.roomTitle = room?.room.title
        body.by = author?.rawValue
        body.byName = author.flatMap { directory.accounts[$0]?.displayName }
        fill(&body)
        return append(.told, to: .personal(account), by: author ?? account, body: JSONCoding.encode(body))
    }

    /// For his own devices: he came into a room, left it or declined it by himself, or it was brought back with him in it.
    func tellOfRoom(_ room: Room, to account: AccountID) -> LogAppend {
        tell(account, .changed) { ($0.topic, $0.room, $0.roomTitle) = ("rooms", room.id.rawValue, room.title) }
    }
}
