import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Messages that one keeps for later.
enum SavedRoutes {
    static let operations: [Operation] = [
        Operation(
            "saved.list", .get, "/v1/me/saved", "Lists the messages that one saved, the last one first.",
            query: [.init("before", .time, "The `next` of the page before."), .limit],
            answer: .json(
                .object([
                    .required("saved", .array(of: item)),
                    .optional("next", .time, "What to give as \"before\" for the next page; absent on the last one."),
                ])), list),
        Operation(
            "saved.add", .put, "/v1/me/saved/{room}/{message}", "Saves a message; again is no error.",
            answer: .empty(), refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown, .tooMany], save(true)),
        Operation(
            "saved.remove", .delete, "/v1/me/saved/{room}/{message}",
            "Forgets that a message was saved; again is no error.", answer: .empty(), save(false)),
    ]

    private static let item = Schema.object([
        .required("room", .id), .required("seq", .id), .required("saved_at", .time),
        .optional("message", .line, "Absent when one cannot read it any more."),
    ])

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.saved(
            of: caller, before: exchange.queryInteger("before").map(Timestamp.init(milliseconds:)),
            limit: exchange.pageSize,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("saved", array: page.items.map(\.json))
                        if let next = page.next { object.set("next", next.rawValue) }
                    })
            })
    }

    private static func save(_ isOn: Bool) -> Operation.CallerHandler {
        { exchange, caller in
            exchange.gateway.service.save(
                exchange.message, in: exchange.room, isOn: isOn, by: caller, answer: exchange.replyWithNothing())
        }
    }
}

extension SavedView {
    fileprivate var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room.rawValue)
            object.set("seq", message.rawValue)
            object.set("saved_at", savedAt.rawValue)
            if let line { object.set("message", json: line.json) }
        }
    }
}
