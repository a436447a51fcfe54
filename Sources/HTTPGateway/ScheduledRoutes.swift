import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Messages that wait for their time.
enum ScheduledRoutes {
    static let operations: [Operation] = [
        Operation(
            "scheduled.list", .get, "/v1/me/scheduled", "Lists one's messages that wait, the next one first.",
            answer: .json(.object([.required("scheduled", .array(of: .scheduled))])), list),
        Operation(
            "scheduled.add", .post, "/v1/me/scheduled", "Keeps a message, to be sent at its time.",
            body: .object([
                .required("room", .id), .required("at", .time),
                .required("key", .string(format: "uuid"), "A UUID of version 7: the same again is the same message."),
                .required("text", .string()), .optional("thread", .id), .optional("reply_to", .id),
            ]),
            answer: .json(.object([.required("scheduled", .scheduled)]), status: 201),
            refusals: [
                .roomUnknown, .notAMember, .roomGone, .roomArchived, .muted, .notAllowed, .keyInvalid, .textInvalid,
                .messageUnknown, .tooMany,
            ], add),
        Operation(
            "scheduled.change", .patch, "/v1/me/scheduled/{scheduled}",
            "Changes the text or the time of one that waits.",
            body: .object([.optional("text", .string()), .optional("at", .time)]),
            answer: .json(.object([.required("scheduled", .scheduled)])), refusals: [.messageUnknown, .textInvalid],
            change),
        Operation(
            "scheduled.remove", .delete, "/v1/me/scheduled/{scheduled}",
            "Takes one back that waits; again is no error.",
            answer: .empty(), remove),
    ]

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.scheduled(
            of: caller,
            answer: exchange.reply { exchange, waiting in
                exchange.answer(JSONObject.make { $0.set("scheduled", array: waiting.map(\.json)) })
            })
    }

    static func add(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let message = NewMessage(
            key: try exchange.sendKey(), body: try exchange.messageBody(),
            thread: exchange.body.integer("thread").map(SequenceNumber.init(_:)),
            replyTo: exchange.body.integer("reply_to").map(SequenceNumber.init(_:)))
        exchange.gateway.service.schedule(
            message, to: RoomID(rawValue: exchange.body.integer("room") ?? 0),
            at: Timestamp(milliseconds: exchange.body.integer("at") ?? 0), by: caller,
            answer: exchange.reply(one(status: 201)))
    }

    static func change(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.changeScheduled(
            exchange.parameter("scheduled"), body: exchange.body.has("text") ? try exchange.messageBody() : nil,
            at: exchange.body.integer("at").map(Timestamp.init(milliseconds:)), by: caller,
            answer: exchange.reply(one(status: 200)))
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.removeScheduled(
            exchange.parameter("scheduled"), by: caller, answer: exchange.replyWithNothing())
    }

    private static func one(status: Int) -> @Sendable (Exchange, ScheduledView) -> Void {
        { exchange, scheduled in
            exchange.answer(status: status, JSONObject.make { $0.set("scheduled", json: scheduled.json) })
        }
    }
}

extension ScheduledView {
    fileprivate var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", number)
            object.set("room", room.rawValue)
            object.set("at", at.rawValue)
            object.set("text", text)
            if let thread { object.set("thread", thread.rawValue) }
            if let replyTo { object.set("reply_to", replyTo.rawValue) }
            if let failure { object.set("failure", failure) }
        }
    }
}
