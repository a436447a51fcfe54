import ChatDomain
import ChatService
import IRCWire

// How far one has read, on all of one's devices (draft/read-marker).
extension IRCConnection {
    /// MARKREAD target, and MARKREAD target timestamp=…
    func markRead(_ message: IRCMessage) {
        guard let target = message.nonEmpty(0) else {
            return fail(.markread, "NEED_MORE_PARAMS", [], "MARKREAD needs a channel or a nick.")
        }
        var moment: Timestamp?
        if let text = message[1] {
            guard case .moment(let at) = HistoryReference(text) else {
                return fail(
                    .markread, "INVALID_PARAMS", [target, text], "A moment is timestamp=YYYY-MM-DDThh:mm:ss.sssZ.")
            }
            moment = at
        }
        find(target) { [moment] connection, found in
            switch found {
            case .conversation(let conversation): connection.mark(conversation, through: moment)
            case .nothing(let nick): connection.send { connection.append(marker: nil, of: nick, to: &$0) }
            case .nobody:
                connection.fail(
                    .markread, "INVALID_PARAMS", [target], "You are in no such room, and there is no such person.")
            }
        }
    }

    private func mark(_ conversation: Conversation, through moment: Timestamp?) {
        guard let caller else { return }
        let room = conversation.room
        if moment != nil { marking.insert(room) }
        // It is stored within a second: what the client says meanwhile does not wait.
        askAside({ service, answer in
            if let moment {
                service.mark(room, through: moment, by: caller, answer: answer)
            } else {
                service.markedMoment(in: room, for: caller, answer: answer)
            }
        }) { connection, result in
            if moment != nil { connection.marking.remove(room) }
            switch result {
            case .success(let marked):
                if let at = marked.at { connection.markers[room] = at }
                connection.send { connection.append(marker: marked.at, of: conversation.name, to: &$0) }
            case .failure(let refusal):
                connection.fail(.markread, "INTERNAL_ERROR", [conversation.name], refusal.message)
            }
        }
    }

    func append(marker: Timestamp?, of name: String, to lines: inout IRCLines) {
        lines.append(town.source, .markread, [name, marker.map { "timestamp=\(ServerTime.text($0))" } ?? "*"])
    }

    /// One's marker has moved, on some device.
    func takeMarker(in room: RoomID) {
        guard let caller, capabilities.contains(.readMarker) else { return }
        inquire({ service, answer in
            service.markedMoment(in: room, for: caller, answer: answer)
        }) { connection, result in
            guard let at = (try? result.get())?.at, let known = connection.gateway.rooms[room],
                let conversation = Conversation(known, for: connection.account)
            else { return }
            // On IRC it only ever goes on: who marks something as unread does so for his other clients.
            if connection.marking.contains(room) { return }
            if let told = connection.markers[room], told >= at { return }
            connection.markers[room] = at
            connection.push { connection.append(marker: at, of: conversation.name, to: &$0) }
        }
    }
}
