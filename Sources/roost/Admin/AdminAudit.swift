import ChatClient
import ChatWire
import Console
import Glibc

/// `roost admin audit`: who did what, on whom, when and from where.
enum AdminAudit {
    static let commands: [AdminCommand] = [
        AdminCommand(
            "audit",
            flags: [
                .init(
                    "--since", "WHEN", "a period back such as 2d, or a day, with or without a time: 2026-11-20T09:30"),
                .init("--until", "WHEN", "likewise; a day is not in it any more"),
                .init("--person", "WHO", "what he did, and what was done to him"),
                .init("--act", "NAME", "acts of this name, such as person_removed; may be given several times"),
                .init("--search", "TEXT", "entries with TEXT in them, in any case"), .json,
            ], "reads the audit log, oldest first", run: run)
    ]

    static func run(_ errand: AdminErrand) async throws(Admin.Ending) {
        var filter = AuditFilter(
            since: try past("--since", errand), until: try past("--until", errand),
            acts: Set(errand.words.all("--act").map { $0.lowercased() }), text: errand.words["--search"]?.lowercased())
        let people = try await errand.people()
        if let who = errand.words["--person"] {
            // Who was removed is in the log and nowhere else.
            filter.person = people.first { $0.isMeant(by: who) }?.id
            filter.name = (who.hasPrefix("@") ? String(who.dropFirst()) : who).lowercased()
        }
        let names = Dictionary(people.map { ($0.id, $0.username) }, uniquingKeysWith: { first, _ in first })
        var place: Int64 = 0
        var (shown, read) = (0, 0)
        while true {
            let from = place
            let page = try await errand.ask { (api) async throws(ClientError) in
                try await api.audit(.after(from), limit: 200)
            }
            guard let last = page.events.last else { break }
            for event in page.events {
                guard let entry = AuditEntry(event, names: names) else { continue }
                read += 1
                guard filter.takes(entry) else { continue }
                shown += 1
                print(errand.isJSON ? String(decoding: event.json, as: UTF8.self) : entry.line)
            }
            fflush(nil)
            place = last.seq
        }
        if !errand.isJSON { Admin.say("\(shown) of \(read) entries.") }
    }

    /// A period back, or a day with or without a time.
    private static func past(_ option: String, _ errand: AdminErrand) throws(Admin.Ending) -> Int64? {
        guard let text = errand.words[option] else { return nil }
        if let seconds = WrittenTime.period(text) { return WrittenTime.now - seconds * 1_000 }
        guard text.contains("-"), let moment = WrittenTime.moment(text, now: WrittenTime.now) else {
            throw .usage("\(option) must be a period such as 2d, or a day such as 2026-11-20 or 2026-11-20T09:30.")
        }
        return moment
    }
}

/// One entry of the audit log, as people read it.
struct AuditEntry {
    let event: EventView
    let body: AuditBody
    /// Who did it: the username, or for who is gone the name that he had.
    let actor: String

    /// Nil for what is no entry that this program knows.
    init?(_ event: EventView, names: [Int64: String]) {
        guard case .audited(let body) = event.content else { return nil }
        (self.event, self.body) = (event, body)
        actor = names[event.by.id] ?? event.by.name
    }

    /// Time, who, what and on whom stand below each other; what else is known follows.
    var line: String {
        var parts: [String] = []
        if let room = body.roomTitle { parts.append("in \(room)") }
        if let message = body.message { parts.append("message \(message)") }
        if let detail = body.detail { parts.append(detail) }
        if let reason = body.reason { parts.append("because: \(reason)") }
        if !body.address.isEmpty { parts.append("from \(body.address)") }
        let columns = [
            Self.pad(LocalMoment.text(event.at), 19), Self.pad(actor, 16), Self.pad(body.act, 18),
            Self.pad(body.subjectName ?? "", 16), TerminalText.line(parts.joined(separator: ", ")),
        ]
        return columns.joined(separator: "  ")
    }

    private static func pad(_ text: String, _ columns: Int) -> String {
        let safe = TerminalText.line(text)
        return safe + String(repeating: " ", count: max(0, columns - TerminalText.width(safe)))
    }
}

/// Which entries are asked for.
struct AuditFilter {
    var since: Int64?
    var until: Int64?
    var person: Int64?
    /// The lower-case name of a person.
    var name: String?
    var acts: Set<String> = []
    /// In lower case.
    var text: String?

    func takes(_ entry: AuditEntry) -> Bool {
        if let since, entry.event.at < since { return false }
        if let until, entry.event.at >= until { return false }
        if !acts.isEmpty, !acts.contains(entry.body.act) { return false }
        if let text, !entry.line.lowercased().contains(text) { return false }
        guard let name else { return true }
        if let person, entry.event.by.id == person || entry.event.subject == person { return true }
        // A name that somebody has now is his alone.
        guard person == nil else { return false }
        return entry.body.subjectName?.lowercased() == name || entry.actor.lowercased() == name
    }
}
