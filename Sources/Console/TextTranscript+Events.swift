import ChatDomain
public import ChatWire

/// What happens in a room, each event as a line or a few.
extension TextTranscript {
    mutating func event(_ event: EventView) -> [String] {
        // What an event is about is told as it was before.
        defer { memory.take(event) }
        let time = LocalTime(milliseconds: event.at)
        var lines: [String] = []
        if time.day != day {
            day = time.day
            lines.append(styled(rule(time.day), .dim))
        }
        let clock = styled(time.clock, .dim) + " "
        switch event.content {
        case .message where folded.contains(event.by.id):
            let start = number(event.seq) + " " + TerminalText.line(event.by.name) + "  "
            return lines + [clock + styled(start + "(you block him; /show \(number(event.seq)) shows it)", .dim)]
        case .message(let content): return lines + message(event, content, clock: time.clock)
        case .erased where event.kind == "message":
            let start = number(event.seq) + " " + TerminalText.line(event.by.name) + "  "
            return lines + [clock + styled(start + "(deleted)", .dim)]
        case let content:
            guard let words = words(content, by: TerminalText.line(event.by.name)) else { return [] }
            let text = TerminalText.block(words)
            return lines
                + wrap(text, after: clock, width: 6, indent: "      ").enumerated().map { place, line in
                    place == 0 ? clock + styled(String(line.dropFirst(clock.count)), .dim) : styled(line, .dim)
                }
        }
    }

    private func number(_ seq: Int64) -> String { "#\(seq)" }

    // MARK: Messages

    private func message(_ event: EventView, _ content: MessageContent, clock: String) -> [String] {
        let author = TerminalText.line(event.by.name)
        let isCalled =
            event.by.id != own && (own.map { content.mentions.contains($0) } ?? false || content.mentionsAll)
        let aside = aside(event, content)
        let who = styled(author, event.by.id == own ? .own : isCalled ? .calling : .bold)
        let start = styled("\(clock) \(number(event.seq))", .dim) + " " + who + faint(aside) + "  "
        let width = 6 + number(event.seq).count + 1 + TerminalText.width(author + aside) + 2
        var text = TerminalText.block(content.text)
        if event.now.map({ $0.edits > 0 }) ?? false { text += " (edited)" }
        var lines = wrap(text, after: start, width: width, indent: "      ")
        if let poll = content.poll { lines += self.poll(poll, event.now?.poll, event.seq) }
        if let now = event.now { lines += became(now, event.seq) }
        return lines
    }

    /// Whom it answers, and where it comes from.
    private func aside(_ event: EventView, _ content: MessageContent) -> String {
        var aside = ""
        if let answered = content.replyTo {
            let name = event.quote?.authorName ?? memory.message(answered)?.authorName
            aside += " → " + (name.map { TerminalText.line($0) + " " } ?? "") + number(answered)
        }
        if let root = event.subject { aside += " in thread \(number(root))" }
        if let source = content.forwarded {
            let title = source.roomTitle.map { ", \(TerminalText.line($0))" } ?? ""
            aside += " (from \(TerminalText.line(source.byName))\(title))"
        }
        return aside
    }

    private func poll(_ poll: MessageContent.Poll, _ results: CurrentMessage.Results?, _ seq: Int64) -> [String] {
        var lines = poll.options.enumerated().flatMap { place, option -> [String] in
            var text = "      \(place + 1)  " + TerminalText.line(option)
            if let results, place < results.options.count { text += "  \(results.options[place].count)" }
            if results?.mine.contains(place) ?? false { text += "  ✓" }
            return wrap(text, indent: "         ")
        }
        var facts = results.map { $0.voters == 1 ? "1 vote" : "\($0.voters) votes" } ?? "/vote \(number(seq)) N"
        if poll.isMultiple { facts += ", several answers" }
        if poll.isAnonymous { facts += ", anonymous" }
        if results?.closed ?? false {
            facts += ", closed"
        } else if let end = poll.closesAt {
            facts += ", until \(Self.moment(end))"
        }
        lines.append(faint("      " + facts))
        return lines
    }

    private func became(_ now: CurrentMessage, _ seq: Int64) -> [String] {
        var facts = now.reactions.map { "\(TerminalText.line($0.emoji)) \($0.count)" }
        if now.isPinned { facts.append("pinned") }
        if let thread = now.thread {
            facts.append("\(thread.messages) in the thread, /thread \(number(seq))")
        }
        return facts.isEmpty ? [] : [faint("      " + facts.joined(separator: "  "))]
    }

    // MARK: All else

