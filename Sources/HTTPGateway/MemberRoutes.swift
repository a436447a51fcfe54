import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Who is in a room, as what, and who is kept out of it.
enum MemberRoutes {
    static let operations: [Operation] = [
        Operation(
            "rooms.join", .put, "/v1/rooms/{room}/members/me",
            "Joins a room, following an invitation if there is one; again is no error.",
            answer: .json(RoomRoutes.oneRoom),
            refusals: [.roomUnknown, .roomGone, .notAllowed, .tooMany], join),
        Operation(
            "rooms.leave", .delete, "/v1/rooms/{room}/members/me", "Leaves a room; again is no error.",
            answer: .empty(), refusals: [.roomUnknown, .roomGone, .notAllowed, .lastOwner], leave),
        Operation(
            "rooms.list_members", .get, "/v1/rooms/{room}/members",
            "Lists a room's members with their roles, page by page.",
            query: [after, .limit],
            answer: .json(
                .object([.required("members", .array(of: .account)), .required("member_count", .count), next])),
            refusals: [.roomUnknown, .roomGone, .notAMember], list),
        Operation(
            "rooms.set_member", .put, "/v1/rooms/{room}/members/{person}",
            "Changes a member's role or mutes him; without a body, puts somebody in who is no member.",
            body: .object([
                .optional("role", .roomRole),
                .optional("muted_until", .time, "Milliseconds since 1970; 0 lets him speak again."),
            ]),
            answer: .json(.object([.required("member", .account)])),
            refusals: RoomRoutes.inside + [.personUnknown, .roomArchived, .lastOwner, .tooMany], set),
        Operation(
            "rooms.remove_member", .delete, "/v1/rooms/{room}/members/{person}", "Puts a member out of a room.",
            body: .object([.optional("reason", .string(), "He is told, and who reads the room.")]), answer: .empty(),
            refusals: RoomRoutes.inside + [.personUnknown, .roomArchived, .textInvalid], remove),
        Operation(
            "rooms.hand_over", .put, "/v1/rooms/{room}/owner",
            "Makes another member the owner in one's own place; one stays as a moderator.",
            body: .object([.required("person", .id)]), answer: .json(RoomRoutes.oneRoom),
            refusals: RoomRoutes.inside + [.personUnknown], handOver),
        Operation(
            "rooms.list_bans", .get, "/v1/rooms/{room}/bans", "Lists who is kept out of a room, page by page.",
            query: [after, .limit],
            answer: .json(.object([.required("bans", .array(of: .ban)), next])), refusals: RoomRoutes.inside, bans),
        Operation(
            "rooms.ban", .put, "/v1/rooms/{room}/bans/{person}",
            "Keeps somebody out of a room, and puts him out if he is in it.",
            body: .object([
                .optional("until", .time, "Milliseconds since 1970; for good when absent."),
                .optional("reason", .string(), "He is told."),
            ]),
            answer: .empty(),
            refusals: RoomRoutes.inside + [.personUnknown, .roomArchived, .textInvalid, .tooMany], ban),
        Operation(
            "rooms.unban", .delete, "/v1/rooms/{room}/bans/{person}", "Keeps somebody out no longer.",
            answer: .empty(), refusals: RoomRoutes.inside + [.roomArchived], unban),
    ]

    private static let after = Operation.Query("after", .count, "The last account of the page before.")
    private static let next = Schema.Field.optional(
        "next", .id, "What to give as \"after\" for the next page; absent on the last one.")

    static func join(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.join(
            exchange.room, caller: caller, answer: exchange.reply(RoomRoutes.room(status: 200)))
    }

    static func leave(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.leave(exchange.room, caller: caller, answer: exchange.replyWithNothing())
    }

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.members(
            of: exchange.room, after: exchange.queryInteger("after").map(AccountID.init(rawValue:)),
            limit: exchange.pageSize, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("members", array: page.members.map(\.json))
                        object.set("member_count", page.count)
                        if let next = page.next { object.set("next", next.rawValue) }
                    })
            })
    }

    static func set(_ exchange: Exchange, _ caller: Caller) {
        let change = MemberChange(
            role: exchange.body.string("role").flatMap(RoomRole.init(rawValue:)),
            mutedUntil: exchange.body.integer("muted_until"))
        exchange.gateway.service.setMember(
            exchange.person, of: exchange.room, change, by: caller,
            answer: exchange.reply { exchange, member in
                exchange.answer(JSONObject.make { $0.set("member", json: member.json) })
            })
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.removeMember(
            exchange.person, of: exchange.room, reason: exchange.body.string("reason") ?? "", by: caller,
            answer: exchange.replyWithNothing())
    }

    static func handOver(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.handOver(
            exchange.room, to: AccountID(rawValue: exchange.body.integer("person") ?? 0), by: caller,
            answer: exchange.reply(RoomRoutes.room(status: 200)))
    }

    static func bans(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.bans(
            from: exchange.room, after: exchange.queryInteger("after").map(AccountID.init(rawValue:)),
            limit: exchange.pageSize, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("bans", array: page.bans.map(\.json))
                        if let next = page.next { object.set("next", next.rawValue) }
                    })
            })
    }

    static func ban(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.ban(
            exchange.person, from: exchange.room,
            until: exchange.body.integer("until").map(Timestamp.init(milliseconds:)),
            reason: exchange.body.string("reason") ?? "", by: caller, answer: exchange.replyWithNothing())
    }

    static func unban(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.unban(
            exchange.person, from: exchange.room, by: caller, answer: exchange.replyWithNothing())
    }
}
