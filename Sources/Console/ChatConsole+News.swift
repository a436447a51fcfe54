import ChatClient
import ChatWire

/// What concerns oneself, in whatever room it happens.
extension ChatConsole {
    /// One's personal log: what others did to one, and what one did on another device.
    func take(news event: EventView) async {
        guard case .told(let news) = event.content else { return }
        var called = news.roomTitle ?? "a room"
        if let id = news.room, let view = try? await api.room(id) {
            keep([view])
            called = view.called
        }
        if news.what == .changed, news.topic == "blocks" { await refreshBlocks() }
        let text = Self.text(of: news, called: called)
        screen.show(.news(event, text))
        await refreshUnread()
    }

    /// Nil where there is nothing for a person to do.
    static func text(of news: NewsBody, called: String) -> String? {
        let by = news.byName ?? "Somebody"
        let more = news.text.map { $0.isEmpty ? "" : " \($0)" } ?? ""
        return switch news.what {
        case .added where called.hasPrefix("@"): "★ \(by) began a conversation with you. /dm \(called) goes there."
        case .added: "★ \(by) put you into \(called). /join \(called) goes there."
        case .removed: "★ \(by) put you out of \(called).\(more)"
        case .invited: "★ \(by) invites you to \(called). /accept \(called), or /decline \(called)."
        case .uninvited: "★ The invitation to \(called) was taken back."
        case .changed: nil
        case .reportSettled: "★ What you reported was dealt with.\(more)"
        case .warned: "★ You are warned by \(by).\(more)"
        case .scheduledSent: "What you scheduled was sent to \(called)."
        case .scheduledFailed: "★ What you scheduled was not sent.\(more) \"later\" lists it."
        }
    }

    func take(notify room: Int64, seq: Int64, by: AccountView, reason: String) async {
        if knownRooms[room] == nil, let view = try? await api.room(room) { keep([view]) }
        screen.show(.notify(room: room, called: called(room), seq: seq, by: by, reason: reason))
        ring()
        if room != self.room?.id { await refreshUnread() }
    }

    func ring() {
        if isBellOn { screen.ring() }
    }

    // MARK: Typing

    /// Tells that one writes a message, and not a command.
    func tellTyping() async {
        guard mode == .terminal, let room, question == nil, !editor.text.isEmpty, editor.text.first != "/" else {
            return
        }
        await live?.typing(room: room.id)
    }

    func take(typing account: AccountView, in id: Int64, for period: Duration) {
        guard mode == .terminal, id == room?.id, account.id != self.account?.id else { return }
        typists[account.id] = (account.name, ContinuousClock.now + period)
        Task {
            try? await Task.sleep(for: period + .milliseconds(20))
            drawArea()
        }
    }

    /// Who writes just now.
    var typingRow: String? {
        let now = ContinuousClock.now
        let names = typists.values.filter { $0.until > now }.map { TerminalText.line($0.name) }.sorted()
        return switch names.count {
        case 0: nil
        case 1: "\(names[0]) is writing …"
        case 2, 3: names.joined(separator: ", ") + " are writing …"
        default: "Several people are writing …"
        }
    }
}
