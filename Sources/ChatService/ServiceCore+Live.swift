public import ChatDomain
import ChatWire
import Secrets

extension ServiceCore {
    /// A live connection was opened with a session that was valid a moment ago.
    func connected(_ connection: ConnectionID, _ caller: Caller, isPassive: Bool = false) {
        guard directory.sessions[caller.session.bytes] != nil else {
            return tell(connection, .endConnection(connection, reason: .sessionEnded))
        }
        guard ports.addressBans.refusal(for: caller.address) == nil else {
            return tell(connection, .endConnection(connection, reason: .banned))
        }
        live[caller.session, default: []].insert(connection)
        addressOf[connection] = caller.address
        connectionsOf[caller.account, default: []].insert(connection)
        if isPassive {
            passiveConnections.insert(connection)
        } else if presence.connected(caller.account) {
            announceIfShown(caller.account, online: true)
        }
    }

    func disconnected(_ connection: ConnectionID, _ caller: Caller, saidGoodbye: Bool) {
        guard live[caller.session]?.remove(connection) != nil else { return }
        addressOf[connection] = nil
        if live[caller.session]?.isEmpty == true { live[caller.session] = nil }
        connectionsOf[caller.account]?.remove(connection)
        if connectionsOf[caller.account]?.isEmpty == true { connectionsOf[caller.account] = nil }
        if passiveConnections.remove(connection) != nil { return }
        if presence.disconnected(caller.account, saidGoodbye: saidGoodbye, at: ports.now()) {
            announceIfShown(caller.account, online: false)
        }
    }

    /// A live connection counts as its account's being there from now on, or no longer.
    func setPassive(_ isPassive: Bool, _ connection: ConnectionID, _ caller: Caller) {
        guard connectionsOf[caller.account]?.contains(connection) == true,
            isPassive != passiveConnections.contains(connection)
        else { return }
        if isPassive {
            passiveConnections.insert(connection)
            // It is still here: who makes it passive says that he is not.
            if presence.disconnected(caller.account, saidGoodbye: true, at: ports.now()) {
                announceIfShown(caller.account, online: false)
            }
        } else {
            passiveConnections.remove(connection)
            if presence.connected(caller.account) { announceIfShown(caller.account, online: true) }
        }
    }

    func endConnections(of session: TokenDigest) {
        for connection in live[session] ?? [] {
            tell(connection, .endConnection(connection, reason: .sessionEnded))
        }
    }

    /// Cuts the account off wherever it is connected, and says why. Its sessions are gone already.
    /// - Parameter told: what is said in place of what the state says.
    func endConnections(of account: AccountID, because state: AccountState, _ told: EndReason? = nil) {
        let reason = told ?? EndReason(state)
        for connection in connectionsOf[account] ?? [] {
            tell(connection, .endConnection(connection, reason: reason))
        }
    }

    /// Of who hides, neither his coming nor his going is told.
    func announceIfShown(_ account: AccountID, online: Bool) {
        if directory.showsPresence(account) { announce(account, asOnline: online) }
    }

    /// Tells the rooms that are small enough to be told, and the doors, for those who watch him.
    func announce(_ account: AccountID, asOnline online: Bool) {
        guard var view = directory.accounts[account].map(shownView) else { return }
        view.online = nil
        flush()
        for room in directory.roomsOf[account] ?? [] where isSmall(directory.rooms[room]) {
            let news = News(
                room: room, what: .presence(shownPresence(of: account, isOnline: online)),
                json: LiveAnswer.presence(room: room, account: view, online: online))
            ports.commit(.presence(.toReaders(from: account, news), room: room))
        }
        ports.commit(.shown(shownPresence(of: account, isOnline: online)))
    }

    /// As others are told of it.
    func shownPresence(of account: AccountID, isOnline: Bool) -> PersonPresence {
        let profile = profile(account)
        return PersonPresence(
            account: account, isOnline: isOnline, presence: profile.presence,
            statusText: profile.status(at: ports.now())?.text ?? "", picture: profile.picture?.tag,
            homepage: profile.homepage)
    }

    func isSmall(_ room: RoomState?) -> Bool {
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
            let isTold = isSmall(access.room) && !request.fromPresent
            let online = isTold ? access.room.memberList.filter(isSeenOnline) : nil
            var attachment = SubscriptionStart(
                connection: request.connection, id: request.id, room: request.room, cursor: .zero, head: .zero,
                gap: nil, online: online)
            if request.fromPresent {
                attachment.cursor = access.room.head.sequence
            } else if let reason = gapReason(request, access) {
                attachment.cursor = access.room.head.sequence
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

    private func gapReason(_ request: SubscribeRequest, _ access: RoomAccess) -> LiveAnswer.GapReason? {
        let head = access.room.head.sequence
        guard let after = request.after else { return .noCursor }
        guard request.epoch == epoch.text else { return .epoch }
        // Who has seen an event asks after the service was told of it: what lies beyond was never given out.
        if after > head { return .future }
        // What lies between is gone, or was before his time.
        if after < access.floor { return .floor }
        if head.rawValue - after.rawValue > Int64(settings.limits.resumeEvents) { return .tooFar }
        return nil
    }

    private func snapshot(_ access: RoomAccess) -> RoomSnapshot {
        let state = access.room
        return RoomSnapshot(
            room: state.room.id.rawValue > 0
                ? view(state, for: access.account)
                : RoomView(id: state.room.id.rawValue, handle: state.room.handle.text, title: state.room.title),
            head: state.head.sequence.rawValue, memberCount: state.members.count,
            members: isSmall(state) ? state.memberList.compactMap { memberView($0, in: state) } : nil)
    }

    /// Older events for readers that fell behind what the tail holds. The subscription was the permission.
    func page(_ room: RoomID, after: SequenceNumber, outlet: Int) {
        let target = outlets[outlet]
        let (names, encoders, tail) = (names, encoders, tail)
        let accepted = ports.read { reader in
            let generation = tail.generation
            let events = try? reader?.events(
                in: room.log, after: after, limit: Self.pageEvents, bytes: HistoryRange.pageBytes)
            let segments = events.map { Segment.make(from: $0, names: names, encoders: encoders) }
            if let segments { tail.prepend(segments, readAt: generation) }
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
    /// The reader knows of nothing before, and needs no snapshot.
    public var fromPresent: Bool

    public init(
        connection: ConnectionID, id: Int64, account: AccountID, room: RoomID, after: SequenceNumber?, epoch: String?,
        fromPresent: Bool = false
    ) {
        self.fromPresent = fromPresent
        self.connection = connection
        self.id = id
        self.account = account
        self.room = room
        self.after = after
        self.epoch = epoch
    }
}
