import ChatDomain
import ChatService
import ChatText
import ChatWire
import IRCWire

// About messages. MESSAGE is a msgid, or a #channel or nick for the last one there.
extension IRCService {
    static let messages = [
        ServiceCommand(
            name: "reply", arguments: "MESSAGE TEXT", about: "answer a message",
            details: [whichMessage], work: .needs(.write) { $0.serveReply(&$1, $2, inThread: false) }),
        ServiceCommand(
            name: "thread", arguments: "MESSAGE TEXT", about: "answer in the message's thread",
            details: [whichMessage], work: .needs(.write) { $0.serveReply(&$1, $2, inThread: true) }),
        ServiceCommand(
            name: "edit", arguments: "MESSAGE TEXT", about: "change the text of your message",
            details: [whichOwnMessage], work: .needs(.write) { $0.serveEdit(&$1, $2) }),
        ServiceCommand(
            name: "delete", arguments: "MESSAGE [REASON]", about: "delete your message, or as a moderator another's",
            details: [whichOwnMessage], work: .needs(.write) { $0.serveDelete(&$1, $2) }),
        ServiceCommand(
            name: "react", arguments: "MESSAGE EMOJI", about: "react to a message",
            details: [whichMessage], work: .needs(.write) { $0.serveReact(&$1, $2, isOn: true) }),
        ServiceCommand(
            name: "unreact", arguments: "MESSAGE EMOJI", about: "take a reaction back",
            details: [whichMessage], work: .needs(.write) { $0.serveReact(&$1, $2, isOn: false) }),
        ServiceCommand(
            name: "poll", arguments: "#CHANNEL QUESTION | ANSWER | ANSWER…", about: "ask people to vote",
            work: .needs(.write) { $0.servePoll(&$1, $2) }),
        ServiceCommand(
            name: "vote", arguments: "MESSAGE NUMBER…", about: "vote in a poll",
            details: [
                "MESSAGE is a msgid, or a #channel for the last poll there. The numbers are those before the answers."
            ],
            work: .needs(.write) { $0.serveVote(&$1, $2) }),
        ServiceCommand(
            name: "pin", arguments: "MESSAGE", about: "pin a message to its room",
            details: [whichMessage], work: .needs(.write) { $0.servePin(&$1, $2, isOn: true) }),
        ServiceCommand(
            name: "unpin", arguments: "MESSAGE", about: "take a pin away",
            details: [whichMessage], work: .needs(.write) { $0.servePin(&$1, $2, isOn: false) }),
        ServiceCommand(
            name: "save", arguments: "MESSAGE", about: "keep a message for yourself",
            details: [whichMessage], work: .needs(.write) { $0.serveSave(&$1, $2, isOn: true) }),
        ServiceCommand(
            name: "unsave", arguments: "MESSAGE", about: "keep it no more",
            details: [whichMessage], work: .needs(.write) { $0.serveSave(&$1, $2, isOn: false) }),
        ServiceCommand(
            name: "report", arguments: "MESSAGE REASON", about: "tell the moderators of a message",
            details: [whichMessage], work: .needs(.write) { $0.serveReport(&$1, $2) }),
        ServiceCommand(
            name: "search", arguments: "WORDS", about: "find messages: the first ten, with their ids",
            details: ["from:NICK, in:#CHANNEL and \"words in a row\" narrow it, as everywhere in Roost."],
            work: .needs(.read) { $0.serveSearch(&$1, $2) }),
    ]

    private static let whichMessage = "MESSAGE is a msgid, or a #channel or nick for the last message there."
    private static let whichOwnMessage = "MESSAGE is a msgid, or a #channel or nick for your last message there."
    static let mostHits = 10
}

/// Which of the latest messages is meant where a room is named.
private enum Meant: Sendable {
    case latest, own, poll

    func fits(_ line: LineView, _ account: AccountID) -> Bool {
        guard line.event.kind == .message, line.now?.deletion == nil else { return false }
        switch self {
        case .latest: return true
        case .own: return line.event.author == account
        case .poll: return MessageContent(body: line.event.body)?.poll != nil
        }
    }
}

extension IRCConnection {
    /// How far back a message is looked for that is named by its room.
    private static let mostLooked = 100

    private func withMessage(
        _ word: String, _ meant: Meant, _ caller: Caller,
        _ body: @escaping @Sendable (IRCConnection, RoomID, SequenceNumber) -> Void
    ) {
        if let id = MsgID(word) {
            guard let epoch = gateway.service?.epoch, id.epoch == EpochMark(epoch) else {
                return tell("There is no message \(word).")
            }
            return body(self, id.room, id.sequence)
        }
        guard let room = roomsByName[CaseMapping.fold(word)] else {
            return tell("\(word) is no msgid, and no channel or conversation that you are in.")
        }
        let range = HistoryRange(anchor: .latest, limit: Self.mostLooked)
        request({ service, answer in
            service.lines(.messages, of: room, range, for: caller, answer: answer)
        }) { connection, page in
            guard let found = page.lines.last(where: { meant.fits($0, caller.account) }) else {
                return connection.tell("There is no such message in \(word) lately. Name it by its msgid.")
            }
            body(connection, room, found.event.sequence)
        }
    }

    /// - Returns: nil where it can be no message, which is told.
    private func body(_ text: String) -> [UInt8]? {
        do throws(MessageBody.Fault) {
            return try MessageBody.make(text: Array(text.utf8), limit: limits.messageBytes)
        } catch {
            tell(error.refusal(limit: limits.messageBytes).message)
            return nil
        }
    }

