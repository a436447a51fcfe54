public import ChatDomain
import ChatWire
import Secrets

extension ServiceCore {
    /// A live connection was opened with a session that was valid a moment ago.
    func connected(_ connection: ConnectionID, _ caller: Caller) {
        guard directory.sessions[caller.session.bytes] != nil else {
            return tell(connection, .endConnection(connection, reason: .sessionEnded))
        }
        live[caller.session, default: []].insert(connection)
        if presence.connected(caller.account) { announce(caller.account, online: true) }
    }

    func disconnected(_ connection: ConnectionID, _ caller: Caller, saidGoodbye: Bool) {
        guard live[caller.session]?.remove(connection) != nil else { return }
        if live[caller.session]?.isEmpty == true { live[caller.session] = nil }
        if presence.disconnected(caller.account, saidGoodbye: saidGoodbye, at: ports.now()) {
            announce(caller.account, online: false)
        }
    }

    func endConnections(of session: TokenDigest) {
        for connection in live[session] ?? [] {
            tell(connection, .endConnection(connection, reason: .sessionEnded))
        }
    }

    /// Tells the rooms that are small enough to be told.
    func announce(_ account: AccountID, online: Bool) {
        guard let view = directory.accounts[account].map({ AccountView($0) }) else { return }
        flush()
        for room in directory.roomsOf[account] ?? [] where isSmall(directory.rooms[room]) {
            ports.commit(.presence(.presence(room: room, account: view, online: online), room: room))
        }
    }

    private func isSmall(_ room: Directory.RoomState?) -> Bool {
        (room?.members.count ?? 0) <= settings.limits.presenceMembers
    }

    /// A reader wants a room: permission, and where he may start.
    func subscribe(_ request: SubscribeRequest) {
        let account = request.account
        if isHeld(account, .run { $0.subscribe(request) }) { return }
        do throws(Refusal) {
            try checkRunning()
            try checkRate(account)
            let access = try directory.access(account, to: request.room)
            let online = isSmall(access.room) ? access.room.members.filter(presence.isOnline).sorted() : nil
            var attachment = SubscriptionStart(
                connection: request.connection, id: request.id, room: request.room, cursor: .zero, head: .zero,
                gap: nil, online: online)
            if let reason = gapReason(request, head: access.room.head) {
                attachment.cursor = access.room.head
                attachment.gap = SubscriptionStart.Gap(reason: reason, snapshot: snapshot(access))
            } else {
                attachment.cursor = request.after ?? .zero
            }
            flush()
            ports.commit(.attach(attachment))
        } catch {
            tell(
                request.connection,
                .notAttached(connection: request.connection, id: request.id, room: request.room, refusal: error))
        }
    }

    private func gapReason(_ request: SubscribeRequest, head: SequenceNumber) -> LiveAnswer.GapReason? {
        guard let after = request.after else { return .noCursor }
        guard request.epoch == epoch.text else { return .epoch }
        // Who has seen an event asks after the service was told of it: what lies beyond was never given out.
        if after > head { return .future }
        if head.rawValue - after.rawValue > Int64(settings.limits.resumeEvents) { return .tooFar }
        return nil
    }

    private func snapshot(_ access: RoomAccess) -> RoomSnapshot {
        let state = access.room
        return RoomSnapshot(
            room: RoomView(
                id: state.room.id.rawValue, handle: state.room.handle.text, title: state.room.title),
            head: state.head.rawValue, memberCount: state.members.count,
            members: isSmall(state) ? state.members.sorted().compactMap(memberView) : nil)
    }

    /// Older events for readers that fell behind what the tail holds. The subscription was the permission.
    func page(_ room: RoomID, after: SequenceNumber, outlet: Int) {
        let target = outlets[outlet]
        let (names, encoder, tail) = (names, encoder, tail)
        let accepted = ports.read { reader in
            let events = try? reader?.events(
                in: room.log, after: after, limit: Self.pageEvents, bytes: HistoryRange.pageBytes)
            let segments = events.map { Segment.make(from: $0, names: names, encoder: encoder) }
            if let segments { tail.prepend(segments) }
            target.post([.page(room: room, after: after, segments: segments)])
        }
        if !accepted { target.post([.page(room: room, after: after, segments: nil)]) }
    }

    /// Events that are read and encoded at once for a reader that fell behind.
    private static let pageEvents = 500
}

/// What a live connection asks for when it wants to follow a room.
public struct SubscribeRequest: Sendable {
    public var connection: ConnectionID
    public var id: Int64
    public var account: AccountID
    public var room: RoomID
    public var after: SequenceNumber?
    public var epoch: String?

    public init(
        connection: ConnectionID, id: Int64, account: AccountID, room: RoomID, after: SequenceNumber?, epoch: String?
    ) {
        self.connection = connection
        self.id = id
        self.account = account
        self.room = room
        self.after = after
        self.epoch = epoch
    }
}
