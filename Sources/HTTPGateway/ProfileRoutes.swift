import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Oneself: what one says of oneself, one's picture, and of whom one wants to hear nothing.
enum ProfileRoutes {
    static let picturePath = "/v1/me/picture"

    static let operations: [Operation] = [
        Operation(
            "me.show", .get, "/v1/me", "Tells who one is, and which rooms one belongs to.",
            answer: .json(
                .object([
                    .required("account", .account), .required("profile", .ownProfile),
                    .required("rooms", .array(of: .room)),
                ])), me),
        Operation(
            "me.change", .patch, "/v1/me", "Changes what one says of oneself; what is absent stays as it is.",
            body: .object([
                .optional("name", .string()), .optional("about", .string()), .optional("pronouns", .string()),
                .optional("time_zone", .string(), "A name of the IANA's, such as Europe/Berlin; empty takes it away."),
                .optional("homepage", .string(), "An address of the web; empty takes it away."),
                .optional(
                    "status",
                    .nullable(
                        .object([
                            .optional("text", .string()), .optional("emoji", .string()),
                            .optional("until", .time, "When it goes by itself."),
                        ])), "null takes it away."),
                .optional("presence", .chosenPresence), .optional("may_write_to_me", .correspondents),
                .optional("hides_presence", .boolean), .optional("sends_read_receipts", .boolean),
            ]),
            answer: own, refusals: [.nameInvalid, .textInvalid], change),
        Operation(
            "me.set_picture", .put, picturePath, "Makes a small square of a picture, and shows it as one's own.",
            media: ["image/png", "image/jpeg", "image/webp", "image/gif"], answer: own,
            refusals: [.pictureInvalid], setPicture),
        Operation(
            "me.remove_picture", .delete, picturePath, "Takes one's picture away.", answer: own, removePicture),
        Operation(
            "me.list_blocks", .get, "/v1/me/blocks", "Lists whom one has blocked.",
            answer: .json(.object([.required("blocks", .array(of: .block))])), blocks),
        Operation(
            "me.block", .put, "/v1/me/blocks/{person}",
            "Blocks somebody: he cannot write to one directly, and clients fold what he writes in rooms.",
            answer: .empty(), refusals: [.personUnknown, .tooMany], block),
        Operation(
            "me.unblock", .delete, "/v1/me/blocks/{person}", "Blocks somebody no more.", answer: .empty(), unblock),
    ]

    private static let own = Operation.Answer.json(
        .object([.required("account", .account), .required("profile", .ownProfile)]))

    static func me(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.ownAccount(
            of: caller,
            answer: exchange.reply { exchange, own in
                exchange.gateway.service.rooms(
                    for: caller,
                    answer: exchange.reply { exchange, rooms in
                        exchange.answer(
                            JSONObject.make { object in
                                object.set("account", json: own.account.json)
                                object.set("profile", json: own.profile.json)
                                object.set("rooms", array: rooms.filter { $0.joined == true }.map(\.json))
                            })
                    })
            })
    }

    static func change(_ exchange: Exchange, _ caller: Caller) {
        let body = exchange.body
        var change = ProfileChange()
        change.name = body.string("name")
        change.about = body.string("about")
        change.pronouns = body.string("pronouns")
        change.timeZone = body.string("time_zone")
        change.homepage = body.string("homepage")
        if body.has("status") {
            let status = body.object("status")
            change.status = StatusView(
                text: status?.string("text") ?? "", emoji: status?.string("emoji") ?? "",
                until: status?.integer("until"))
        }
        change.presence = body.string("presence").flatMap(ChosenPresence.init(rawValue:))
        change.mayWriteToMe = body.string("may_write_to_me").flatMap(Correspondents.init(rawValue:))
        change.hidesPresence = body.boolean("hides_presence")
        change.sendsReadReceipts = body.boolean("sends_read_receipts")
        exchange.gateway.service.changeProfile(change, of: caller, answer: exchange.reply(answer))
    }

    @Sendable private static func answer(_ exchange: Exchange, _ own: OwnAccount) {
        exchange.answer(
            JSONObject.make { object in
                object.set("account", json: own.account.json)
                object.set("profile", json: own.profile.json)
            })
    }

    static func setPicture(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        guard !exchange.request.body.isEmpty else {
            throw Refusal(.badRequest, "The body must be a picture: PNG, JPEG, WebP or GIF.")
        }
        exchange.gateway.service.setPicture(exchange.request.body, of: caller, answer: exchange.reply(answer))
    }

    static func removePicture(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.removePicture(of: caller, answer: exchange.reply(answer))
    }

    static func blocks(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.blocks(
            of: caller,
            answer: exchange.reply { exchange, blocks in
                exchange.answer(JSONObject.make { $0.set("blocks", array: blocks.map(\.json)) })
            })
    }

    static func block(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.setBlocked(true, exchange.person, by: caller, answer: exchange.replyWithNothing())
    }

    static func unblock(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.setBlocked(false, exchange.person, by: caller, answer: exchange.replyWithNothing())
    }
}