    fileprivate func serveReply(_ words: inout ServiceWords, _ caller: Caller, inThread: Bool) -> Bool {
        guard let word = words.next(), !words.rest.isEmpty else { return false }
        guard let body = body(words.rest), let key = gateway.makeKey() else { return true }
        withMessage(word, .latest, caller) { connection, room, message in
            let new = NewMessage(
                key: key, body: body, thread: inThread ? message : nil, replyTo: inThread ? nil : message)
            connection.request({ service, answer in
                service.post(to: room, new, by: caller, answer: answer)
            }) { _, _ in }
        }
        return true
    }

    fileprivate func serveEdit(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let word = words.next(), !words.rest.isEmpty else { return false }
        guard let body = body(words.rest) else { return true }
        withMessage(word, .own, caller) { connection, room, message in
            connection.request({ service, answer in
                service.edit(message, in: room, body: body, by: caller, answer: answer)
            }) { connection, _ in connection.tell("Edited.") }
        }
        return true
    }

    fileprivate func serveDelete(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let word = words.next() else { return false }
        let reason = words.rest.isEmpty ? nil : words.rest
        withMessage(word, .own, caller) { connection, room, message in
            connection.request({ service, answer in
                service.delete(message, in: room, reason: reason, by: caller, answer: answer)
            }) { connection, _ in connection.tell("Deleted.") }
        }
        return true
    }

    fileprivate func serveReact(_ words: inout ServiceWords, _ caller: Caller, isOn: Bool) -> Bool {
        guard let word = words.next(), let emoji = words.next() else { return false }
        withMessage(word, .latest, caller) { connection, room, message in
            connection.request({ service, answer in
                service.react(to: message, in: room, with: emoji, isOn: isOn, by: caller, answer: answer)
            }) { connection, _ in connection.tell(isOn ? "You reacted with \(emoji)." : "You took \(emoji) back.") }
        }
        return true
    }

    fileprivate func servePoll(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let name = words.next() else { return false }
        let parts = words.rest.split(separator: "|").map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
        guard parts.count > 2 else { return false }
        guard let room = roomsByName[CaseMapping.fold(name)] else {
            tell("You are not in \(name).")
            return true
        }
        guard let body = body(parts[0]), let key = gateway.makeKey() else { return true }
        let new = NewMessage(key: key, body: body, poll: MessageContent.Poll(options: Array(parts.dropFirst())))
        request({ service, answer in service.post(to: room, new, by: caller, answer: answer) }) { _, _ in }
        return true
    }

    fileprivate func serveVote(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let word = words.next() else { return false }
        let numbers = words.rest.split { $0 == " " || $0 == "," }.map { Int($0) }
        let options = numbers.compactMap { $0 }.filter { $0 > 0 }.map { $0 - 1 }
        guard !options.isEmpty, options.count == numbers.count else { return false }
        withMessage(word, .poll, caller) { connection, room, message in
            connection.request({ service, answer in
                service.vote(on: message, in: room, for: options, by: caller, answer: answer)
            }) { connection, _ in connection.tell("You voted.") }
        }
        return true
    }

    fileprivate func servePin(_ words: inout ServiceWords, _ caller: Caller, isOn: Bool) -> Bool {
        guard let word = words.next() else { return false }
        withMessage(word, .latest, caller) { connection, room, message in
            connection.request({ service, answer in
                service.pin(message, in: room, isOn: isOn, by: caller, answer: answer)
            }) { connection, _ in connection.tell(isOn ? "Pinned." : "The pin is gone.") }
        }
        return true
    }

    fileprivate func serveSave(_ words: inout ServiceWords, _ caller: Caller, isOn: Bool) -> Bool {
        guard let word = words.next() else { return false }
        withMessage(word, .latest, caller) { connection, room, message in
            connection.request({ service, answer in
                service.save(message, in: room, isOn: isOn, by: caller, answer: answer)
            }) { connection, _ in connection.tell(isOn ? "Saved." : "It is kept no more.") }
        }
        return true
    }

    fileprivate func serveReport(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard let word = words.next(), !words.rest.isEmpty else { return false }
        let reason = words.rest
        withMessage(word, .latest, caller) { connection, room, message in
            let report = NewReport(room: room, message: message, person: nil, reason: reason)
            connection.request({ service, answer in
                service.report(report, by: caller, answer: answer)
            }) { connection, number in connection.tell("Thank you. The moderators see it as report \(number).") }
        }
        return true
    }

    fileprivate func serveSearch(_ words: inout ServiceWords, _ caller: Caller) -> Bool {
        guard !words.rest.isEmpty else { return false }
        let wanted = FindRequest(
            text: words.rest, order: .newest, cursor: nil, limit: IRCService.mostHits, zone: nil, room: nil)
        request({ service, answer in service.find(wanted, for: caller, answer: answer) }) { connection, found in
            guard !found.hits.isEmpty, let epoch = connection.gateway.service?.epoch else {
                return connection.tell("Nothing was found.")
            }
            for hit in found.hits.map(\.hit) {
                let id = MsgID(room: hit.room, sequence: hit.sequence, epoch: EpochMark(epoch))
                let author = connection.gateway.service?.names.names(of: [hit.author]).first?.username ?? "?"
                let place = connection.roomsByName.first { $0.value == hit.room }?.key ?? "?"
                connection.tell("\(id) \(place) <\(author)> \(PlainText.excerpt(of: hit.text, limit: 200))")
            }
        }
        return true
    }
}
