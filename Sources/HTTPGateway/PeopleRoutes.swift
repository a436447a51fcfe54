import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Everybody, and what admins do with them.
enum PeopleRoutes {
    static let operations: [Operation] = [
        Operation(
            "people.list", .get, "/v1/people", "Lists people in the order of their numbers, page by page.",
            query: [
                Operation.Query("q", .string(max: 64), "Part of a name or username, in any case."),
                Operation.Query("after", .id, "The last number of the page before."), .limit,
            ],
            answer: .json(
                .object([
                    .required("people", .array(of: .account)),
                    .optional("next", .id, "What to ask the next page with; absent on the last."),
                ])), refusals: [.notAllowed], list),
        Operation(
            "people.show", .get, "/v1/people/{person}", "Shows somebody's profile.", answer: .json(.profile),
            refusals: [.personUnknown], show),
        Operation(
            "people.show_picture", .get, "/v1/people/{person}/picture", "Gives somebody's picture.",
            query: [
                Operation.Query(
                    "tag", .string(max: 32), "The picture's tag, with which the answer may be kept for ever.")
            ],
            answer: .media("image/webp"), otherAnswers: [.empty(status: 304)], refusals: [.personUnknown], picture),
        Operation(
            "people.add", .post, "/v1/people", "Makes an account for somebody, with a mail address or a username.",
            body: .object([
                .optional("mail", .string(format: "email")),
                .optional("username", .string(), "Made from the mail address when absent."),
                .optional("name", .string()),
                .optional(
                    "password", .string(format: "password"),
                    "Made up when absent; an empty one makes an account that only a token opens."),
                .optional("password_hash", .string(), "An argon2id string, in place of a password; from owners only."),
                .optional("role", .serverRole),
            ]),
            answer: .json(
                .object([
                    .required("account", .account), .optional("password", .string(), "The one that was made up."),
                ]), status: 201),
            refusals: [.notAllowed, .mailInvalid, .nameInvalid, .passwordInvalid, .usernameTaken, .mailTaken], add),
        Operation(
            "people.list_hashes", .get, "/v1/people/hashes", "Gives owners the password hashes of all accounts.",
            answer: .json(
                .object([
                    .required(
                        "hashes",
                        .array(of: .object([.required("id", .id), .required("password_hash", .string())])))
                ])), refusals: [.notAllowed, .outcomeUnknown], hashes),
        Operation(
            "people.make_token", .post, "/v1/people/{person}/tokens",
            "Makes a token with which an owner opens somebody's account.", body: TokenRoutes.form(nameRequired: false),
            answer: TokenRoutes.made, refusals: TokenRoutes.formRefusals + [.notAllowed, .personUnknown], makeToken),
        Operation(
            "people.list_sessions", .get, "/v1/people/{person}/sessions",
            "Lists somebody's log-ins and tokens, newest first, for who manages him.",
            answer: .json(.object([.required("sessions", .array(of: .session))])),
            refusals: [.notAllowed, .personUnknown], sessions),
        Operation(
            "people.end_sessions", .delete, "/v1/people/{person}/sessions",
            "Logs somebody out everywhere; his tokens end too.", answer: .empty(),
            refusals: [.notAllowed, .personUnknown], endSessions),
        Operation(
            "people.change", .patch, "/v1/people/{person}",
            "Changes one thing of an account: its role, whether it is active, its name or its password.",
            body: .object([
                .optional("role", .serverRole), .optional("active", .boolean), .optional("name", .string()),
                .optional("password", .string(format: "password")),
                .optional("password_hash", .string(), "An argon2id string; from owners only."),
            ]),
            answer: .json(.object([.required("account", .account)])),
            refusals: [
                .notAllowed, .personUnknown, .lastOwner, .nameInvalid, .passwordInvalid,
            ], change),
        Operation(
            "people.remove", .delete, "/v1/people/{person}", "Removes somebody for good.", answer: .empty(),
            refusals: [.notAllowed, .personUnknown, .lastOwner], remove),
    ]

