import ChatClient
import ChatWire
import Console

/// `roost admin reports`: what people have told the moderators.
enum AdminReports {
    private static let states = ["open", "assigned", "resolved"]
    private static let actions = ["delete", "warn", "mute", "ban", "dismiss"]

    static let commands: [AdminCommand] = [
        AdminCommand(
            "reports", "list",
            flags: [
                .init("--state", "STATE", "open, assigned, resolved or all; what is not resolved when absent"), .json,
            ], "lists the reports that you handle, oldest first", run: list),
        AdminCommand(
            "reports", "assign", arguments: [.one("NUMBER"), .maybe("WHO")], flags: [.json],
            "gives a report to somebody; to you, where nobody is named", run: assign),
        AdminCommand(
            "reports", "release", arguments: [.one("NUMBER")], flags: [.json], "lays a report down again",
            run: release),
        AdminCommand(
            "reports", "resolve", arguments: [.one("NUMBER"), .one("ACTION")],
            flags: [
                .init("--until", "WHEN", "of muting and banning: a period such as 2d, or a day"),
                .init("--note", "TEXT", "for the one who reported, and for the one who is warned"), .json,
            ], "does delete, warn, mute, ban or dismiss, closes the report, and tells who made it", run: resolve),
    ]

    static func list(_ errand: AdminErrand) async throws(Admin.Ending) {
        let word = try errand.choice(
            errand.words["--state"] ?? "waiting", states + ["all", "waiting"], what: "--state")
        let reports = try await errand.ask { (api) async throws(ClientError) in
            try await api.reports(in: states.contains(word) ? word : nil)
        }.filter { word != "waiting" || $0.state != "resolved" }
        errand.list(
            reports, ["NUMBER", "TIME", "STATE", "ABOUT", "BY", "HANDLED BY", "ROOM", "REASON", "TEXT"],
            empty: "There is no such report.", json: \.json
        ) { report in
            [
                "\(report.id)", LocalMoment.text(report.at), report.action ?? report.state,
                report.person?.username ?? "", report.by?.username ?? "",
                (report.resolvedBy ?? report.assignee)?.username ?? "", place(report),
                TerminalText.truncated(TerminalText.line(report.reason), columns: 40),
                TerminalText.truncated(TerminalText.line(report.text ?? ""), columns: 60),
            ]
        }
    }

    private static func place(_ report: ReportView) -> String {
        (report.roomTitle ?? "") + (report.message.map { " #\($0)" } ?? "")
    }

    static func assign(_ errand: AdminErrand) async throws(Admin.Ending) {
        let number = try errand.number(errand.argument(0), of: "a report")
        let who = errand.argument(1)
        let report = try await errand.ask { (api) async throws(ClientError) in
            let person =
                who.isEmpty
                ? try await api.me().account : try AdminErrand.person(who, in: try await api.people())
            return try await api.assign(report: number, to: person.id)
        }
        tell("Report \(number) is with \(report.assignee?.username ?? "nobody").", report, errand)
    }

    static func release(_ errand: AdminErrand) async throws(Admin.Ending) {
        let number = try errand.number(errand.argument(0), of: "a report")
        let report = try await errand.ask { (api) async throws(ClientError) in
            try await api.assign(report: number, to: nil)
        }
        tell("Report \(number) waits for somebody.", report, errand)
    }

    static func resolve(_ errand: AdminErrand) async throws(Admin.Ending) {
        let number = try errand.number(errand.argument(0), of: "a report")
        let action = try errand.choice(errand.argument(1), actions, what: "ACTION")
        let end = try errand.moment("--until")
        guard action != "mute" || end != nil else { throw .usage("Until when? --until 2d") }
        let note = errand.words["--note"]
        let report = try await errand.ask { (api) async throws(ClientError) in
            try await api.resolve(report: number, action: action, until: end, note: note)
        }
        tell("Report \(number) is resolved: \(action).", report, errand)
    }

    private static func tell(_ sentence: String, _ report: ReportView, _ errand: AdminErrand) {
        errand.tell(sentence, json: JSONObject.make { $0.set("report", json: report.json) })
    }
}
