import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Texts that one has begun: the same on all of one's devices.
enum DraftRoutes {
    static let operations: [Operation] = [
        Operation(
            "drafts.list", .get, "/v1/me/drafts", "Lists all drafts that one has.",
            answer: .json(.object([.required("drafts", .array(of: .draft))])), list),
        Operation(
            "drafts.set", .put, "/v1/me/drafts/{room}", "Keeps what one has written so far in a room, or in a thread.",
            body: .object([
                .required("text", .string(), "Blank forgets the draft."), .optional("thread", .id),
                .optional("reply_to", .id),
            ]),
            answer: .json(.object([.required("version", .count)])),
            refusals: [.roomUnknown, .notAMember, .roomGone, .tooMany], set),
        Operation(
            "drafts.remove", .delete, "/v1/me/drafts/{room}", "Forgets a draft; again is no error.",
            query: [.init("thread", .id, "Of the draft in a thread.")], answer: .empty(), remove),
    ]

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.drafts(
            of: caller,
            answer: exchange.reply { exchange, drafts in
                exchange.answer(JSONObject.make { $0.set("drafts", array: drafts.map(\.json)) })
            })
    }

    static func set(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.setDraft(
            try exchange.body.required("text"), in: exchange.room,
            thread: exchange.body.integer("thread").map(SequenceNumber.init(_:)),
            replyTo: exchange.body.integer("reply_to").map(SequenceNumber.init(_:)), by: caller,
            answer: exchange.reply { exchange, version in
                exchange.answer(JSONObject.make { $0.set("version", version) })
            })
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.setDraft(
            nil, in: exchange.room, thread: exchange.queryInteger("thread").map(SequenceNumber.init(_:)), by: caller,
            answer: exchange.replyWithNothing())
    }
}

extension DraftView {
    fileprivate var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room.rawValue)
            if let thread { object.set("thread", thread.rawValue) }
            object.set("text", text)
            if let replyTo { object.set("reply_to", replyTo.rawValue) }
            object.set("version", version)
        }
    }
}
