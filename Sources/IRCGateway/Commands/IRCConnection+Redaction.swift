import ChatDomain
import ChatService
import ChatWire
import IRCWire

// REDACT: deleting a message, or taking a reaction back (draft/message-redaction).
extension IRCConnection {
    /// REDACT target msgid :reason. The reason is for the audit log, where a moderator deletes.
    func redact(_ message: IRCMessage) {
        guard let caller, let target = message[0], let id = message[1] else { return }
        let reason = message.nonEmpty(2)
        find(target) { connection, found in
            guard case .conversation(let conversation) = found else {
                return connection.fail(.redact, "INVALID_TARGET", [target], "You are not in \(target).")
            }
            let room = conversation.room
            guard let place = connection.event(id, in: room) else {
                return connection.refuseRedaction(of: id, in: target)
            }
            let range = HistoryRange(anchor: .after(SequenceNumber(place.rawValue - 1)), limit: 1)
            connection.ask({ service, answer in
                service.history(of: room, range, for: caller, answer: answer)
            }) { connection, result in
                guard case .success(let page) = result, let event = page.events.first, event.sequence == place else {
                    return connection.refuseRedaction(of: id, in: target)
                }
                connection.redact(event, reason: reason, in: target, id)
            }
        }
    }

    private func redact(_ event: Event, reason: String?, in target: String, _ id: String) {
        guard let caller else { return }
        let question: (ChatService, @escaping Answer<Void>) -> Void
        switch EventContent(event) {
        // What shows the new text of a message stands for the message.
        case .message, .erased, .edited:
            question = { service, answer in
                service.delete(
                    event.message ?? event.sequence, in: event.room, reason: reason, by: caller, answer: answer)
            }
        case .reacted(let number, let emoji):
            guard event.author == caller.account else {
                return fail(.redact, "REDACT_FORBIDDEN", [target, id], "Only who reacted may take that back.")
            }
            question = { service, answer in
                service.react(
                    to: SequenceNumber(number), in: event.room, with: emoji, isOn: false, by: caller, answer: answer)
            }
        default: return refuseRedaction(of: id, in: target)
        }
        ask(question) { connection, result in
            guard case .failure(let refusal) = result else { return }
            switch refusal.code {
            case .messageUnknown, .messageGone: connection.refuseRedaction(of: id, in: target)
            case .notAllowed, .notAMember, .roomArchived, .muted, .banned:
                connection.fail(.redact, "REDACT_FORBIDDEN", [target, id], refusal.message)
            default: connection.refuse(.redact, [target, id], refusal)
            }
        }
    }

    private func refuseRedaction(of id: String, in target: String) {
        fail(.redact, "UNKNOWN_MSGID", [target, id], "There is no such message in \(target).")
    }
}
