import ChatClient
import ChatWire

/// Items as lines for a person: the only place where text of others meets the terminal, and where it is made safe.
struct TextTranscript {
    /// Where lines are broken; nil when they are left whole, as for a pipe.
    var columns: Int?
    let styled: Bool
    /// One's own account, whose presence is not told.
    var own: Int64?
    /// Whose messages are folded: the people whom one blocks.
    var folded: Set<Int64> = []
    /// The day of the last line, so that a new one is announced.
    var day: String?
    /// The messages of the room on screen.
    var memory = RoomMemory()

    init(columns: Int?, styled: Bool) {
        self.columns = columns
        self.styled = styled
    }

    enum Style: String {
        case dim = "2"
        case bold = "1"
        case own = "1;36"
        /// Of who calls one by name.
        case calling = "1;33"
        case warning = "33"
    }

    func styled(_ text: String, _ style: Style) -> String {
        styled && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    mutating func lines(_ item: ConsoleItem) -> [String] {
        switch item {
        case .note(let text):
            // What is set in, such as a list, stays set in where it is broken.
            return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
                wrap(TerminalText.block(String(line)), indent: line.hasPrefix(" ") ? "      " : "")
            }
        case .problem(_, let text): return warn(text)
        case .loggedIn(let account):
            return wrap("You are logged in as \(name(account)) (\(TerminalText.line(account.username))).", indent: "")
        case .loggedOut: return ["You are logged out."]
        case .rooms(let rooms): return list(rooms)
        case .opened(let snapshot):
            day = nil
            memory.restart(room: snapshot.room.id)
            return header(snapshot)
        case .closed(let room, let message):
            return warn("You are no longer in \(room.called): \(message)")
        case .history(let events): return events.flatMap { event($0) }
        case .event(let event): return self.event(event)
        case .messages(let what, let messages):
            if messages.isEmpty { return [faint(what == "pins" ? "Nothing is pinned." : "There is nothing.")] }
            // What was asked for is shown, whoever wrote it.
            let kept = folded
            folded = []
            defer { folded = kept }
            return messages.flatMap { event($0) }
        case .listing(let listing):
            return listing.rows.flatMap { row in
                wrap(TerminalText.block(row), indent: row.hasPrefix(" ") ? "      " : "   ")
            }
        case .news(_, let text):
            return (text.map { wrap(TerminalText.block($0), indent: "  ") } ?? []).map { styled($0, .calling) }
        case .notify(let room, let called, let seq, let by, let reason):
            // What is on screen is seen already.
            return room == memory.room ? [] : notice(called, seq, by, reason)
        case .presence(_, let account, let online):
            guard account.id != own else { return [] }
            return [faint(online ? "● \(name(account)) is here" : "○ \(name(account)) has gone offline")]
        case .members(let members, let count): return list(members, count: count)
        case .people(let people): return list(people, count: people.count)
        case .added(let account, let password): return added(account, password)
        case .sessions(let sessions): return sessions.enumerated().flatMap { session($1, number: $0 + 1) }
        case .acknowledged: return []
        case .refused(let message, let refusal):
            return warn("Not sent: \(refusal.message)") + quote(message)
        case .delayed(let message, let refusal, let seconds):
            return warn("\(refusal.message) Trying again in \(Self.pause(seconds)) …") + quote(message)
        case .connected: return []
        case .connectionLost(let reason, nil): return warn(reason)
        case .connectionLost(let reason, let seconds?):
            return warn("\(reason) Trying again in \(Self.pause(seconds)) …")
        case .back(0): return [faint("Back.")]
        case .back(1): return [faint("Back. 1 message while you were away.")]
        case .back(let missed): return [faint("Back. \(missed) messages while you were away.")]
        }
    }

    static func pause(_ seconds: Double) -> String {
        seconds < 1 ? "a moment" : "\(Int(seconds.rounded(.up))) s"
    }

    // MARK: Lists

    private func header(_ snapshot: RoomSnapshot) -> [String] {
        let title = TerminalText.line(snapshot.room.title)
        let handle = TerminalText.line(snapshot.room.called)
        let online = snapshot.members.map { $0.filter { $0.online == true }.count }
        var facts = title == handle ? "" : handle + ", "
        facts += snapshot.memberCount == 1 ? "1 member" : "\(snapshot.memberCount) members"
        if let online { facts += ", \(online) online" }
        var lines = ["", styled(title, .bold)]
        if let topic = snapshot.room.values?.topic, !topic.isEmpty {
            lines += wrap(TerminalText.line(topic), indent: "")
        }
        if snapshot.room.values?.isArchived == true { facts += ", archived" }
        return lines + wrap(facts + ". Write, or /help.", indent: "").map { styled($0, .dim) }
    }

