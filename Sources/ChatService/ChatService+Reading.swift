public import ChatDomain
public import ChatWire

// How far people have read, and of what they are notified.
extension ChatService {
    /// - Parameter back: also backwards, to have something unread again.
    public func mark(
        _ room: RoomID, through sequence: SequenceNumber, back: Bool, by caller: Caller,
        answer: @escaping Answer<MarkerView>
    ) {
        run { $0.mark(caller, room, to: sequence, back: back, answer: answer) }
    }

    /// Up to the last event that is not newer than a moment. The answer, when it is stored, tells where the marker is then.
    public func mark(
        _ room: RoomID, through moment: Timestamp, by caller: Caller, answer: @escaping Answer<MarkedMoment>
    ) {
        run { $0.mark(room, through: moment, by: caller, answer: answer) }
    }

    public func markedMoment(in room: RoomID, for caller: Caller, answer: @escaping Answer<MarkedMoment>) {
        run { $0.markedMoment(room, for: caller, answer: answer) }
    }

    /// When an event happened that the caller may read.
    public func time(
        of sequence: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<Timestamp>
    ) {
        run { $0.time(of: sequence, in: room, for: caller, answer: answer) }
    }

    /// The caller's rooms in which something was said after `from` and before `to`, the one with the latest message first.
    public func activity(
        of caller: Caller, from: Timestamp, to: Timestamp, limit: Int, answer: @escaping Answer<[RoomActivity]>
    ) {
        run { $0.activity(of: caller, from: from, to: to, limit: limit, answer: answer) }
    }

    public func unread(for caller: Caller, answer: @escaping Answer<[UnreadView]>) {
        run { $0.unread(caller, answer: answer) }
    }

    public func markers(of caller: Caller, after version: Int64, answer: @escaping Answer<[MarkerView]>) {
        run { $0.changedMarkers(caller, after: version, answer: answer) }
    }

    public func receipts(in room: RoomID, for caller: Caller, answer: @escaping Answer<[ReceiptView]>) {
        run { $0.receipts(caller, room, answer: answer) }
    }

    /// - Parameter room: nil for what holds everywhere else.
    public func notificationSetting(
        of caller: Caller, in room: RoomID?, answer: @escaping Answer<NotificationView>
    ) {
        run { $0.notificationSetting(caller, room: room, answer: answer) }
    }

    public func setNotification(
        of caller: Caller, in room: RoomID?, level: NotificationLevel?, mutedUntil: Timestamp?, quiet: QuietHours?,
        answer: @escaping Answer<NotificationView>
    ) {
        run {
            $0.setNotification(
                caller, room: room, level: level, mutedUntil: mutedUntil, quiet: quiet, answer: answer)
        }
    }

    public func explainNotification(
        of message: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<NotificationReason>
    ) {
        run { $0.explain(caller, room, message, answer: answer) }
    }

    public func notices(
        for caller: Caller, before number: Int64?, limit: Int, answer: @escaping Answer<[NoticeView]>
    ) {
        run { $0.notices(caller, before: number, limit: limit, answer: answer) }
    }

    // MARK: From the live stream. Only refusals are answered.

    public func markRead(
        _ connection: ConnectionID, _ caller: Caller, _ room: RoomID, through sequence: SequenceNumber
    ) {
        run { core in
            let service = core.ports.service
            core.mark(caller, room, to: sequence, back: false) { result in
                guard case .failure(let refusal) = result else { return }
                service(
                    .run {
                        $0.tell(connection, .refused(connection: connection, id: nil, refusal: refusal, send: false))
                    })
            }
        }
    }

    public func typing(_ connection: ConnectionID, _ caller: Caller, _ room: RoomID) {
        run { core in
            do throws(Refusal) {
                try core.checkRate(caller.account)
                try core.typing(caller, room)
            } catch {
                core.tell(connection, .refused(connection: connection, id: nil, refusal: error, send: false))
            }
        }
    }
}
