import ChatDomain
import ChatService
import ChatWire

/// What answers are made of, under the names that the document gives them. They describe what `ChatWire` writes.
extension Schema {
    static let account = Schema.named(
        "Account",
        .object([
            .required("id", .id),
            .required("username", .string()),
            .required("name", .string(), "The display name."),
            .optional("role", .serverRole),
            .optional("mail", .string(), "Only for oneself and for those who manage people."),
            .optional("online", .boolean, "Only in lists."),
            .optional("state", .choice(["active", "deactivated", "removed"]), "Only for those who manage people."),
            .optional("presence", .choice(["away", "dnd"]), "Of who is online and wants it known."),
            .optional("status", .status),
            .optional("picture", .string(), "The picture's tag, if there is one."),
            .optional("bot", .boolean, "True where no person writes but a program."),
            .optional("room_role", .roomRole, "Only in lists of a room's members."),
            .optional("muted_until", .time, "Likewise: until when he is muted in the room."),
        ]))

    static let status = Schema.named(
        "Status",
        .object([
            .required("text", .string()), .required("emoji", .string()),
            .optional("until", .time, "When it goes by itself."),
        ]))

    static let profile = Schema.named(
        "Profile",
        .object([
            .required("account", .account), .required("about", .string()), .required("pronouns", .string()),
            .required("time_zone", .string(), "A name of the IANA's, or empty."),
            .required("homepage", .string(), "An address of the web, or empty."),
            .required("blocked", .boolean, "Whether one has blocked him."),
        ]))

    static let ownProfile = Schema.named(
        "OwnProfile",
        .object([
            .required("about", .string()), .required("pronouns", .string()), .required("time_zone", .string()),
            .required("homepage", .string()),
            .optional("status", .status), .optional("picture", .string()),
            .required("presence", .chosenPresence), .required("may_write_to_me", .correspondents),
            .required("hides_presence", .boolean), .required("sends_read_receipts", .boolean),
        ]))

    static let chosenPresence = Schema.named(
        "ChosenPresence", .choice(ChosenPresence.allCases.map(\.rawValue)))

    static let correspondents = Schema.named(
        "Correspondents", .choice(Correspondents.allCases.map(\.rawValue)))

    static let registration = Schema.named(
        "Registration", .choice(ServiceSettings.Registration.allCases.map(\.rawValue)))

    static let scopes = Schema.named(
        "Scopes", .array(of: .choice(TokenScopes.all.names), max: 3))

    static let invite = Schema.named(
        "Invite",
        .object([
            .required("id", .id), .required("by", .id), .required("created_at", .time),
            .required("expires_at", .time), .optional("uses", .id, "How many accounts; absent for any number."),
            .required("used", .count), .required("role", .serverRole), .required("rooms", .array(of: .id)),
            .required("note", .string()),
        ]))

    static let addressBan = Schema.named(
        "AddressBan",
        .object([
            .required("id", .id), .required("address", .string(), "An address, or a block such as 192.0.2.0/24."),
            .required("by", .id, "The account of who did it."), .required("at", .time),
            .optional("until", .time, "Absent until it is removed."), .required("reason", .string()),
        ]))

    static let block = Schema.named("Block", .object([.required("account", .account), .required("at", .time)]))

    static let serverRole = Schema.named(
        "ServerRole", .choice([ServerRole.owner, .admin, .member, .guest].map(\.name)))

    static let session = Schema.named(
        "Session",
        .object([
            .required("id", .id),
            .required("kind", .choice(SessionKind.allCases.map(\.rawValue))),
            .optional("name", .string(), "What a token is called."),
            .required("client", .string(), "What the client called itself when it logged in."),
            .required("address", .string(), "From where it was used last."),
            .required("created_at", .time),
            .optional("used_at", .time, "When it was used last, to within a few minutes."),
            .optional("expires_at", .time, "When it ends by itself."),
            .optional("scopes", .scopes),
            .required("online", .boolean, "Whether it has a live connection now."),
            .required("current", .boolean, "Whether it is the one that asks."),
        ]))

    static let roomRole = Schema.named("RoomRole", .choice(RoomRole.allCases.map(\.rawValue)))

    static let room = Schema.named(
        "Room",
        .object(
            [
                .required("id", .id),
                .required("handle", .string()),
                .required("title", .string(), "For conversations without one, who else is in them."),
                .optional("kind", .choice(RoomSettings.Kind.allCases.map(\.rawValue))),
                .optional("members", .count, "How many there are."),
                .optional("joined", .boolean),
                .optional("head", .count, "The newest event; only for rooms that one belongs to."),
                .optional("archived", .boolean),
                .optional("role", .roomRole, "One's own; only for rooms that one belongs to."),
                .optional(
                    "may", .array(of: .string()),
                    "What one may do now: post, invite, mention_all, pin, take_part, change, moderate, own; or join."),
                .optional("muted_until", .time, "Until when one is muted."),
                .optional("invited", .boolean, "True for who is invited."),
                .optional("person", .account, "The other one of a direct conversation."),
                .optional("deleted_at", .time, "Only in the list of deleted rooms."),
            ] + roomSettings))

