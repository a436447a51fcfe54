import ChatDomain
import ChatStore
import ChatWire
import UnicodeText

/// A message that was just committed.
struct SettledMessage: Sendable {
    var log: LogID
    var author: AccountID
    var sequence: SequenceNumber
}

/// Whom a message that was just committed concerns.
struct SettledNotice: Sendable {
    var message: SettledMessage
    var reason: NoticeReason
    var addressees: [NoticeAddressee]
}

/// The last decisions, so that "why" has the answer that was given and not one of today's settings.
struct DecisionBook {
    struct Key: Hashable {
        var account: AccountID
        var room: RoomID
        var sequence: SequenceNumber
    }

    private var decisions: [Key: NotificationReason] = [:]
    private var order: [Key] = []
    private var next = 0
    private static let size = 20_000

    subscript(_ key: Key) -> NotificationReason? { decisions[key] }

    /// The first decision holds.
    mutating func decide(_ key: Key, _ reason: NotificationReason) {
        guard decisions[key] == nil else { return }
        decisions[key] = reason
        if order.count < Self.size { return order.append(key) }
        decisions[order[next]] = nil
        order[next] = key
        next = (next + 1) % Self.size
    }
}

extension ServiceCore {
    /// Decides for everyone whom new messages may concern, and tells those who are there.
    func notify(of messages: [SettledMessage], _ notices: [SettledNotice]) {
        // Mentions first: they are the better reason.
        for notice in notices {
            guard let room = directory.rooms[RoomID(notice.message.log)] else { continue }
            for addressee in notice.addressees {
                switch addressee {
                case .account(let account):
                    notify(account, of: notice.message, in: room, notice.reason == .reply ? .reply : .mention)
                case .everyone:
                    for account in room.members.keys where connectionsOf[account] != nil {
                        notify(account, of: notice.message, in: room, .everyone)
                    }
                }
            }
        }
        // Messages of one room stand side by side, and few rooms have anybody who wants them all.
        var (log, room, wanting): (LogID?, RoomState?, [AccountID]) = (nil, nil, [])
        for message in messages {
            if message.log != log {
                (log, room) = (message.log, directory.rooms[RoomID(message.log)])
                wanting = room.map(wantingAll) ?? []
            }
            guard let room, !wanting.isEmpty else { continue }
            for account in wanting where connectionsOf[account] != nil {
                notify(account, of: message, in: room, .levelAll)
            }
        }
    }

    private func notify(
        _ account: AccountID, of message: SettledMessage, in room: RoomState, _ wanted: NotificationReason
    ) {
        let key = DecisionBook.Key(account: account, room: room.room.id, sequence: message.sequence)
        guard decisions[key] == nil else { return }
        let reason = reason(for: account, message.author, in: room, wanted, at: ports.now())
        decisions.decide(key, reason)
        guard reason.notifies, let author = directory.accounts[message.author] else { return }
        let news = News(
            room: room.room.id, what: .notify(message.sequence),
            json: LiveAnswer.notify(
                room: room.room.id, sequence: message.sequence, by: AccountView(author), reason: reason.rawValue))
        for connection in connectionsOf[account] ?? [] { tell(connection, .toOne(connection, news)) }
    }

    /// The one rule. - Parameter wanted: what speaks for notifying; nil when nothing does but the level.
    func reason(
        for account: AccountID, _ author: AccountID, in room: RoomState, _ wanted: NotificationReason?,
        at now: Timestamp
    ) -> NotificationReason {
        guard author != account else { return .ownMessage }
        guard room.isMember(account) else { return .notAMember }
        guard directory.blocks[account.rawValue, author.rawValue] == nil else { return .blocked }
        let own = directory.notifications[account.rawValue, room.room.id.rawValue]
        let general = directory.notifications[account.rawValue]
        if let until = own?.mutedUntil, until > now.rawValue { return .roomMuted }
        let level = level(own, general, in: room)
        if level == .none { return .levelNone }
        let isAddressed = wanted != nil && wanted != .levelAll
        if level == .mentions, !isAddressed { return .levelMentions }
        if let until = general?.mutedUntil, until > now.rawValue { return .doNotDisturb }
        if general?.quiet?.contains(now) == true { return .quietHours }
        return wanted ?? .levelAll
    }

    private func level(
        _ own: NotificationSetting?, _ general: NotificationSetting?, in room: RoomState
    ) -> NotificationLevel {
        own?.level ?? general?.level ?? (room.settings.kind == .channel ? .mentions : .all)
    }

    /// Members who want all of a room's messages: known for each room, so that a message asks for few.
    private func wantingAll(_ room: RoomState) -> [AccountID] {
        if let known = room.wantingAll { return known }
        let found = room.members.keys.filter { account in
            let own = directory.notifications[account.rawValue, room.room.id.rawValue]
            return level(own, directory.notifications[account.rawValue], in: room) == .all
        }
        room.wantingAll = found
        return found
    }

    // MARK: Asked for