    private func list(_ rooms: [RoomView]) -> [String] {
        guard !rooms.isEmpty else { return ["There is no room yet. Make one: create NAME"] }
        let widest = min(32, rooms.reduce(0) { max($0, TerminalText.width(TerminalText.line($1.called))) })
        return rooms.flatMap { room -> [String] in
            let handle = TerminalText.line(room.called)
            let title = TerminalText.line(room.title)
            let gap = String(repeating: " ", count: max(0, widest - TerminalText.width(handle)))
            var facts = title == handle ? "" : title + "  "
            if let members = room.members { facts += members == 1 ? "1 member" : "\(members) members" }
            if room.values?.isArchived == true { facts += ", archived" }
            if room.isInvited == true, room.joined != true { facts += ", you are invited" }
            let start = (room.joined == true ? "* " : "  ") + handle + gap + "  "
            return wrap(facts, after: start, width: TerminalText.width(start), indent: "      ")
        }
    }

    private func list(_ members: [AccountView], count: Int) -> [String] {
        let here = members.filter { $0.online == true }
        let gone = members.filter { $0.online != true }
        var lines = (here + gone).flatMap { member in
            let mark = member.online == true ? "● " : "○ "
            return wrap(facts(member), after: mark, width: 2, indent: "  ")
        }
        if members.count < count { lines.append(faint("… and \(count - members.count) more")) }
        return lines
    }

    /// What is known of a person; what is usual is not said.
    private func facts(_ person: AccountView) -> String {
        var facts = "\(name(person)) (\(TerminalText.line(person.username)))"
        if let mail = person.mail { facts += "  " + TerminalText.line(mail) }
        if let role = person.role, role != "member" { facts += "  " + TerminalText.line(role) }
        if let role = person.roomRole, role != "member" { facts += "  " + TerminalText.line(role) + " here" }
        if let until = person.mutedUntil { facts += "  muted until " + Self.moment(until) }
        if let state = person.state, state != "active" { facts += "  " + TerminalText.line(state) }
        return facts
    }

    private func added(_ account: AccountView, _ password: String?) -> [String] {
        let username = TerminalText.line(account.username)
        let text = "\(name(account)) has an account now, with the username \(username)"
        guard let password else { return wrap(text + ".", indent: "") }
        return wrap(text + " and this password, which is shown only now:", indent: "")
            + ["  " + styled(TerminalText.line(password), .bold)]
    }

    private func session(_ session: SessionView, number: Int) -> [String] {
        let time = LocalTime(milliseconds: session.createdAt)
        let client =
            session.client.isEmpty
            ? "unknown program"
            : TerminalText.truncated(
                TerminalText.line(session.client), columns: 60)
        var facts = "\(client)  since \(time.day), \(time.clock)"
        if !session.address.isEmpty { facts += "  from \(TerminalText.line(session.address))" }
        if session.isOnline { facts += "  online" }
        if session.isCurrent { facts += "  this one" }
        let start = "\(number)  "
        return wrap(facts, after: start, width: start.count, indent: "   ")
    }

    // MARK: Words

    func name(_ account: AccountView) -> String {
        TerminalText.line(account.name.isEmpty ? account.username : account.name)
    }

    func faint(_ text: String) -> String { styled(text, .dim) }

    func warn(_ text: String) -> [String] {
        wrap(TerminalText.block(text), indent: "").map { styled($0, .warning) }
    }

    func quote(_ message: OutgoingMessage) -> [String] {
        [faint("  " + TerminalText.truncated(TerminalText.line(message.text), columns: (columns ?? 80) - 4))]
    }

    func rule(_ text: String) -> String {
        let side = max(2, min(60, (columns ?? 60) - 1) - TerminalText.width(text) - 2) / 2
        let dashes = String(repeating: "─", count: max(1, side))
        return "\(dashes) \(text) \(dashes)"
    }

    func wrap(_ text: String, after start: String = "", width: Int = 0, indent: String) -> [String] {
        guard let columns else {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.enumerated().map { ($0 == 0 ? start : indent) + $1 }
        }
        // The first line has less room than the others: it begins with `start`.
        let room = max(10, columns - 1 - indent.count)
        return TerminalText.wrapped(text, columns: room, startingAt: max(0, width - indent.count))
            .enumerated().map { ($0 == 0 ? start : indent) + $1 }
    }
}
