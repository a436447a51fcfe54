import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// How the server is entered: who may register, and the links that let people do it.
enum EntryRoutes {
    static let operations: [Operation] = [
        Operation(
            "server.show_settings", .get, "/v1/server/settings", "Shows the server's name and who may make an account.",
            answer: .json(settings), refusals: [.notAllowed], showSettings),
        Operation(
            "server.change_settings", .patch, "/v1/server/settings",
            "Sets the server's name and who may make an account, from now on and over restarts. For owners.",
            body: .object([
                .optional("name", .nullable(.string()), "null goes back to what the server was started with."),
                .optional(
                    "registration", .nullable(.registration), "null goes back to what the server was started with."),
                .optional("mail_domains", .array(of: .string(), max: 100), "Empty allows all."),
                .optional(
                    "guests", .nullable(.boolean),
                    "Whether anyone may come in by IRC under a free name; null goes back to what the server was started with."
                ),
            ]),
            answer: .json(settings), refusals: [.notAllowed, .nameInvalid, .mailInvalid], changeSettings),
        Operation(
            "invites.list", .get, "/v1/invites", "Lists the links that have not run out.",
            answer: .json(.object([.required("invites", .array(of: .invite))])), refusals: [.notAllowed], list),
        Operation(
            "invites.make", .post, "/v1/invites",
            "Makes a link by which people make their own accounts; its token is told here and never again.",
            body: .object([
                .optional("role", .choice(["member", "guest"]), "member when absent."),
                .optional("rooms", .array(of: .id, max: 50), "Where the new people are put."),
                .optional("uses", .integer(min: 1, max: 1_000_000), "How many accounts; any number when absent."),
                .optional("expires_at", .time, "A week from now when absent."),
                .optional("note", .string(), "For those who manage links."),
            ]),
            answer: .json(
                .object([.required("invite", .invite), .required("token", .string())]), status: 201),
            refusals: [.notAllowed, .tooMany, .nameInvalid, .roomUnknown, .roomGone, .roomArchived, .notAMember],
            make),
        Operation(
            open: "invites.check", .get, "/v1/invites/check",
            "Tells whether a link is good and, if so, who invites where.",
            query: [Operation.Query("token", .string(max: 64), "The link's.")],
            answer: .json(invitation), check),
        Operation(
            "invites.revoke", .delete, "/v1/invites/{invite}", "Revokes a link. Who came by it stays.",
            answer: .empty(), refusals: [.notAllowed], revoke),
    ]

    private static let settings = Schema.object([
        .required("name", .string()), .required("registration", .registration),
        .required("mail_domains", .array(of: .string())),
        .required("guests", .boolean, "Whether anyone may come in by IRC under a free name."),
        .required("started_with", .registration, "The registration that counts while nothing else is set."),
    ])

    private static let invitation = Schema.object([
        .required("good", .boolean),
        .optional("by", .string(), "The name of who made it. This and the rest only of a good one."),
        .optional("role", .choice(["member", "guest"])),
        .optional("rooms", .array(of: .string()), "The titles of the rooms that it leads to and that all may know of."),
        .optional("until", .time),
    ])

    static func showSettings(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.entryRules(for: caller, answer: exchange.reply(answer))
    }

    static func changeSettings(_ exchange: Exchange, _ caller: Caller) {
        let body = exchange.body
        var change = EntryChange(mailDomains: body.strings("mail_domains"))
        change.name = body.isNull("name") ? .asStarted : body.string("name").map { .set($0) }
        if body.isNull("registration") {
            change.registration = .asStarted
        } else if let registration = body.string("registration").flatMap(ServiceSettings.Registration.init(rawValue:)) {
            change.registration = .set(registration)
        }
        change.guests = body.isNull("guests") ? .asStarted : body.boolean("guests").map { .set($0) }
        exchange.gateway.service.changeEntry(change, by: caller, answer: exchange.reply(answer))
    }

    @Sendable private static func answer(_ exchange: Exchange, _ rules: EntryRules) {
        exchange.answer(
            JSONObject.make { object in
                object.set("name", rules.name)
                object.set("registration", rules.registration.rawValue)
                object.set("mail_domains", strings: rules.mailDomains)
                object.set("guests", rules.guests)
                object.set("started_with", exchange.gateway.service.settings.registration.rawValue)
            })
    }

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.invites(
            for: caller,
            answer: exchange.reply { exchange, invites in
                exchange.answer(JSONObject.make { $0.set("invites", array: invites.map(\.json)) })
            })
    }

    static func make(_ exchange: Exchange, _ caller: Caller) {
        let body = exchange.body
        let form = InviteForm(
            role: body.string("role").flatMap(ServerRole.init(name:)) ?? .member,
            rooms: (body.integers("rooms") ?? []).map(RoomID.init(rawValue:)),
            uses: body.integer("uses").map { Int(clamping: $0) },
            expiresAt: body.integer("expires_at").map(Timestamp.init(milliseconds:)), note: body.string("note") ?? "")
        exchange.gateway.service.makeInvite(
            form, by: caller,
            answer: exchange.reply { exchange, made in
                exchange.answer(
                    status: 201,
                    JSONObject.make { object in
                        object.set("invite", json: made.view.json)
                        object.set("token", made.token.text)
                    })
            })
    }

    static func check(_ exchange: Exchange) {
        exchange.gateway.service.checkInvite(
            exchange.queryString("token") ?? "", address: exchange.address,
            answer: exchange.reply { exchange, invitation in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("good", invitation != nil)
                        guard let invitation else { return }
                        object.set("by", invitation.by)
                        object.set("role", invitation.role.name)
                        object.set("rooms", strings: invitation.rooms)
                        object.set("until", invitation.expiresAt.rawValue)
                    })
            })
    }

    static func revoke(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.revokeInvite(
            exchange.parameter("invite"), by: caller, answer: exchange.replyWithNothing())
    }
}
