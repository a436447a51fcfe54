import ChatDomain
import ChatService
import ChatWire

/// How far one has read, what is unread, and of what one is notified.
enum ReadingRoutes {
    static let operations: [Operation] = [
        Operation(
            "reading.mark", .put, "/v1/rooms/{room}/marker",
            "Moves one's marker: everything up to an event is read. Answers when that is stored.",
            body: .object([
                .required("seq", .count, "The last event that was read."),
                .optional("back", .boolean, "Moves it backwards as well, to have something unread again."),
            ]),
            answer: .json(.object([.required("marker", .marker)])),
            refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown], mark),
        Operation(
            "reading.list_unread", .get, "/v1/me/unread", "Counts what is unread in each of one's rooms.",
            answer: .json(.object([.required("rooms", .array(of: .unread))])), unread),
        Operation(
            "reading.list_markers", .get, "/v1/me/markers",
            "Lists one's markers, or those that changed since a version.",
            query: [.init("after", .count, "The highest version that one knows.")],
            answer: .json(.object([.required("markers", .array(of: .marker))])), markers),
        Operation(
            "reading.list_receipts", .get, "/v1/rooms/{room}/receipts",
            "Tells how far others have read, in rooms small enough for it.",
            answer: .json(.object([.required("receipts", .array(of: .receipt))])),
            refusals: [.roomUnknown, .notAMember, .roomGone], receipts),
        Operation(
            "reading.list_notices", .get, "/v1/me/notices", "Lists what mentions or answers one, newest first.",
            query: [.init("before", .count, "Notices before this one."), .limit],
            answer: .json(.object([.required("notices", .array(of: .notice))])), notices),
        Operation(
            "notifications.show", .get, "/v1/me/notifications",
            "Tells of what one is notified where no room says else.",
            answer: .json(.object([.required("notifications", .notifications)]))
        ) { show($0, $1, in: nil) },
        Operation(
            "notifications.set", .put, "/v1/me/notifications", "Sets of what one is notified where no room says else.",
            body: .object([
                level, mutedUntil,
                .optional("quiet", .nullable(.quietHours), "Hours of every day in which nothing notifies."),
            ]),
            answer: .json(.object([.required("notifications", .notifications)]))
        ) { set($0, $1, in: nil) },
        Operation(
            "notifications.show_room", .get, "/v1/rooms/{room}/notifications",
            "Tells of what one is notified in a room.",
            answer: .json(.object([.required("notifications", .notifications)])),
            refusals: [.roomUnknown, .notAMember, .roomGone]
        ) { show($0, $1, in: $0.room) },
        Operation(
            "notifications.set_room", .put, "/v1/rooms/{room}/notifications",
            "Sets of what one is notified in a room.", body: .object([level, mutedUntil]),
            answer: .json(.object([.required("notifications", .notifications)])),
            refusals: [.roomUnknown, .notAMember, .roomGone]
        ) { set($0, $1, in: $0.room) },
        Operation(
            "notifications.explain", .get, "/v1/rooms/{room}/messages/{message}/notification",
            "Tells whether a message notified one, and why or why not.",
            answer: .json(
                .object([
                    .required("notifies", .boolean),
                    .required("reason", .choice(NotificationReason.allCases.map(\.rawValue))),
                    .required("sentence", .string(), "The reason, for a person."),
                ])),
            refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown], explain),
    ]

    private static let level = Schema.Field.optional(
        "level", .nullable(.choice(NotificationLevel.allCases.map(\.rawValue))),
        "Absent or null for the usual: all in conversations, mentions in channels.")
    private static let mutedUntil = Schema.Field.optional(
        "muted_until", .nullable(.time), "Until then nothing notifies. Absent or null for no time.")

    static func mark(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.mark(
            exchange.room, through: SequenceNumber(exchange.body.integer("seq") ?? 0), back: exchange.body.flag("back"),
            by: caller,
            answer: exchange.reply { exchange, marker in
                exchange.answer(JSONObject.make { $0.set("marker", json: marker.json) })
            })
    }

    static func unread(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.unread(
            for: caller,
            answer: exchange.reply { exchange, rooms in
                exchange.answer(JSONObject.make { $0.set("rooms", array: rooms.map(\.json)) })
            })
    }

    static func markers(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.markers(
            of: caller, after: exchange.queryInteger("after") ?? 0,
            answer: exchange.reply { exchange, markers in
                exchange.answer(JSONObject.make { $0.set("markers", array: markers.map(\.json)) })
            })
    }

    static func receipts(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.receipts(
            in: exchange.room, for: caller,
            answer: exchange.reply { exchange, receipts in
                exchange.answer(JSONObject.make { $0.set("receipts", array: receipts.map(\.json)) })
            })
    }

    static func notices(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.notices(
            for: caller, before: exchange.queryInteger("before"), limit: exchange.pageSize,
            answer: exchange.reply { exchange, notices in
                exchange.answer(JSONObject.make { $0.set("notices", array: notices.map(\.json)) })
            })
    }

    private static func show(_ exchange: Exchange, _ caller: Caller, in room: RoomID?) {
        exchange.gateway.service.notificationSetting(
            of: caller, in: room, answer: exchange.reply(setting))
    }

    private static func set(_ exchange: Exchange, _ caller: Caller, in room: RoomID?) {
        var quiet: QuietHours?
        if let hours = exchange.body.object("quiet") {
            quiet = QuietHours(
                from: Int(clamping: hours.integer("from") ?? 0), to: Int(clamping: hours.integer("to") ?? 0),
                zone: hours.string("zone") ?? "")
        }
        exchange.gateway.service.setNotification(
            of: caller, in: room,
            level: exchange.body.string("level").flatMap(NotificationLevel.init(rawValue:)),
            mutedUntil: exchange.body.integer("muted_until").map(Timestamp.init(milliseconds:)), quiet: quiet,
            answer: exchange.reply(setting))
    }

    static func explain(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.explainNotification(
            of: SequenceNumber(exchange.parameter("message")), in: exchange.room, for: caller,
            answer: exchange.reply { exchange, reason in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("notifies", reason.notifies)
                        object.set("reason", reason.rawValue)
                        object.set("sentence", reason.sentence)
                    })
            })
    }

    @Sendable private static func setting(_ exchange: Exchange, _ view: NotificationView) {
        exchange.answer(JSONObject.make { $0.set("notifications", json: view.json) })
    }
}