    func notificationSetting(_ caller: Caller, room: RoomID?, answer: Answer<NotificationView>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            if let room { _ = try directory.access(caller.account, to: room) }
            let setting = directory.notifications[caller.account.rawValue, room?.rawValue ?? 0]
            answer(.success(view(setting ?? NotificationSetting(), in: room)))
        } catch {
            answer(.failure(error))
        }
    }

    /// Sets what somebody wants to be notified of, in a room or everywhere else.
    func setNotification(
        _ caller: Caller, room: RoomID?, level: NotificationLevel?, mutedUntil: Timestamp?, quiet: QuietHours?,
        answer: @escaping Answer<NotificationView>
    ) {
        decide(for: caller, answer: answer) { core throws(Refusal) in
            if let room { _ = try core.directory.access(caller.account, to: room) }
            if let zone = quiet?.zone, !TimeZones.isKnown(zone) {
                throw Refusal(.badRequest, "There is no time zone \(zone). Give a name like Europe/Vienna.")
            }
            let setting = NotificationSetting(level: level, mutedUntil: mutedUntil?.rawValue, quiet: quiet)
            let view = core.view(setting, in: room)
            guard core.directory.notifications[caller.account.rawValue, room?.rawValue ?? 0] != setting else {
                return .done(view)
            }
            let news = core.tell(caller.account, .changed) {
                $0.topic = "notifications"
                $0.room = room?.rawValue
            }
            return .commit(
                CommitUnit(
                    appends: [news],
                    changes: [setting.put(owner: caller.account.rawValue, item: room?.rawValue ?? 0)])
            ) { _, _ in view }
        }
    }

    private func view(_ setting: NotificationSetting, in room: RoomID?) -> NotificationView {
        var view = NotificationView(level: setting.level?.rawValue, mutedUntil: setting.mutedUntil)
        if let quiet = setting.quiet {
            view.quiet = NotificationView.Quiet(from: quiet.from, to: quiet.to, zone: quiet.zone)
        }
        if let state = room.flatMap({ directory.rooms[$0] }) {
            view.usual = (state.settings.kind == .channel ? NotificationLevel.mentions : .all).rawValue
        }
        return view
    }

    /// Whether a message notified the caller, and why or why not.
    func explain(
        _ caller: Caller, _ room: RoomID, _ sequence: SequenceNumber, answer: @escaping Answer<NotificationReason>
    ) {
        let service = ports.service
        do throws(Refusal) {
            try checkRate(caller.account)
            let access = try directory.access(caller.account, to: room)
            try access.checkReadable(sequence)
            let key = DecisionBook.Key(account: caller.account, room: room, sequence: sequence)
            if let decided = decisions[key] { return answer(.success(decided)) }
            let log = access.log
            try onReader { (reader) throws(StoreError) in
                (
                    try reader.event(in: log, at: sequence),
                    try reader.notice(for: [.account(caller.account), .everyone], in: log, at: sequence)
                )
            } then: { result in
                service(
                    .run { core in
                        answer(
                            result.flatMap { event, notice in core.reason(caller, event, notice) })
                    })
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func reason(_ caller: Caller, _ event: Event?, _ notice: Notice?) -> Result<NotificationReason, Refusal> {
        guard let event, event.kind == .message, let room = directory.rooms[event.room] else {
            return .failure(.messageUnknown)
        }
        guard !event.body.isEmpty else { return .success(.deleted) }
        let wanted: NotificationReason? =
            switch notice?.addressee {
            case nil: nil
            case .everyone: .everyone
            case .account: notice?.reason == .reply ? .reply : .mention
            }
        return .success(reason(for: caller.account, event.author, in: room, wanted, at: event.at))
    }

    /// What mentions or answers the caller, newest first.
    func notices(
        _ caller: Caller, before number: Int64?, limit: Int, answer: @escaping Answer<[NoticeView]>
    ) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            var floors: [LogID: SequenceNumber] = [:]
            for room in core.directory.roomsOf[caller.account, default: []] {
                guard let access = try? core.directory.access(caller.account, to: room) else { continue }
                // Of what is said to everyone, only what was said since he came.
                floors[room.log] = max(access.floor, access.room.members[caller.account] ?? .zero)
            }
            let (readable, names) = (floors, core.names)
            return { (reader) throws(StoreError) in
                var views: [NoticeView] = []
                var place = number
                // Those that are not for him any more make no page shorter: an empty one is the end.
                while views.count < limit {
                    let own = try reader.notices(for: .account(caller.account), before: place, limit: limit)
                    let all = try reader.notices(for: .everyone, before: place, limit: limit)
                    let next = (own + all).sorted { $0.number > $1.number }.prefix(limit)
                    for notice in next where views.count < limit {
                        guard let floor = readable[notice.log], notice.sequence > floor,
                            let event = try reader.event(in: notice.log, at: notice.sequence), !event.body.isEmpty,
                            event.author != caller.account
                        else { continue }
                        views.append(Self.view(notice, event, names))
                    }
                    guard next.count == limit, let last = next.last?.number else { break }
                    place = last
                }
                return views
            }
        }
    }

    private static func view(_ notice: Notice, _ event: Event, _ names: NameBook) -> NoticeView {
        var json: [UInt8] = []
        EventJSON.append(event, author: names.authors(of: [event]).first?.displayName ?? "", live: false, to: &json)
        let reason = notice.addressee == .everyone ? "everyone" : notice.reason == .reply ? "reply" : "mention"
        return NoticeView(number: notice.number, reason: reason, event: json)
    }
}
