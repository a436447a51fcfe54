import ChatClient
import ChatWire

/// Reports to the moderators, and what is written down of what they do.
extension ChatConsole {
    /// A message of the room on screen, or a person.
    func report(_ argument: String) async {
        var words = Words(argument)
        let reference = words.next { MessageReference($0) }
        let who = reference == nil ? words.next() : nil
        let reason = words.rest
        guard reference != nil || who != nil, !reason.isEmpty else {
            return explainUse("report", "What, and why?")
        }
        if let reference {
            guard room != nil, let number = message(reference) else { return explainUse("report", "In which room?") }
            await inRoom { api, room throws(ClientError) in
                try await api.report(message: number, in: room, reason: reason)
                screen.show(.note("The moderators are told. \"reports\" tells what became of it."))
            }
        } else if let who {
            await attempt { api throws(ClientError) in
                try await api.report(person: try await person(who, api).id, reason: reason)
                screen.show(.note("The moderators are told. \"reports\" tells what became of it."))
            }
        }
    }

    /// Those that one may handle, then one's own; or one of them is taken up or settled.
    func reports(_ argument: String) async {
        var words = Words(argument)
        guard let verb = words.next()?.lowercased() else { return await listReports() }
        guard let id = words.next().flatMap({ Int64($0) }) else { return explainUse("reports", "Which one?") }
        if verb == "take" || verb == "drop" {
            return await attempt { api throws(ClientError) in
                show([try await api.assign(report: id, to: verb == "take" ? account?.id : nil)], own: [])
            }
        }
        guard Self.reportActions.contains(verb) else {
            return explainUse("reports", "take N, drop N, or \(Self.reportActions.joined(separator: ", ")) N:")
        }
        let until = words.next { WrittenTime.period($0) }.map { WrittenTime.now + $0 * 1_000 }
        let note = words.rest
        await attempt { api throws(ClientError) in
            let settled = try await api.resolve(
                report: id, action: verb, until: until, note: note.isEmpty ? nil : note)
            show([settled], own: [])
        }
    }

    static let reportActions = ["delete", "warn", "mute", "ban", "dismiss"]

    private func listReports() async {
        await attempt { api throws(ClientError) in
            let open = try await api.reports(state: "open") + (try await api.reports(state: "assigned"))
            show(open.sorted { $0.id < $1.id }, own: try await api.ownReports())
        }
    }

    private func show(_ reports: [ReportView], own: [ReportView]) {
        let rows = reports.map { Self.row($0) } + own.map { "yours: " + Self.row($0) }
        screen.show(
            .listing(
                Listing("reports", rows: rows, empty: "There are no reports.") { object in
                    object.set("reports", array: reports.map(\.json))
                    object.set("own", array: own.map(\.json))
                }))
    }

    private static func row(_ report: ReportView) -> String {
        var row = "\(report.id)  \(report.state)"
        if let person = report.person { row += "  \(person.username)" }
        if let title = report.roomTitle, let message = report.message { row += "  \(title) #\(message)" }
        row += ": \(report.reason)"
        if let text = report.text { row += "  “\(TerminalText.truncated(TerminalText.line(text), columns: 80))”" }
        if let by = report.by { row += "  (by \(by.username))" }
        if let taken = report.assignee { row += "  taken up by \(taken.username)" }
        if let action = report.action { row += "  → \(action.replacing("_", with: " "))" }
        if let note = report.note, !note.isEmpty { row += ": \(note)" }
        return row
    }

    // MARK: Logs

    func listAudit(_ argument: String) async {
        guard let wanted = argument.isEmpty ? 20 : Int(argument), (1...200).contains(wanted) else {
            return explainUse("audit", "How many? From 1 to 200:")
        }
        await attempt { api throws(ClientError) in
            let events = try await api.audit(limit: wanted).events
            screen.show(
                .listing(
                    Listing("audit", rows: events.map { Self.auditRow($0) }, empty: "Nothing is written down yet.") {
                        $0.set("events", array: events.map(\.json))
                    }))
        }
    }

    private static func auditRow(_ event: EventView) -> String {
        guard case .audited(let audit) = event.content else { return "\(TextTranscript.moment(event.at))  (unknown)" }
        var row = "\(TextTranscript.moment(event.at))  \(event.by.name): \(audit.act.replacing("_", with: " "))"
        if let name = audit.subjectName { row += " \(name)" }
        if let room = audit.roomTitle { row += ", in \(room)" + (audit.message.map { " #\($0)" } ?? "") }
        if let detail = audit.detail { row += " (\(detail))" }
        if let reason = audit.reason, !reason.isEmpty { row += ": \(reason)" }
        return row + (audit.address.isEmpty ? "" : "  from \(audit.address)")
    }

    func listNews() async {
        await attempt { api throws(ClientError) in
            let events = try await api.personalEvents(limit: 50).events
            let rows = events.compactMap { event -> String? in
                guard case .told(let news) = event.content,
                    let text = Self.text(of: news, called: news.roomTitle ?? "a room")
                else { return nil }
                return "\(TextTranscript.moment(event.at))  \(text)"
            }
            screen.show(
                .listing(
                    Listing("news_list", rows: rows, empty: "Nothing has happened to you yet.") {
                        $0.set("events", array: events.map(\.json))
                    }))
        }
    }
}