    /// Nil for what concerns nobody who reads.
    private func words(_ content: EventContent, by author: String) -> String? {
        switch content {
        case .created: return "\(author) made this room"
        case .joined(let person):
            if let by = person.byName { return "→ \(author) was put into the room by \(by)" }
            return "→ \(author) joined the room" + (person.via == "link" ? " by a link" : "")
        case .left: return "← \(author) left the room"
        case .edited(let message, let content): return "\(author) edited \(number(message)): \(content.text)"
        case .deleted(let message): return "\(author) deleted \(about(message))"
        case .reacted(let message, let emoji): return "\(author) put \(emoji) on \(about(message))"
        case .unreacted(let message, let emoji): return "\(author) took \(emoji) from \(about(message))"
        case .pinned(let message): return "\(author) pinned \(about(message))"
        case .unpinned(let message): return "\(author) unpinned \(about(message))"
        case .voted(let message, let vote): return voted(author, message, vote)
        case .pollClosed(let message): return "\(author) closed the poll \(about(message)). /show \(number(message))"
        case .changed(let change): return "\(author) changed the room: " + Self.changes(change.now)
        case .roleChanged(let person): return roleChanged(author, person)
        case .invited(let person): return "\(author) invited \(person.name)"
        case .declined: return "\(author) declined an invitation"
        case .uninvited(let person): return "\(author) took the invitation of \(person.name) back"
        case .removed(let person): return "← \(author) put \(person.name) out of the room" + Self.reason(person)
        case .banned(let person):
            let until = person.until.map { " until \(Self.moment($0))" } ?? ""
            return "← \(author) banned \(person.name)\(until)" + Self.reason(person)
        case .unbanned(let person): return "\(author) lets \(person.name) in again"
        // An edit whose text went with the message.
        case .erased, .message, .told: return nil
        case .audited(let audit):
            return "\(author): \(audit.act.replacing("_", with: " "))" + (audit.subjectName.map { " \($0)" } ?? "")
                + (audit.detail.map { " (\($0))" } ?? "")
        case .unknown: return "(\(author): something that this program does not know)"
        }
    }

    /// A message with as much of it as tells which it is.
    private func about(_ seq: Int64) -> String {
        guard let message = memory.message(seq), !message.isDeleted, !message.text.isEmpty else { return number(seq) }
        let excerpt = TerminalText.truncated(TerminalText.line(message.text), columns: 32)
        return "\(number(seq)) (\(TerminalText.line(message.authorName)): \(excerpt))"
    }

    private func voted(_ author: String, _ message: Int64, _ vote: VoteBody) -> String {
        let author = author.isEmpty ? "Somebody" : author
        guard !vote.options.isEmpty else { return "\(author) took a vote back in \(about(message))" }
        let options = memory.message(message)?.options ?? []
        let chosen = vote.options.map { options.indices.contains($0) ? options[$0] : "\($0 + 1)" }
        return "\(author) voted in \(number(message)): " + chosen.joined(separator: ", ")
    }

    private func roleChanged(_ author: String, _ person: PersonBody) -> String {
        if let until = person.mutedUntil {
            if until == 0 { return "\(author) lets \(person.name) speak again" }
            return "\(author) muted \(person.name) until \(Self.moment(until))" + Self.reason(person)
        }
        guard let role = person.role else { return "\(author) changed what \(person.name) may do" }
        return "\(author) made \(person.name) \(role == "owner" ? "an" : "a") \(role) of this room"
    }

    private static func reason(_ person: PersonBody) -> String {
        person.reason.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
    }

    /// What is set of a room, in words.
    static func changes(_ values: RoomValues) -> String {
        var words: [String] = []
        if let handle = values.handle { words.append("it is called \(handle)") }
        if let title = values.title { words.append("title “\(title)”") }
        if let topic = values.topic { words.append(topic.isEmpty ? "no topic" : "topic “\(topic)”") }
        if let text = values.summary { words.append(text.isEmpty ? "no description" : "description “\(text)”") }
        if let isListed = values.isListed { words.append(isListed ? "listed for all" : "not listed") }
        if let admitsGuests = values.admitsGuests {
            words.append(admitsGuests ? "guests may join" : "guests by invitation")
        }
        if let entry = values.entry { words.append(entry == .open ? "open to all" : "by invitation") }
        if let history = values.history {
            words.append(history == .everything ? "new members read all" : "new members read from their joining on")
        }
        let roles: [(RoomRole?, String)] = [
            (values.mayPost, "write"), (values.mayInvite, "invite"), (values.mayMentionAll, "call @all"),
            (values.mayPin, "pin"),
        ]
        for (role, act) in roles {
            guard let role else { continue }
            words.append(role == .member ? "all may \(act)" : "only \(role.rawValue)s may \(act)")
        }
        if let seconds = values.slowModeSeconds {
            words.append(seconds == 0 ? "no slow mode" : "slow mode \(seconds) s")
        }
        if let days = values.retentionDays {
            words.append(days == 0 ? "texts are kept" : "texts are kept \(days) days")
        }
        if let isArchived = values.isArchived { words.append(isArchived ? "archived" : "in use") }
        if values.isDeleted == true { words.append("deleted") }
        if values.isDeleted == false { words.append("brought back") }
        return words.joined(separator: ", ")
    }

    func notice(_ called: String, _ seq: Int64, _ by: AccountView, _ reason: String) -> [String] {
        let act =
            switch reason {
            case "mention": "calls you"
            case "reply": "answers you"
            case "everyone": "calls everybody"
            default: "writes"
            }
        let room = TerminalText.line(called)
        return wrap("★ \(name(by)) \(act) in \(room) \(number(seq)). /join \(room) goes there.", indent: "  ")
            .map { styled($0, .calling) }
    }

    /// A moment as one says it: the clock, and the day unless it is today.
    static func moment(_ milliseconds: Int64) -> String {
        let time = LocalTime(milliseconds: milliseconds)
        return time.day == LocalTime(milliseconds: WrittenTime.now).day ? time.clock : "\(time.clock), \(time.day)"
    }
}

extension RoomView {
    /// What a room is called on a line: by its name, a direct conversation by the other's, a group by its title.
    public var called: String {
        switch values?.kind {
        case .direct: person.map { "@" + $0.username } ?? title
        case .group: title
        default: handle
        }
    }
}
