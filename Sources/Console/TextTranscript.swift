import ChatClient
import ChatWire

/// Items as lines for a person: the only place where text of others meets the terminal, and where it is made safe.
struct TextTranscript {
    /// Where lines are broken; nil when they are left whole, as for a pipe.
    var columns: Int?
    let styled: Bool
    /// One's own account, whose presence is not told.
    var own: Int64?
    /// The day of the last line, so that a new one is announced.
    private var day: String?

    init(columns: Int?, styled: Bool) {
        self.columns = columns
        self.styled = styled
    }

    enum Style: String {
        case dim = "2"
        case bold = "1"
        case own = "1;36"
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
            return header(snapshot)
        case .closed(let room, let message):
            return warn("You are no longer in \(room.handle): \(message)")
        case .history(let events): return events.flatMap { event($0) }
        case .event(let event): return self.event(event)
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

    // MARK: Events

    private mutating func event(_ event: EventView) -> [String] {
        let time = LocalTime(milliseconds: event.at)
        var lines: [String] = []
        if time.day != day {
            day = time.day
            lines.append(styled(rule(time.day), .dim))
        }
        let clock = styled(time.clock, .dim) + " "
        let author = TerminalText.line(event.by.name)
        switch event.kind {
        case "message":
            let who = styled(author, event.by.id == own ? .own : .bold)
            return lines
                + wrap(
                    TerminalText.block(event.body.text ?? ""), after: clock + who + "  ",
                    width: 8 + TerminalText.width(author), indent: "      ")
        case "joined": return lines + [clock + styled("→ \(author) joined the room", .dim)]
        case "left": return lines + [clock + styled("← \(author) left the room", .dim)]
        case "created": return lines + [clock + styled("\(author) made this room", .dim)]
        default: return lines + [clock + styled("(\(author): something that this program does not know)", .dim)]
        }
    }

    private func header(_ snapshot: RoomSnapshot) -> [String] {
        let title = TerminalText.line(snapshot.room.title)
        let handle = TerminalText.line(snapshot.room.handle)
        let online = snapshot.members.map { $0.filter { $0.online == true }.count }
        var facts = title == handle ? "" : handle + ", "
        facts += snapshot.memberCount == 1 ? "1 member" : "\(snapshot.memberCount) members"
        if let online { facts += ", \(online) online" }
        return ["", styled(title, .bold)] + wrap(facts + ". Write, or /help.", indent: "").map { styled($0, .dim) }
    }

    // MARK: Lists

    private func list(_ rooms: [RoomView]) -> [String] {
        guard !rooms.isEmpty else { return ["There is no room yet. Make one: create NAME"] }
        let widest = min(32, rooms.reduce(0) { max($0, TerminalText.width(TerminalText.line($1.handle))) })
        return rooms.flatMap { room -> [String] in
            let handle = TerminalText.line(room.handle)
            let title = TerminalText.line(room.title)
            let gap = String(repeating: " ", count: max(0, widest - TerminalText.width(handle)))
            var facts = title == handle ? "" : title + "  "
            if let members = room.members { facts += members == 1 ? "1 member" : "\(members) members" }
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

    private func name(_ account: AccountView) -> String {
        TerminalText.line(account.name.isEmpty ? account.username : account.name)
    }

    private func faint(_ text: String) -> String { styled(text, .dim) }

    private func warn(_ text: String) -> [String] {
        wrap(TerminalText.block(text), indent: "").map { styled($0, .warning) }
    }

    private func quote(_ message: OutgoingMessage) -> [String] {
        [faint("  " + TerminalText.truncated(TerminalText.line(message.text), columns: (columns ?? 80) - 4))]
    }

    private func rule(_ text: String) -> String {
        let side = max(2, min(60, (columns ?? 60) - 1) - TerminalText.width(text) - 2) / 2
        let dashes = String(repeating: "─", count: max(1, side))
        return "\(dashes) \(text) \(dashes)"
    }

    private func wrap(_ text: String, after start: String = "", width: Int = 0, indent: String) -> [String] {
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
