import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// What is said in a room: sending, reading, editing, deleting, pinning.
enum MessageRoutes {
    static let operations: [Operation] = [
        Operation(
            "rooms.list_events", .get, "/v1/rooms/{room}/events",
            "Reads a room's log, oldest first: the latest page, or the one at a place.",
            query: [
                .init("before", .count, "Events before this one."),
                .init("after", .count, "Events after this one."),
                .init("around", .count, "Events on both sides of this one."),
                .limit,
            ],
            answer: .json(
                .object([
                    .required("events", .array(of: .event)), .required("head", .count), .required("epoch", .string()),
                ])),
            refusals: [.roomUnknown, .notAMember, .roomGone], events),
        Operation(
            "messages.list", .get, "/v1/rooms/{room}/messages",
            "Reads what people see of a room, oldest first, with what became of each message.",
            query: [
                .init("before", .count, "Lines before this one."),
                .init("after", .count, "Lines after this one."),
                .init("around", .count, "Lines on both sides of this one."),
                .init("before_date", .string(), "Lines older than a day (`2026-05-01`, UTC) or than milliseconds."),
                .init("after_date", .string(), "Lines newer than the beginning of a day, or than milliseconds."),
                .init("around_date", .string(), "Lines on both sides of a day's beginning, or of milliseconds."),
                .init("thread", .id, "The message that a thread begins with: its messages alone."),
                .init("messages_only", .boolean, "Whether to leave out who comes and goes, and what changes."),
                .limit,
            ],
            answer: .json(page), refusals: [.roomUnknown, .notAMember, .roomGone], lines),
        Operation(
            "messages.post", .post, "/v1/rooms/{room}/messages", "Says something in a room.",
            body: .object([
                .required("key", .string(format: "uuid"), "A UUID of version 7: the same again is the same message."),
                .optional("text", .string(), "Markdown. Needed for all but a forwarded message."),
                .optional("thread", .id, "A message of the thread that it belongs to, or the one that begins it."),
                .optional("reply_to", .id, "The message that it answers."),
                .optional(
                    "poll",
                    .object([
                        .required("options", .array(of: .string(), max: 100)), .optional("multiple", .boolean),
                        .optional("anonymous", .boolean), .optional("closes_at", .time),
                    ]), "Makes the text a question."),
                .optional(
                    "forward", .object([.required("room", .id), .required("message", .id)]),
                    "Takes over the text of a message elsewhere."),
            ]),
            answer: .json(
                .object([
                    .required("room", .id), .required("seq", .id), .required("at", .time),
                    .optional("duplicate", .boolean, "The key was there already; nothing new was said."),
                ])),
            refusals: changing + [.keyInvalid, .textInvalid, .muted, .slowMode, .notAllowed], post),
        Operation(
            "messages.show", .get, "/v1/rooms/{room}/messages/{message}", "Reads one message as it is now.",
            answer: .json(.object([.required("message", .line), .required("quotes", .array(of: .quote))])),
            refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown], show),
        Operation(
            "messages.edit", .patch, "/v1/rooms/{room}/messages/{message}", "Changes the text of one's own message.",
            body: .object([.required("text", .string())]), answer: .empty(),
            refusals: changing + [.textInvalid, .muted, .notAllowed], edit),
        Operation(
            "messages.delete", .delete, "/v1/rooms/{room}/messages/{message}",
            "Takes a message's text away, with all its versions; again is no error.",
            body: .object([.optional("reason", .string(max: 1_000), "Of a moderator, for the audit log.")]),
            answer: .empty(), refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown, .notAllowed], delete),
        Operation(
            "messages.list_versions", .get, "/v1/rooms/{room}/messages/{message}/history",
            "Reads a message's texts, the first one first.",
            answer: .json(.object([.required("versions", .array(of: .event))])),
            refusals: [.roomUnknown, .notAMember, .roomGone, .messageUnknown, .messageGone], versions),
        Operation(
            "messages.list_pins", .get, "/v1/rooms/{room}/pins", "Lists the pinned messages, the newest first.",
            answer: .json(page), refusals: [.roomUnknown, .notAMember, .roomGone], pins),
        Operation(
            "messages.pin", .put, "/v1/rooms/{room}/pins/{message}", "Pins a message; again is no error.",
            answer: .empty(), refusals: changing + [.notAllowed, .tooMany], pin(true)),
        Operation(
            "messages.unpin", .delete, "/v1/rooms/{room}/pins/{message}", "Takes a pin away; again is no error.",
            answer: .empty(), refusals: changing + [.notAllowed], pin(false)),
    ]

    /// What may stand in the way of a change to a message.
    static let changing: [RefusalCode] = [
        .roomUnknown, .notAMember, .roomGone, .roomArchived, .messageUnknown, .messageGone,
    ]

    private static let page = Schema.object([
        .required("messages", .array(of: .line)),
        .required("quotes", .array(of: .quote), "Of what these messages answer."),
        .required("head", .count, "What changes these messages comes after it."),
        .required("epoch", .string()),
    ])

    // MARK: Reading

    static func events(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        try events(exchange, caller, of: exchange.room)
    }

    /// The raw log of a room, or of what is none.
    static func events(_ exchange: Exchange, _ caller: Caller, of room: RoomID) throws(Refusal) {
        let range = HistoryRange(anchor: try anchor(exchange), limit: exchange.pageSize)
        exchange.gateway.service.history(
            of: room, range, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("events", array: page.json)
                        object.set("head", page.head.rawValue)
                        object.set("epoch", page.epoch.text)
                    })
            })
    }

    static func lines(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let range = HistoryRange(anchor: try anchor(exchange), limit: exchange.pageSize)
        let thread = exchange.queryInteger("thread").map { LineSelection.thread(SequenceNumber($0)) }
        let selection = thread ?? (exchange.queryFlag("messages_only") ? .messages : .all)
        exchange.gateway.service.lines(
            selection, of: exchange.room, range, for: caller, answer: exchange.reply(Self.page))
    }

    static func pins(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.pins(of: exchange.room, for: caller, answer: exchange.reply(Self.page))
    }

    private static func page(_ exchange: Exchange, _ page: LinePage) {
        exchange.answer(
            JSONObject.make { object in
                object.set("messages", array: page.lines.map(\.json))
                object.set("quotes", array: page.quotes.map(\.json))
                object.set("head", page.head.rawValue)
                object.set("epoch", page.epoch.text)
            })
    }

    static func show(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.message(
            exchange.message, in: exchange.room, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        if let line = page.lines.first { object.set("message", json: line.json) }
                        object.set("quotes", array: page.quotes.map(\.json))
                    })
            })
    }

    static func versions(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.versions(
            of: exchange.message, in: exchange.room, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(JSONObject.make { $0.set("versions", array: page.json) })
            })
    }

    private static func anchor(_ exchange: Exchange) throws(Refusal) -> HistoryRange.Anchor {
        func place(_ name: String) -> SequenceNumber? {
            exchange.queryInteger(name).map(SequenceNumber.init(rawValue:))
        }
        let anchors: [HistoryRange.Anchor?] = [
            place("before").map { .before($0) }, place("after").map { .after($0) }, place("around").map { .around($0) },
            try moment("before_date", exchange).map { .beforeMoment($0) },
            try moment("after_date", exchange).map { .afterMoment($0) },
            try moment("around_date", exchange).map { .moment($0) },
        ]
        let given = anchors.compactMap(\.self)
        guard given.count < 2 else {
            throw Refusal(.badRequest, "Give one place to read at: before, after, or around.")
        }
        return given.first ?? .latest
    }

    private static func moment(_ name: String, _ exchange: Exchange) throws(Refusal) -> Timestamp? {
        guard let date = exchange.queryString(name) else { return nil }
        guard let moment = Timestamp(dayOrMilliseconds: date) else {
            throw Refusal(.badRequest, "\"\(name)\" must be a day, as 2026-05-01, or milliseconds since 1970.")
        }
        return moment
    }

    // MARK: Changing

    static func post(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let source = exchange.body.object("forward").map { source in
            NewMessage.Source(
                room: RoomID(rawValue: source.integer("room") ?? 0),
                message: SequenceNumber(source.integer("message") ?? 0))
        }
        let poll = exchange.body.object("poll").map { poll in
            MessageContent.Poll(
                options: poll.strings("options") ?? [], isMultiple: poll.flag("multiple"),
                isAnonymous: poll.flag("anonymous"), closesAt: poll.integer("closes_at"))
        }
        if source != nil, poll != nil || exchange.body.has("text") {
            throw Refusal(.badRequest, "A forwarded message has the text of its source, and no other.")
        }
        let message = NewMessage(
            key: try exchange.sendKey(), body: source == nil ? try exchange.messageBody() : [],
            thread: exchange.body.integer("thread").map(SequenceNumber.init(_:)),
            replyTo: exchange.body.integer("reply_to").map(SequenceNumber.init(_:)), poll: poll, source: source)
        exchange.gateway.service.post(
            to: exchange.room, message, by: caller,
            answer: exchange.reply { exchange, posted in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("room", posted.room.rawValue)
                        object.set("seq", posted.sequence.rawValue)
                        object.set("at", posted.at.rawValue)
                        if posted.duplicate { object.set("duplicate", true) }
                    })
            })
    }

    static func edit(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.edit(
            exchange.message, in: exchange.room, body: try exchange.messageBody(), by: caller,
            answer: exchange.replyWithNothing())
    }

    static func delete(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.delete(
            exchange.message, in: exchange.room, reason: exchange.body.string("reason"), by: caller,
            answer: exchange.replyWithNothing())
    }

    private static func pin(_ isOn: Bool) -> Operation.CallerHandler {
        { exchange, caller in
            exchange.gateway.service.pin(
                exchange.message, in: exchange.room, isOn: isOn, by: caller, answer: exchange.replyWithNothing())
        }
    }
}

