import ChatDomain
import ChatService
import EventLoop
import IRCWire

// CHATHISTORY: what was said before (draft/chathistory).
extension IRCConnection {
    func chatHistory(_ message: IRCMessage) {
        let request: HistoryRequest
        do throws(HistoryRequest.Fault) {
            request = try HistoryRequest(message.parameters)
        } catch {
            return standardReply(error.reply)
        }
        let limit = min(request.limit, limits.historyPage)
        switch request.subject {
        case .targets(let first, let second): showTargets(first, second, limit: limit)
        case .messages(let target, let range):
            find(target) { connection, found in
                switch found {
                case .conversation(let conversation):
                    connection.show(range, of: conversation, limit, request.subcommand)
                case .nothing(let nick): connection.send(batch: ["chathistory", nick]) { _ in [] }
                case .nobody:
                    connection.fail(
                        .chathistory, "INVALID_TARGET", [request.subcommand, target],
                        "You are in no such room, and there is no such person.")
                }
            }
        }
    }

    private func show(
        _ range: HistoryRequest.Range, of conversation: Conversation, _ limit: Int, _ subcommand: String
    ) {
        for reference in range.references where !isKnown(reference, in: conversation.room) {
            return fail(
                .chathistory, "MESSAGE_ERROR", [subcommand, conversation.name],
                "There is no such message in \(conversation.name).")
        }
        let refused = { @Sendable (connection: IRCConnection, refusal: Refusal) in
            connection.fail(.chathistory, "MESSAGE_ERROR", [subcommand, conversation.name], refusal.message)
        }
        let show = { @Sendable (connection: IRCConnection, lines: [PastLines]) in
            connection.send(batch: ["chathistory", conversation.name]) { _ in lines.flatMap(\.bytes) }
        }
        switch range {
        case .latest(let since):
            walk(conversation, from: .latest, isBackward: true, end: since, limit, refused, show)
        case .before(let place):
            walk(conversation, from: before(place), isBackward: true, limit, isByTime: place.isMoment, refused, show)
        case .after(let place):
            walk(conversation, from: after(place), isBackward: false, limit, isByTime: place.isMoment, refused, show)
        case .around(let place):
            walk(conversation, from: before(place), isBackward: true, limit / 2, isByTime: false, refused) {
                connection, older in
                connection.walk(
                    conversation, from: connection.from(place), isBackward: false, limit - older.count, isByTime: false,
                    refused
                ) { show($0, older + $1) }
            }
        case .between(let first, let second):
            compare(first, second, in: conversation.room, refused) { connection, isForward in
                connection.walk(
                    conversation, from: isForward ? connection.after(first) : connection.before(first),
                    isBackward: !isForward, end: second, limit, isByTime: first.isMoment, refused, show)
            }
        }
    }

    /// Whether the reference can mean an event of the room: ids are of this room, and of this store's life.
    private func isKnown(_ reference: HistoryReference, in room: RoomID) -> Bool {
        switch reference {
        case .moment: true
        case .unknownMessage: false
        case .message(let id): event(id.description, in: room) != nil
        }
    }

    private func before(_ place: HistoryReference) -> HistoryRange.Anchor {
        switch place {
        case .message(let id): .before(id.sequence)
        case .moment(let moment): .beforeMoment(moment)
        case .unknownMessage: .latest
        }
    }

    private func after(_ place: HistoryReference) -> HistoryRange.Anchor {
        switch place {
        case .message(let id): .after(id.sequence)
        case .moment(let moment): .afterMoment(moment)
        case .unknownMessage: .latest
        }
    }

    /// The same with the place itself.
    private func from(_ place: HistoryReference) -> HistoryRange.Anchor {
        switch place {
        case .message(let id): .after(SequenceNumber(id.sequence.rawValue - 1))
        case .moment(let moment): .afterMoment(Timestamp(milliseconds: moment.rawValue - 1))
        case .unknownMessage: .latest
        }
    }

    /// Whether the first comes before the second.
    private func compare(
        _ first: HistoryReference, _ second: HistoryReference, in room: RoomID,
        _ refused: @escaping @Sendable (IRCConnection, Refusal) -> Void,
        then: @escaping @Sendable (IRCConnection, Bool) -> Void
    ) {
        guard let caller else { return }
        switch (first, second) {
        case (.message(let one), .message(let other)): then(self, one.sequence <= other.sequence)
        case (.moment(let one), .moment(let other)): then(self, one <= other)
        case (.message(let id), .moment(let moment)), (.moment(let moment), .message(let id)):
            ask({ service, answer in
                service.time(of: id.sequence, in: room, for: caller, answer: answer)
            }) { connection, result in
                switch result {
                case .success(let at): then(connection, first.isMoment ? moment <= at : at <= moment)
                case .failure(let refusal): refused(connection, refusal)
                }
            }
        default: then(self, true)
        }
    }

    // MARK: Reading

    private func walk(
        _ conversation: Conversation, from anchor: HistoryRange.Anchor, isBackward: Bool, end: HistoryReference? = nil,
        _ limit: Int, isByTime: Bool = true, _ refused: @escaping @Sendable (IRCConnection, Refusal) -> Void,
        _ then: @escaping @Sendable (IRCConnection, [PastLines]) -> Void
    ) {
        guard let context = context(of: conversation),
            let writer = historyLines(of: context, batch: capabilities.contains(.batch) ? Self.batchReference : nil)
        else { return }
        let walk = HistoryWalk(
            from: anchor, isBackward: isBackward, end: end, limit: limit, hasWholeMoments: isByTime,
            mostBytes: limits.outboundBytes / 2)
        goOn(walk, conversation.room, LoopBound(writer, on: socket.loop), refused, then)
    }

    private func goOn(
        _ walk: HistoryWalk, _ room: RoomID, _ writer: LoopBound<HistoryLines>,
        _ refused: @escaping @Sendable (IRCConnection, Refusal) -> Void,
        _ then: @escaping @Sendable (IRCConnection, [PastLines]) -> Void
    ) {
        guard !walk.isDone, let caller else { return then(self, walk.lines) }
        let most = limits.historyPage
        let range = walk.page(atMost: most)
        let take = { @Sendable (connection: IRCConnection, page: Result<[PastLines], Refusal>) in
            switch page {
            case .success(let lines):
                var walk = walk
                walk.take(lines, most: most)
                connection.goOn(walk, room, writer, refused, then)
            // Fewer than asked for are better than none.
            case .failure where !walk.lines.isEmpty: then(connection, walk.lines)
            case .failure(let refusal): refused(connection, refusal)
            }
        }
        if capabilities.contains(.eventPlayback) {
            ask({ service, answer in
                service.history(of: room, range, for: caller, answer: answer)
            }) { take($0, $1.map(writer.value.events)) }
        } else {
            ask({ service, answer in
                service.lines(.messages, of: room, range, for: caller, answer: answer)
            }) { take($0, $1.map(writer.value.messages)) }
        }
    }
}

extension HistoryReference {
    fileprivate var isMoment: Bool { if case .moment = self { true } else { false } }
}

extension HistoryRequest.Range {
    fileprivate var references: [HistoryReference] {
        switch self {
        case .before(let place), .after(let place), .around(let place): [place]
        case .latest(let since): since.map { [$0] } ?? []
        case .between(let first, let second): [first, second]
        }
    }
}
