import ChatDomain
import ChatService
import ChatWire

/// Order in the house: reports, the audit log, and one's personal log.
enum OrderRoutes {
    static let operations: [Operation] = [
        Operation(
            "reports.make", .post, "/v1/reports", "Reports a message or a person to the moderators.",
            body: .object([
                .optional("room", .id), .optional("message", .id, "A message of the room."),
                .optional("person", .id, "Where it is about no message."), .required("reason", .string()),
            ]),
            answer: .json(.object([.required("id", .id)]), status: 201),
            refusals: [
                .roomUnknown, .notAMember, .roomGone, .messageUnknown, .messageGone, .personUnknown, .textInvalid,
                .tooMany,
            ], report),
        Operation(
            "reports.list", .get, "/v1/reports", "Lists the reports that one may handle, oldest first.",
            query: [
                .init("state", .choice(ReportState.allCases.map(\.rawValue)), "All when absent."),
                .init("after", .count, "The last report of the page before."), .limit,
            ],
            answer: .json(.object([.required("reports", .array(of: .report))])), list),
        Operation(
            "reports.list_own", .get, "/v1/me/reports",
            "Lists one's own reports and what became of them, newest first.",
            answer: .json(.object([.required("reports", .array(of: .report))])), own),
        Operation(
            "reports.assign", .put, "/v1/reports/{report}/assignee", "Somebody takes a report up.",
            body: .object([.required("person", .nullable(.id), "null lays it down.")]), answer: .json(oneReport),
            refusals: [.notAllowed, .reportClosed], assign),
        Operation(
            "reports.resolve", .post, "/v1/reports/{report}/resolution",
            "Does something about a report, closes it, and tells the one who made it.",
            body: .object([
                .required("action", .choice(ReportAction.allCases.map(\.rawValue))),
                .optional("until", .time, "Of muting and banning."),
                .optional("note", .string(), "For the one who reported, and for the one who is warned."),
            ]),
            answer: .json(oneReport),
            refusals: [
                .reportClosed, .notAllowed, .roomUnknown, .roomGone, .notAMember, .roomArchived, .messageUnknown,
                .messageGone, .personUnknown, .lastOwner, .tooMany, .textInvalid,
            ], resolve),
        Operation(
            "audit.list", .get, "/v1/audit",
            "Reads the audit log: who did what, on whom, when and from where. For those who manage people.",
            query: places, answer: .json(page), refusals: [.roomUnknown]
        ) { exchange, caller throws(Refusal) in try MessageRoutes.events(exchange, caller, of: RoomID(.audit)) },
        Operation(
            "me.list_events", .get, "/v1/me/events", "Reads one's personal log: what concerns one alone.",
            query: places, answer: .json(page)
        ) { exchange, caller throws(Refusal) in
            try MessageRoutes.events(exchange, caller, of: RoomID(.personal(caller.account)))
        },
    ]

    private static let oneReport = Schema.object([.required("report", .report)])
    private static let page = Schema.object([
        .required("events", .array(of: .event)), .required("head", .count), .required("epoch", .string()),
    ])
    private static let places: [Operation.Query] = [
        .init("before", .count, "Events before this one."),
        .init("after", .count, "Events after this one."),
        .init("around", .count, "Events on both sides of this one."),
        .limit,
    ]

    static func report(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let body = exchange.body
        let report = NewReport(
            room: body.integer("room").map(RoomID.init(rawValue:)),
            message: body.integer("message").map { SequenceNumber($0) },
            person: body.integer("person").map(AccountID.init(rawValue:)), reason: try body.required("reason"))
        exchange.gateway.service.report(
            report, by: caller,
            answer: exchange.reply { exchange, number in
                exchange.answer(status: 201, JSONObject.make { $0.set("id", number) })
            })
    }

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.reports(
            in: exchange.queryString("state").flatMap(ReportState.init(rawValue:)),
            after: exchange.queryInteger("after") ?? 0, limit: exchange.pageSize, for: caller,
            answer: exchange.reply(reports))
    }

    static func own(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.ownReports(of: caller, answer: exchange.reply(reports))
    }

    static func assign(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.assign(
            report: exchange.parameter("report"), to: exchange.body.integer("person").map(AccountID.init(rawValue:)),
            by: caller, answer: exchange.reply(oneReport))
    }

    static func resolve(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        guard let action = ReportAction(rawValue: try exchange.body.required("action")) else {
            throw Refusal(.badRequest, "There is no such action.")
        }
        exchange.gateway.service.resolve(
            report: exchange.parameter("report"), action,
            until: exchange.body.integer("until").map(Timestamp.init(milliseconds:)),
            note: exchange.body.string("note"),
            by: caller, answer: exchange.reply(oneReport))
    }

    @Sendable private static func reports(_ exchange: Exchange, _ reports: [ReportView]) {
        exchange.answer(JSONObject.make { $0.set("reports", array: reports.map(\.json)) })
    }

    @Sendable private static func oneReport(_ exchange: Exchange, _ report: ReportView) {
        exchange.answer(JSONObject.make { $0.set("report", json: report.json) })
    }
}

extension Schema {
    fileprivate static let report = Schema.named(
        "Report",
        .object([
            .required("id", .id), .required("at", .time),
            .required("state", .choice(ReportState.allCases.map(\.rawValue))), .required("reason", .string()),
            .optional("person", .account, "Who is reported."), .optional("room", .id),
            .optional("room_title", .string()), .optional("message", .id),
            .optional("text", .string(), "The reported text as it is now; for those who handle it, as what follows."),
            .optional("by", .account), .optional("assignee", .account), .optional("resolved_by", .account),
            .optional("action", .choice(ReportAction.allCases.map(\.rawValue))), .optional("note", .string()),
            .optional("resolved_at", .time),
        ]))
}