extension Exchange {
    /// The message of a path with `{message}`.
    var message: SequenceNumber { SequenceNumber(parameter("message")) }

    /// The body's `key`.
    func sendKey() throws(Refusal) -> SendKey {
        guard let key = SendKey(try body.required("key")) else {
            throw Refusal(.keyInvalid, "\"key\" must be a UUID of version 7 in text form.")
        }
        return key
    }

    /// The body's `text`, as a message's body.
    func messageBody() throws(Refusal) -> [UInt8] {
        let limit = gateway.settings.limits.messageBytes
        let text = Array(try body.required("text").utf8)
        do throws(MessageBody.Fault) {
            return try MessageBody.make(text: text, limit: limit)
        } catch {
            throw error.refusal(limit: limit)
        }
    }
}

extension HistoryPage {
    /// Its events, each as JSON.
    fileprivate var json: [[UInt8]] {
        zip(events, authors).map { event, author in
            var json: [UInt8] = []
            EventJSON.append(event, author: author.displayName, live: false, to: &json)
            return json
        }
    }
}

extension Timestamp {
    /// Reads `2026-05-01`, which is its beginning in UTC, or a number of milliseconds since 1970.
    init?(dayOrMilliseconds text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        func number(_ digits: Substring, _ count: ClosedRange<Int>) -> Int64? {
            guard count.contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return Int64(digits)
        }
        if parts.count == 1, let milliseconds = number(parts[0], 1...15) {
            self.init(milliseconds: milliseconds)
            return
        }
        guard parts.count == 3, let year = number(parts[0], 4...4), let month = number(parts[1], 2...2),
            let day = number(parts[2], 2...2), year >= 1970, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Days since 1970 in the Gregorian calendar: years begin in March, so that the leap day is a year's last.
        let (shifted, ordinal) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * ordinal + 2) / 5 + day - 1
        self.init(milliseconds: (days - 719_468) * 86_400_000)
    }
}