    static func list(_ exchange: Exchange, _ caller: Caller) {
        let range = PeopleRange(
            text: exchange.queryString("q"), after: exchange.queryInteger("after").map(AccountID.init(rawValue:)),
            limit: exchange.pageSize)
        exchange.gateway.service.people(
            range, for: caller,
            answer: exchange.reply { exchange, page in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("people", array: page.people.map(\.json))
                        if let next = page.next { object.set("next", next.rawValue) }
                    })
            })
    }

    static func show(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.profile(
            of: exchange.person, for: caller, answer: exchange.reply { exchange, view in exchange.answer(view.json) })
    }

    /// Asked for by its tag, it is never asked for again; else it is asked for each time, and answered in a few bytes.
    static func picture(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.picture(
            of: exchange.person, for: caller,
            answer: exchange.reply { exchange, picture in
                let isNamed = exchange.queryString("tag") == picture.tag
                var response = HTTPResponse(status: 200)
                response.headers.set(
                    "Cache-Control", isNamed ? "private, max-age=31536000, immutable" : "private, no-cache")
                response.headers.set("Vary", "Authorization, Cookie")
                if let tag = EntityTag(picture.tag) {
                    response.headers.set("ETag", tag.headerValue)
                    if tag.isMatched(byIfNoneMatch: exchange.request.headers) {
                        response.status = 304
                        return exchange.answer(response)
                    }
                }
                response.headers.set("Content-Type", picture.mediaType)
                response.body = picture.bytes
                exchange.answer(response)
            })
    }

    static func sessions(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.sessions(
            of: exchange.person, for: caller,
            answer: exchange.reply { exchange, sessions in
                exchange.answer(JSONObject.make { $0.set("sessions", array: sessions.map(\.json)) })
            })
    }

    static func endSessions(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.endSessions(
            of: exchange.person, by: caller, answer: exchange.replyWithNothing())
    }

    static func add(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let body = exchange.body
        let person = NewPerson(
            mail: body.string("mail"), username: body.string("username"), name: body.string("name"),
            secret: secret(body) ?? .madeUp, role: try role(body.string("role") ?? "member"))
        exchange.gateway.service.addPerson(
            person, by: caller,
            answer: exchange.reply { exchange, added in
                exchange.answer(
                    status: 201,
                    JSONObject.make { object in
                        object.set("account", json: added.account.json)
                        if let password = added.password { object.set("password", password) }
                    })
            })
    }

    /// One change a request: the role, whether the account is active, the name, or the password.
    static func change(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let (service, body, target) = (exchange.gateway.service, exchange.body, exchange.person)
        if let name = body.string("role") {
            service.setRole(try role(name), of: target, by: caller, answer: exchange.reply(account))
        } else if let isActive = body.boolean("active") {
            service.setActive(isActive, target, by: caller, answer: exchange.reply(account))
        } else if let name = body.string("name") {
            service.setName(name, of: target, by: caller, answer: exchange.reply(account))
        } else if let secret = secret(body) {
            service.setSecret(secret, of: target, by: caller, answer: exchange.reply(account))
        } else {
            throw Refusal(
                .badRequest,
                "The body needs one of \"role\", \"active\", \"name\", \"password\" and \"password_hash\".")
        }
    }

    /// `"password"`, `"password_hash"`, or `"password":""` for none. Nil when the body says nothing of it.
    private static func secret(_ body: RequestBody) -> NewSecret? {
        if let hash = body.string("password_hash") { return .hash(hash) }
        guard let password = body.string("password") else { return nil }
        return password.isEmpty ? NewSecret.none : .password(password)
    }

    static func makeToken(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.makeToken(
            try TokenRoutes.form(from: exchange.body, name: "made by an owner"), for: exchange.person, by: caller,
            answer: exchange.reply(TokenRoutes.answer))
    }

    static func hashes(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.hashes(
            for: caller,
            answer: exchange.reply { exchange, hashes in
                let rows = hashes.sorted { $0.key < $1.key }.map { id, hash in
                    JSONObject.make { object in
                        object.set("id", id.rawValue)
                        object.set("password_hash", hash)
                    }
                }
                exchange.answer(JSONObject.make { $0.set("hashes", array: rows) })
            })
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.remove(exchange.person, by: caller, answer: exchange.replyWithNothing())
    }

    private static func role(_ name: String) throws(Refusal) -> ServerRole {
        guard let role = ServerRole(name: name) else {
            throw Refusal(.badRequest, "A role is owner, admin, member or guest.")
        }
        return role
    }

    @Sendable private static func account(_ exchange: Exchange, _ view: AccountView) {
        exchange.answer(JSONObject.make { $0.set("account", json: view.json) })
    }
}
