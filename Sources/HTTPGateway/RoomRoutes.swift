import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Rooms: finding, making, changing and deleting them.
enum RoomRoutes {
    static let operations: [Operation] = [
        Operation(
            "rooms.list", .get, "/v1/rooms", "Lists the rooms that one can see, in the order of their numbers.",
            query: [
                .init("mine", .boolean, "Only those that one belongs to."),
                .init("q", .string(max: 200), "Only those with this in their handle, title or topic."),
                .init("after", .count, "The last room of the page before."),
                .init("limit", .integer(min: 1, max: 1_000), "How many at most; 1,000 when absent."),
            ],
            answer: .json(
                .object([
                    .required("rooms", .array(of: .room)),
                    .optional("next", .id, "What to give as \"after\" for the next page; absent on the last one."),
                ])), list),
        Operation(
            "rooms.create", .post, "/v1/rooms", "Makes a channel, whose owner one is.",
            body: .object(
                [.required("handle", .string()), .optional("title", .string(), "The handle when absent.")]
                    + Schema.roomSettings),
            answer: .json(oneRoom, status: 201),
            refusals: [.notAllowed, .nameInvalid, .textInvalid, .roomNameTaken, .tooManyRooms], create),
        Operation(
            "rooms.show", .get, "/v1/rooms/{room}", "Tells of one room.", answer: .json(oneRoom),
            refusals: [.roomUnknown, .roomGone], show),
        Operation(
            "rooms.change", .patch, "/v1/rooms/{room}", "Changes what a room is called, or how it is used.",
            body: .object(
                [
                    .optional("handle", .string()), .optional("title", .string()),
                    .optional(
                        "archived", .boolean,
                        "Whether it is only there to be read. For owners, as how long texts are kept."),
                ] + Schema.roomSettings),
            answer: .json(oneRoom),
            refusals: inside + [.nameInvalid, .textInvalid, .roomNameTaken, .roomArchived], change),
        Operation(
            "rooms.delete", .delete, "/v1/rooms/{room}",
            "Deletes a room; its owners can bring it back for `room_restore_days`.", answer: .empty(),
            refusals: inside, delete),
        Operation(
            "rooms.restore", .post, "/v1/rooms/{room}/restore", "Brings a deleted room back.", answer: .json(oneRoom),
            refusals: [.roomUnknown, .roomGone], restore),
        Operation(
            "rooms.list_deleted", .get, "/v1/rooms/deleted", "Lists the deleted rooms that one may bring back.",
            answer: .json(.object([.required("rooms", .array(of: .room))])), listDeleted),
        Operation(
            "rooms.open_direct", .post, "/v1/direct",
            "Opens the direct conversation with somebody: the one that is there, or a new one.",
            body: .object([.required("person", .id)]), answer: .json(oneRoom),
            refusals: [.notAllowed, .personUnknown], openDirect),
        Operation(
            "rooms.create_group", .post, "/v1/groups", "Begins a conversation of a few people.",
            body: .object([
                .required("people", .array(of: .id, max: 1_000), "Who is in it besides oneself."),
                .optional("title", .string()),
            ]),
            answer: .json(oneRoom, status: 201),
            refusals: [.notAllowed, .personUnknown, .nameInvalid, .tooMany, .tooManyRooms], createGroup),
    ]

    /// What anything inside a room may be refused with.
    static let inside: [RefusalCode] = [.roomUnknown, .roomGone, .notAMember, .notAllowed]

    static let oneRoom = Schema.object([.required("room", .room)])

    static func list(_ exchange: Exchange, _ caller: Caller) {
        var query = RoomQuery()
        query.mineOnly = exchange.queryFlag("mine")
        query.text = exchange.queryString("q")
        query.after = exchange.queryInteger("after").map(RoomID.init(rawValue:))
        query.limit = Int(exchange.queryInteger("limit") ?? 1_000)
        exchange.gateway.service.rooms(
            matching: query, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("rooms", array: page.rooms.map(\.json))
                        if let next = page.next { object.set("next", next.rawValue) }
                    })
            })
    }

    static func create(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        var form = settings(exchange.body)
        form.title = exchange.body.string("title")
        exchange.gateway.service.createRoom(
            handle: try exchange.body.required("handle"), as: form, by: caller,
            answer: exchange.reply(room(status: 201)))
    }

    /// What both a new channel and a change may say. The schema has checked it.
    private static func settings(_ body: RequestBody) -> RoomChange {
        var change = RoomChange()
        change.topic = body.string("topic")
        change.summary = body.string("description")
        change.isListed = body.boolean("listed")
        change.admitsGuests = body.boolean("guests")
        change.entry = body.string("entry").flatMap(RoomSettings.Entry.init(rawValue:))
        change.history = body.string("history").flatMap(RoomSettings.History.init(rawValue:))
        change.mayPost = body.string("may_post").flatMap(RoomRole.init(rawValue:))
        change.mayInvite = body.string("may_invite").flatMap(RoomRole.init(rawValue:))
        change.mayMentionAll = body.string("may_mention_all").flatMap(RoomRole.init(rawValue:))
        change.mayPin = body.string("may_pin").flatMap(RoomRole.init(rawValue:))
        change.slowModeSeconds = body.integer("slow_mode").map(Int.init)
        change.retentionDays = body.integer("retention_days").map(Int.init)
        return change
    }

    static func change(_ exchange: Exchange, _ caller: Caller) {
        var change = settings(exchange.body)
        change.handle = exchange.body.string("handle")
        change.title = exchange.body.string("title")
        change.isArchived = exchange.body.boolean("archived")
        exchange.gateway.service.change(
            exchange.room, change, by: caller, answer: exchange.reply(room(status: 200)))
    }

    static func delete(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.deleteRoom(exchange.room, by: caller, answer: exchange.replyWithNothing())
    }

    static func restore(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.restoreRoom(exchange.room, by: caller, answer: exchange.reply(room(status: 200)))
    }

    static func listDeleted(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.deletedRooms(
            for: caller,
            answer: exchange.reply { exchange, rooms in
                exchange.answer(JSONObject.make { $0.set("rooms", array: rooms.map(\.json)) })
            })
    }

    static func openDirect(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.openDirect(
            with: AccountID(rawValue: exchange.body.integer("person") ?? 0), by: caller,
            answer: exchange.reply(room(status: 200)))
    }

    static func createGroup(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.makeGroup(
            of: (exchange.body.integers("people") ?? []).map(AccountID.init(rawValue:)),
            title: exchange.body.string("title") ?? "", by: caller, answer: exchange.reply(room(status: 201)))
    }

    static func show(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.room(exchange.room, for: caller, answer: exchange.reply(room(status: 200)))
    }

    static func room(status: Int) -> @Sendable (Exchange, RoomView) -> Void {
        { exchange, room in
            exchange.answer(status: status, JSONObject.make { $0.set("room", json: room.json) })
        }
    }
}