    /// What can be said of a new channel, and changed later.
    static let roomSettings: [Field] = [
        .optional("topic", .string()),
        .optional("description", .string()),
        .optional("listed", .boolean, "Whether who is no member finds it in the list of rooms."),
        .optional("guests", .boolean, "Whether guests of the server find it and join it as others do."),
        .optional(
            "entry", .choice(RoomSettings.Entry.allCases.map(\.rawValue)), "Who comes in without being asked."),
        .optional(
            "history", .choice(RoomSettings.History.allCases.map(\.rawValue)),
            "What who joins may read of what was written before."),
        .optional(
            "may_post", .roomRole,
            "The least role that may: moderator makes it a room for announcements, speaker one where moderators say who else writes."
        ),
        .optional("may_invite", .roomRole),
        .optional("may_mention_all", .roomRole),
        .optional("may_pin", .roomRole),
        .optional(
            "slow_mode", .integer(min: 0, max: Int64(RoomChange.mostSlowModeSeconds)),
            "Seconds that a member waits between two messages; 0 for none."),
        .optional(
            "retention_days", .integer(min: 0, max: Int64(RoomChange.mostRetentionDays)),
            "After how many days texts are erased; 0 for never."),
    ]

    static let ban = Schema.named(
        "Ban",
        .object([
            .required("person", .account),
            .required("by", .id, "The account of who did it."),
            .required("at", .time),
            .optional("until", .time, "Absent for good."),
            .required("reason", .string()),
        ]))

    static let invitation = Schema.named(
        "Invitation",
        .object([
            .optional("room", .room, "In the list of one's own."),
            .optional("person", .account, "In the list of a room's."),
            .optional("by", .account),
            .required("at", .time),
        ]))

    static let roomLink = Schema.named(
        "RoomLink",
        .object([
            .required("id", .id),
            .optional("by", .account),
            .required("at", .time),
            .optional("until", .time, "Absent for as long as it is not revoked."),
            .optional("uses", .count, "How many may come in by it; absent for any number."),
            .required("used", .count),
        ]))

    static let event = Schema.named(
        "Event",
        .object([
            .required("room", .integer(), "The log: a room, or one of the server's own."),
            .required("seq", .id),
            .required("at", .time),
            .required("kind", .string(), "As docs/protocol/live.md lists them; there may be more."),
            .required("by", .object([.required("id", .integer()), .required("name", .string())])),
            .required("body", .object([]), "What the kind says of it."),
        ]))

    static let line = Schema.named(
        "Line",
        .object([
            .required("room", .integer()),
            .required("seq", .id),
            .required("at", .time),
            .required("kind", .string(), "Of an event that has a place of its own: most often `message`."),
            .optional("subject", .integer(), "Of a message: the one that its thread begins with."),
            .required("by", .object([.required("id", .integer()), .required("name", .string())])),
            .required("body", .object([]), "What was written at first; `{\"erased\":true}` when it is gone."),
            .optional("now", .messageNow, "Of messages: what became of it."),
        ]))

    static let messageNow = Schema.named(
        "MessageNow",
        .object([
            .optional("body", .object([]), "The body that holds, when it was edited."),
            .optional("edits", .count),
            .optional("edited_at", .time),
            .optional("deleted", .object([.required("by", .id), .required("at", .time)])),
            .optional("reactions", .array(of: .reaction)),
            .optional("pinned", .boolean),
            .optional("poll", .pollResults),
            .optional(
                "thread", .object([.required("messages", .count), .required("last", .id)]), "Of what answers in it."),
        ]))

    private static let reaction = Schema.object([
        .required("emoji", .string()), .required("count", .count),
        .required("by", .array(of: .id), "The first of them."),
        .optional("mine", .boolean, "Whether who asks is one of them."),
    ])

    private static let pollResults = Schema.object([
        .required(
            "options",
            .array(
                of: .object([
                    .required("count", .count), .optional("by", .array(of: .id), "The first; not if anonymous."),
                ]))),
        .required("voters", .count),
        .required("mine", .array(of: .count), "What who asks chose."),
        .optional("closed", .boolean),
    ])

    static let quote = Schema.named(
        "Quote",
        .object([
            .required("seq", .id),
            .required("by", .object([.required("id", .integer()), .required("name", .string())])),
            .optional("excerpt", .string(), "One line of plain text."),
            .optional("deleted", .boolean),
        ]))

    static let draft = Schema.named(
        "Draft",
        .object([
            .required("room", .id),
            .optional("thread", .id),
            .required("text", .string()),
            .optional("reply_to", .id),
            .required("version", .count, "Rises with every change."),
        ]))

    static let scheduled = Schema.named(
        "ScheduledMessage",
        .object([
            .required("id", .id),
            .required("room", .id),
            .required("at", .time),
            .required("text", .string()),
            .optional("thread", .id),
            .optional("reply_to", .id),
            .optional("failure", .string(), "Why it was not sent. It then waits for another time."),
        ]))

    /// The answer to whatever was not done.
    static let refusal = Schema.named(
        "Refusal",
        .object([
            .required(
                "error",
                .object([
                    .required("code", .choice(RefusalCode.allCases.map(\.rawValue))),
                    .required("message", .string(), "A sentence for a person; may change."),
                    .optional(
                        "limit", .object([.required("name", .string()), .required("value", .integer())]),
                        "The limit that was met, as the configuration names it."),
                    .optional("retry_after", .count, "Seconds, as in the header Retry-After."),
                ]))
        ]))
}