extension Schema {
    fileprivate static let marker = Schema.named(
        "Marker",
        .object([
            .required("room", .id),
            .required("seq", .count, "The last event that was read."),
            .required("version", .count, "Rises with each change to any of one's markers."),
            .optional("unread", .count, "Messages behind it, where they were counted."),
            .optional("mentions", .count),
        ]))

    fileprivate static let unread = Schema.named(
        "Unread",
        .object([
            .required("room", .id),
            .required("seq", .count, "Everything up to here is read, or not there for one."),
            .required("version", .count, "The marker's; 0 when there is none yet."),
            .required("head", .count),
            .required("unread", .count),
            .required("mentions", .count),
        ]))

    fileprivate static let receipt = Schema.named(
        "Receipt", .object([.required("account", .id), .required("seq", .count)]))

    fileprivate static let notice = Schema.named(
        "Notice",
        .object([
            .required("number", .id), .required("reason", .choice(["mention", "reply", "everyone"])),
            .required("event", .event),
        ]))

    fileprivate static let quietHours = Schema.named(
        "QuietHours",
        .object([
            .required("from", .integer(min: 0, max: 1_439), "Minutes after midnight."),
            .required(
                "to", .integer(min: 0, max: 1_439), "Minutes after midnight; before \"from\" it is the next day's."),
            .required("zone", .string(max: 64), "The name of a time zone, like Europe/Vienna."),
        ]))

    fileprivate static let notifications = Schema.named(
        "Notifications",
        .object([
            .optional("level", .choice(NotificationLevel.allCases.map(\.rawValue))),
            .optional(
                "usual", .choice(NotificationLevel.allCases.map(\.rawValue)), "What holds while no level is set."),
            .optional("muted_until", .time),
            .optional("quiet", .quietHours),
        ]))
}
