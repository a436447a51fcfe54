import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Taking in histories from elsewhere, for owners (docs/operating/transcripts.md).
enum ImportRoutes {
    static let operations: [Operation] = [
        Operation(
            "imports.begin", .post, "/v1/imports",
            "Makes a room for a history from elsewhere, hidden until the import is finished; again finds the same room.",
            body: .object([
                .required("source", .string(max: 200), "Names the history for good."), .required("handle", .string()),
                .required("title", .string()), .optional("topic", .string()), .required("at", .time),
            ]),
            answer: .json(progress), refusals: [.notAllowed, .nameInvalid, .textInvalid, .roomNameTaken], begin),
        Operation(
            "imports.add", .post, "/v1/imports/{room}/events",
            "Puts events behind the room's last one, all or none; does nothing when that is not `after`.",
            body: .object([
                .required("after", .count), .required("mark", .string(max: 200), "Kept for who sends the events."),
                .required("events", .array(of: event, max: 500)),
            ]),
            answer: .json(progress),
            refusals: [.notAllowed, .roomUnknown, .personUnknown, .messageUnknown, .textInvalid], add),
        Operation(
            "imports.finish", .post, "/v1/imports/{room}/finish",
            "Opens the room to its members; the caller becomes its owner.",
            body: .object([
                .optional("members", .array(of: .id, max: 5_000)),
                .optional("open", .boolean, "Whether everybody finds it and may join."),
            ]),
            answer: .json(progress), refusals: [.notAllowed, .roomUnknown], finish),
    ]

    private static let progress = Schema.object([
        .required("room", .id), .required("handle", .string()),
        .required("head", .count, "The room's last event: the next one is numbered after it."),
        .required("mark", .string(), "Of the last batch."), .required("finished", .boolean),
    ])

    private static let event = Schema.object([
        .required("kind", .choice(["message", "edited", "deleted", "reacted", "joined", "left"])),
        .required("at", .time), .required("by", .id),
        .optional("text", .string(), "Of a message, absent when it is gone; of an edit."),
        .optional("thread", .id), .optional("reply_to", .id),
        .optional("message", .id, "What an edit, a deletion or a reaction is about."), .optional("emoji", .string()),
    ])

    static func begin(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let body = exchange.body
        let form = ImportForm(
            source: try body.required("source"), handle: try body.required("handle"), title: try body.required("title"),
            topic: body.string("topic") ?? "", at: Timestamp(milliseconds: body.integer("at") ?? 0))
        exchange.gateway.service.beginImport(form, by: caller, answer: exchange.reply(answer))
    }

    static func add(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let body = exchange.body
        var events: [ImportedEvent] = []
        for (index, form) in (body.objects("events") ?? []).enumerated() {
            events.append(try Self.event(form, index))
        }
        exchange.gateway.service.takeImport(
            events, into: exchange.room, after: SequenceNumber(body.integer("after") ?? 0),
            mark: body.string("mark") ?? "", by: caller, answer: exchange.reply(answer))
    }

    static func finish(_ exchange: Exchange, _ caller: Caller) {
        let members = exchange.body.integers("members") ?? []
        exchange.gateway.service.finishImport(
            of: exchange.room, members: members.map(AccountID.init(rawValue:)), isOpen: exchange.body.flag("open"),
            by: caller, answer: exchange.reply(answer))
    }

    private static func event(_ form: RequestBody, _ index: Int) throws(Refusal) -> ImportedEvent {
        func need<Value>(_ value: Value?, _ name: String) throws(Refusal) -> Value {
            guard let value else { throw Refusal(.badRequest, "Event \(index) needs \"\(name)\".") }
            return value
        }
        func place(_ name: String) -> SequenceNumber? { form.integer(name).map(SequenceNumber.init(_:)) }
        let what: ImportedEvent.What
        switch try form.required("kind") {
        case "message": what = .message(text: form.string("text"), thread: place("thread"), reply: place("reply_to"))
        case "edited":
            what = .edited(
                try need(place("message"), "message"), text: try need(form.string("text"), "text"),
                reply: place("reply_to"))
        case "deleted": what = .deleted(try need(place("message"), "message"))
        case "reacted":
            what = .reacted(try need(place("message"), "message"), emoji: try need(form.string("emoji"), "emoji"))
        case "joined": what = .joined
        case "left": what = .left
        default: throw Refusal(.badRequest, "Event \(index) is of no known kind.")
        }
        return ImportedEvent(
            at: Timestamp(milliseconds: try need(form.integer("at"), "at")),
            author: AccountID(rawValue: try need(form.integer("by"), "by")), what: what)
    }

    @Sendable private static func answer(_ exchange: Exchange, _ progress: ImportProgress) {
        exchange.answer(
            JSONObject.make { object in
                object.set("room", progress.room.rawValue)
                object.set("handle", progress.handle)
                object.set("head", progress.head.rawValue)
                object.set("mark", progress.mark)
                object.set("finished", progress.isFinished)
            })
    }
}
