import ChatDomain
import ChatService
import ChatWire
import EventLoop
import IRCWire
import RoomStreams
import Secrets

// Saying something.
extension IRCConnection {
    /// PRIVMSG and NOTICE
    func say(_ message: IRCMessage, isNotice: Bool) {
        if let batch = message.tags["batch"] { return continueMultiline(batch, message, isNotice: isNotice) }
        let command: IRCCommand = isNotice ? .notice : .privmsg
        guard let targets = message.nonEmpty(0) else {
            return isNotice ? () : numeric(.errNoRecipient, [], "\(command.rawValue) needs a channel or a nick.")
        }
        guard let text = message[1], !text.isEmpty else {
            return isNotice ? () : numeric(.errNoTextToSend, [], "There is no text to send.")
        }
        let names =
            targets.utf8.contains(UInt8(ascii: ",")) ? targets.split(separator: ",").map(String.init) : [targets]
        guard names.count <= IRCTown.maximumTargets else {
            return numeric(.errTooManyTargets, [targets], "At most \(IRCTown.maximumTargets) at a time.")
        }
        let answered = message.tags["+draft/reply"] ?? message.tags["+reply"]
        let edited = message.tags["+draft/edit"]
        for target in names { say(text, to: target, answering: answered, editing: edited, isNotice: isNotice) }
    }

    func say(_ text: String, to target: String, answering: String?, editing: String?, isNotice: Bool) {
        if IRCService.isName(target) { return isNotice ? () : serve(text) }
        guard let caller else { return numeric(.errNotRegistered, [], registration.whatToDo) }
        do throws(Refusal) { try caller.check(.write) } catch {
            return isNotice ? () : refuse(.privmsg, [target], error)
        }
        let body: [UInt8]
        do throws(MessageBody.Fault) {
            guard let markdown = IncomingText.markdown(of: text) else {
                return isNotice
                    ? () : fail(.privmsg, "CTCP_UNSUPPORTED", [target], "Only ACTION of CTCP is passed on here.")
            }
            body = try MessageBody.make(text: Array(markdown.utf8), limit: limits.messageBytes)
        } catch {
            return isNotice ? () : refuse(.privmsg, [target], error.refusal(limit: limits.messageBytes))
        }
        lastSpoke = socket.loop.now
        withRoom(target, for: .privmsg) { connection, room in
            if let editing { return connection.edit(editing, in: room, body, target) }
            connection.send(body, to: room, target, answering, isNotice: isNotice)
            if !isNotice { connection.tellIfAway(room) }
        }
    }

    /// RPL_AWAY, where the other one of a direct conversation has said that he is not there.
    private func tellIfAway(_ room: RoomID) {
        guard let room = gateway.rooms[room], let partner = room.partner(of: account),
            let member = room.members[partner.id], member.presence == .away || member.presence == .dnd
        else { return }
        push { $0.append(town.source, .rplAway, for: nick, [partner.nick], trailing: Monitored(member).awayText) }
    }

    /// Finds the room that a target stands for; for a nick that one has no conversation with yet, one is opened.
    func withRoom(
        _ target: String, for command: IRCCommand, _ body: @escaping @Sendable (IRCConnection, RoomID) -> Void
    ) {
        if let room = roomsByName[CaseMapping.fold(target)] { return body(self, room) }
        guard let caller else { return }
        guard !target.hasPrefix("#") else {
            return numeric(
                command == .privmsg ? .errCannotSendToChan : .errNoSuchChannel, [target], "You are not in \(target).")
        }
        ask(
            as: command, about: [target],
            { service, answer in
                service.person(named: target, for: caller, answer: answer)
            }
        ) { connection, person in
            connection.ask(
                as: command, about: [target],
                { service, answer in
                    service.openDirect(with: AccountID(rawValue: person.account.id), by: caller, answer: answer)
                }
            ) { connection, view in
                let room = RoomID(rawValue: view.id)
                connection.roomsByName[CaseMapping.fold(person.account.username)] = room
                connection.enter(room, isNew: true)
                body(connection, room)
            }
        }
    }

    private func send(_ body: [UInt8], to room: RoomID, _ target: String, _ answering: String?, isNotice: Bool) {
        guard let key = gateway.makeKey() else {
            return refuse(.privmsg, [target], Refusal(.internalFault, "Nothing was sent. Try again."))
        }
        let answered = answering.flatMap { event($0, in: room) }
        let number = nextSend
        nextSend += 1
        let request = SendRequest(
            connection: id, id: number, account: account, room: room, key: key, body: body, replyTo: answered)
        pendingSends[number] = PendingSend(request: request, target: target, label: takeLabel(), isNotice: isNotice)
        gateway.sends.append(request)
    }

    /// What an id means in a room: those of other rooms, and of another life of this store, mean nothing.
    func event(_ id: String, in room: RoomID) -> SequenceNumber? {
        guard let id = MsgID(id), id.room == room, let service = gateway.service, id.epoch == EpochMark(service.epoch)
        else { return nil }
        return id.sequence
    }

    private func edit(_ id: String, in room: RoomID, _ body: [UInt8], _ target: String) {
        guard let caller, let message = event(id, in: room) else {
            return fail(.privmsg, "INVALID_MSGID", [target, id], "There is no such message.")
        }
        ask(as: .privmsg, about: [target]) { service, answer in
            service.edit(message, in: room, body: body, by: caller, answer: answer)
        }
    }

    // MARK: What became of it

    func acknowledged(_ number: Int64, _ room: RoomID, _ sequence: SequenceNumber, duplicate: Bool) {
        guard let sent = pendingSends.removeValue(forKey: number) else { return }
        if !capabilities.contains(.echoMessage) {
            except(sequence, in: room)
        } else if let label = sent.label {
            echoLabels[room, default: [:]][sequence] = label
            except(sequence, in: room)
        }
        if let label = sent.label, !capabilities.contains(.echoMessage) {
            push { lines in
                lines.tag("label", label)
                lines.append(town.source, .ack, [])
            }
        }
        resume()
    }

    /// One's own message is not for this client, or not as it is for the others.
    private func except(_ sequence: SequenceNumber, in room: RoomID) {
        guard let subscription = subscriptions.first(where: { $0.room == room }) else {
            // The conversation has just begun, and is not read yet.
            return exceptions[room, default: []].append(sequence)
        }
        gateway.streams.except(sequence, for: subscription)
    }

    func refused(_ number: Int64, _ refusal: Refusal) {
        guard var sent = pendingSends[number] else { return }
        // Whether it was stored is not known: it is sent again with the same key, which cannot double it.
        if refusal.code == .outcomeUnknown, sent.tries < Self.mostTries {
            sent.tries += 1
            sent.againAt = socket.loop.now + 1_000
            pendingSends[number] = sent
            return
        }
        pendingSends[number] = nil
        if !sent.isNotice {
            answerAside(sent.label) { $0.refuse(.privmsg, [sent.target], refusal) }
        }
        resume()
    }

    private static let mostTries = 10

    /// Once a second.
    func retrySends(now: UInt64) {
        for (number, sent) in pendingSends where sent.againAt.map({ $0 <= now }) == true {
            pendingSends[number]?.againAt = nil
            gateway.sends.append(sent.request)
        }
    }
}
