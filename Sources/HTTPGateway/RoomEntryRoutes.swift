import ChatDomain
import ChatService
import ChatWire
import HTTPWire
import Secrets

/// Ways into a room: invitations and links.
enum RoomEntryRoutes {
    static let operations: [Operation] = [
        Operation(
            "rooms.invite", .post, "/v1/rooms/{room}/invitations", "Invites somebody; again is no error.",
            body: .object([.required("person", .id)]), answer: .empty(),
            refusals: RoomRoutes.inside + [.personUnknown, .roomArchived, .tooMany], invite),
        Operation(
            "rooms.list_invitations", .get, "/v1/rooms/{room}/invitations", "Lists who is invited to a room.",
            answer: .json(.object([.required("invitations", .array(of: .invitation))])),
            refusals: [.roomUnknown, .roomGone, .notAMember], invited),
        Operation(
            "rooms.decline", .delete, "/v1/rooms/{room}/invitations/me",
            "Declines an invitation; joining the room follows it.", answer: .empty(),
            refusals: [.roomUnknown, .roomGone], decline),
        Operation(
            "rooms.uninvite", .delete, "/v1/rooms/{room}/invitations/{person}",
            "Takes an invitation back: one's own, or as a moderator any.", answer: .empty(),
            refusals: RoomRoutes.inside + [.roomArchived], uninvite),
        Operation(
            "me.list_invitations", .get, "/v1/me/invitations", "Lists the rooms that one is invited to.",
            answer: .json(.object([.required("invitations", .array(of: .invitation))])), invitations),
        Operation(
            "rooms.create_link", .post, "/v1/rooms/{room}/links",
            "Makes a link by which others come into the room, also one for invited people only.",
            body: .object([
                .optional(
                    "expires_in", .integer(min: 0, max: mostSeconds),
                    "Seconds that it is good; a week when absent, 0 for as long as it is not revoked."),
                .optional("uses", .integer(min: 0, max: 1_000_000), "How many may come in by it; 0 for any number."),
            ]),
            answer: .json(
                .object([
                    .required("link", .roomLink), .required("token", .string(), "Told only now: it is not kept."),
                ]), status: 201),
            refusals: RoomRoutes.inside + [.roomArchived, .tooMany], createLink),
        Operation(
            "rooms.list_links", .get, "/v1/rooms/{room}/links",
            "Lists the links that are good: for moderators all, for others their own.",
            answer: .json(.object([.required("links", .array(of: .roomLink))])),
            refusals: [.roomUnknown, .roomGone, .notAMember], links),
        Operation(
            "rooms.revoke_link", .delete, "/v1/rooms/{room}/links/{link}",
            "Revokes a link: one's own, or as a moderator any.", answer: .empty(), refusals: RoomRoutes.inside,
            revokeLink),
        Operation(
            "rooms.join_by_link", .post, "/v1/links/join", "Joins the room that a link leads to.",
            body: .object([.required("token", .string())]), answer: .json(RoomRoutes.oneRoom),
            refusals: [.linkInvalid, .tooMany], joinByLink),
    ]

    private static let week: Int64 = 604_800
    /// A year.
    private static let mostSeconds: Int64 = 31_536_000

    static func invite(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.invite(
            AccountID(rawValue: exchange.body.integer("person") ?? 0), to: exchange.room, by: caller,
            answer: exchange.replyWithNothing())
    }

    static func invited(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.invitations(to: exchange.room, for: caller, answer: exchange.reply(write))
    }

    static func invitations(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.invitations(of: caller, answer: exchange.reply(write))
    }

    @Sendable private static func write(_ exchange: Exchange, _ invitations: [InvitationView]) {
        exchange.answer(JSONObject.make { $0.set("invitations", array: invitations.map(\.json)) })
    }

    static func decline(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.decline(exchange.room, by: caller, answer: exchange.replyWithNothing())
    }

    static func uninvite(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.uninvite(
            exchange.person, from: exchange.room, by: caller, answer: exchange.replyWithNothing())
    }

    // MARK: Links

    static func createLink(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.makeLink(
            to: exchange.room, seconds: exchange.body.integer("expires_in") ?? week,
            uses: Int(exchange.body.integer("uses") ?? 0), by: caller,
            answer: exchange.reply { exchange, made in
                exchange.answer(
                    status: 201,
                    JSONObject.make { object in
                        object.set("link", json: made.link.json)
                        object.set("token", made.token.text)
                    })
            })
    }

    static func links(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.links(
            to: exchange.room, for: caller,
            answer: exchange.reply { exchange, links in
                exchange.answer(JSONObject.make { $0.set("links", array: links.map(\.json)) })
            })
    }

    static func revokeLink(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.revokeLink(
            exchange.parameter("link"), to: exchange.room, by: caller, answer: exchange.replyWithNothing())
    }

    static func joinByLink(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        guard let token = Token(text: try exchange.body.required("token")) else { throw .linkInvalid }
        exchange.gateway.service.join(
            by: token, caller: caller, answer: exchange.reply(RoomRoutes.room(status: 200)))
    }
}
