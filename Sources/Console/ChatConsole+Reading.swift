import ChatClient
import ChatWire

/// What is unread, of what one is told, and finding.
extension ChatConsole {
    /// Asks anew what is unread, unless that is being done.
    func refreshUnread() async {
        guard !isRefreshing else { return isStale = true }
        isRefreshing = true
        repeat {
            isStale = false
            // What cannot be had now is had the next time that something happens.
            if let counts = try? await api.unread() {
                unread = Dictionary(counts.map { ($0.room, $0) }, uniquingKeysWith: { $1 })
                if counts.contains(where: { knownRooms[$0.room] == nil }), let rooms = try? await api.rooms(mine: true)
                {
                    keep(rooms)
                }
            }
        } while isStale
        isRefreshing = false
        drawArea()
    }

    /// Rooms with something unread, but for the one on screen: those first where one is called.
    var unreadElsewhere: [UnreadView] {
        unread.values.filter { $0.room != room?.id && $0.unread > 0 }
            .sorted { ($0.mentions, $0.unread, $1.room) > ($1.mentions, $1.unread, $0.room) }
    }

    private func facts(_ view: UnreadView) -> String {
        "\(called(view.room)) \(view.unread)" + (view.mentions > 0 ? " (\(view.mentions) for you)" : "")
    }

    /// Of the row above the input.
    var unreadRow: String? {
        let rooms = unreadElsewhere
        guard !rooms.isEmpty else { return nil }
        let more = rooms.count > 4 ? " …" : ""
        return "unread: " + rooms.prefix(4).map { facts($0) }.joined(separator: ", ") + more
    }

    /// - Parameter atStart: nothing is told where nothing is unread.
    func showUnread(atStart: Bool = false) async {
        await refreshUnread()
        let rooms = unreadElsewhere
        if atStart, rooms.isEmpty { return }
        let slash = place == .room ? "/" : ""
        let hint = rooms.isEmpty ? [] : ["\(slash)next goes to the first of them."]
        screen.show(
            .listing(
                Listing(
                    "unread", rows: rooms.map { "unread in \(facts($0))" } + hint, empty: "Nothing is unread elsewhere."
                ) { $0.set("rooms", array: unread.values.sorted { $0.room < $1.room }.map(\.json)) }))
    }

    func goToNextUnread() async {
        await refreshUnread()
        guard let next = unreadElsewhere.first else { return screen.show(.note("Nothing is unread elsewhere.")) }
        await attempt { api throws(ClientError) in await open(try await api.room(next.room)) }
    }

    /// Everything that was shown of the room on screen is read.
    func markRead() async {
        guard let room, isCaughtUp, lastShown > 0 else { return }
        await live?.read(room: room.id, through: lastShown)
    }

    func markUnread(_ argument: String) async {
        var words = Words(argument)
        guard let number = message(words.next(MessageReference.bare)) else { return }
        await inRoom { api, room throws(ClientError) in
            _ = try await api.mark(room, through: number - 1)
            // What is shown from now on would be read again at once.
            await goToLobby()
        }
    }

    func listReceipts() async {
        await inRoom { api, room throws(ClientError) in
            let receipts = try await api.receipts(in: room)
            let names = Dictionary(
                try await api.members(of: room).members.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
            let rows = receipts.map { "\(names[$0.account] ?? "somebody") has read up to #\($0.sequence)" }
            screen.show(
                .listing(
                    Listing("receipts", rows: rows, empty: "Nothing is told here of how far others have read.") {
                        $0.set("receipts", array: receipts.map(\.json))
                    }))
        }
    }

    func listNotices() async {
        await attempt { api throws(ClientError) in
            keep(try await api.rooms(mine: true))
            let notices = try await api.notices()
            let rows = notices.reversed().map { "\(called($0.event.room)) #\($0.event.seq)  \(Self.excerpt($0.event))" }
            screen.show(
                .listing(
                    Listing("notices", rows: rows, empty: "Nobody has called or answered you.") {
                        $0.set("notices", array: notices.map(\.json))
                    }))
        }
    }

    // MARK: Notifications

    /// `notify [everywhere] [all|mentions|none|usual] [PERIOD]`, `notify quiet 22:00-07:00 ZONE`, `notify quiet off`.
    func notify(_ argument: String) async {
        var words = Words(argument)
        let isEverywhere = words.next { $0.lowercased() == "everywhere" ? true : nil } ?? (room == nil)
        let target = isEverywhere ? nil : room?.id
        var isChange = false
        var level: String??
        var until: Int64?
        var quiet: NotificationView.Quiet??
        if words.next({ $0.lowercased() == "quiet" ? true : nil }) != nil {
            guard let hours = words.next(), let written = Self.quiet(hours, zone: words.next()) else {
                return explainUse("notify", "notify quiet 22:00-07:00 [ZONE], or notify quiet off:")
            }
            (quiet, isChange) = (.some(written.hours), true)
        } else {
            if let word = words.next({ ["all", "mentions", "none", "usual"].contains($0.lowercased()) ? $0 : nil }) {
                (level, isChange) = (.some(word.lowercased() == "usual" ? nil : word.lowercased()), true)
            }
            if let seconds = words.next({ $0.lowercased() == "off" ? nil : WrittenTime.period($0) }) {
                (until, isChange) = (WrittenTime.now + seconds * 1_000, true)
            }
        }
        guard words.isEmpty else { return explainUse("notify", "notify mentions, notify 2h, notify everywhere none:") }
        let isForAll = target == nil || quiet != nil
        await attempt { api throws(ClientError) in
            var setting = try await api.notifications(in: isForAll ? nil : target)
            if isChange {
                // A level alone ends a pause.
                if let level { (setting.level, setting.mutedUntil) = (level, nil) }
                if let until { setting.mutedUntil = until }
                if let quiet { setting.quiet = quiet }
                setting = try await api.setNotifications(setting, in: isForAll ? nil : target)
            }
            screen.show(
                .listing(
                    Listing("notifications", rows: Self.rows(setting, in: isForAll ? nil : room?.called)) { object in
                        if !isForAll, let target { object.set("room", target) }
                        object.set("notifications", json: setting.json)
                    }))
        }
    }

    private static func rows(_ setting: NotificationView, in room: String?) -> [String] {
        var row = room.map { "In \($0) you" } ?? "Where no room says else, you"
        switch setting.level ?? setting.usual {
        case "all": row += " are told of all messages"
        case "mentions": row += " are told of what calls or answers you"
        case "none": row += " are told of nothing"
        default: row += " are told of all in conversations, and in channels of what calls or answers you"
        }
        if let until = setting.mutedUntil { row += ", but of nothing until \(TextTranscript.moment(until))" }
        if let quiet = setting.quiet {
            row += "; of nothing from \(clock(quiet.from)) to \(clock(quiet.to)) (\(quiet.zone))"
        }
        return [row + "."]
    }

    private static func clock(_ minutes: Int) -> String {
        let minute = minutes % 60
        return "\(minutes / 60):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    /// - Parameter zone: as IANA names it; UTC when absent.
    private static func quiet(_ hours: String, zone: String?) -> (hours: NotificationView.Quiet?, Void)? {
        if hours.lowercased() == "off" { return (nil, ()) }
        let ends = hours.split(separator: "-").compactMap { WrittenTime.clock($0) }
            .map { Int($0.hour) * 60 + Int($0.minute) }
        guard ends.count == 2 else { return nil }
        return (NotificationView.Quiet(from: ends[0], to: ends[1], zone: zone ?? LocalTime.zone ?? "UTC"), ())
    }

    func explainNotification(_ argument: String) async {
        var words = Words(argument)
        guard let number = message(words.next(MessageReference.bare)) else { return }
        await inRoom { api, room throws(ClientError) in
            let answer = try await api.explainNotification(of: number, in: room)
            screen.show(
                .listing(
                    Listing("notification", rows: [answer.sentence]) { object in
                        object.set("notifies", answer.notifies)
                        object.set("reason", answer.reason)
                        object.set("sentence", answer.sentence)
                    }))
        }
    }

    func setBell(_ argument: String) {
        switch argument.lowercased() {
        case "on": isBellOn = true
        case "off": isBellOn = false
        case "": break
        default: return explainUse("bell", "on or off?")
        }
        screen.show(.note(isBellOn ? "The bell rings for what is meant for you." : "The bell is off."))
    }

    // MARK: Finding

    /// Without words, the next page of the last search.
    func search(_ text: String) async {
        if text.isEmpty, lastSearch?.next == nil { return explainUse("search", "For what?") }
        let wanted = text.isEmpty ? lastSearch?.text ?? "" : text
        let after = text.isEmpty ? lastSearch?.next : nil
        await attempt { api throws(ClientError) in
            keep(try await api.rooms(mine: true))
            let page = try await api.search(wanted, after: after)
            lastSearch = (wanted, page.next)
            var rows = page.hits.map { hit in
                "\(called(hit.room)) #\(hit.seq)  \(TextTranscript.moment(hit.at))  \(hit.by.name): \(hit.excerpt)"
            }
            if page.next != nil { rows.append("There is more: search without words.") }
            screen.show(
                .listing(
                    Listing("found", rows: rows, empty: "Nothing was found.") { object in
                        object.set("hits", array: page.hits.map(\.json))
                        object.set("more", page.next != nil)
                    }))
        }
    }
}

extension SearchHit {
    /// The part of the text around the first place that was searched for, on one row.
    var excerpt: String {
        let bytes = Array(text.utf8)
        var start = max(0, min(bytes.count, (matches.first?.from ?? 0) - 60))
        // Not within a character.
        while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        let part = TerminalText.line(String(decoding: bytes[start...], as: UTF8.self))
        return (start > 0 ? "…" : "") + TerminalText.truncated(part, columns: 160)
    }
}
