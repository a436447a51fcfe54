import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Registering, logging in and out, and oneself.
enum AccountRoutes {
    static let operations: [Operation] = [
        Operation(
            open: "accounts.register", .post, "/v1/accounts", "Makes an account for oneself, and logs in.",
            body: .object([
                .required("mail", .string(format: "email")),
                .required("username", .string()),
                .optional("name", .string(), "The display name; the username when absent."),
                .required("password", .string(format: "password")),
                .optional("code", .string(), "The owner's code, which the first account needs."),
                .optional("invite", .string(), "The token of an invitation link."),
                .optional("cookie", .boolean, "Sets the token as a cookie and leaves it out of the answer."),
            ]),
            answer: .json(welcome, status: 201),
            refusals: [
                .mailInvalid, .mailNotAllowed, .nameInvalid, .passwordInvalid, .usernameTaken, .mailTaken,
                .registrationClosed, .ownerCodeNeeded, .inviteInvalid,
            ], register),
        Operation(
            open: "sessions.log_in", .post, "/v1/sessions", "Logs in with a username or a mail address.",
            body: .object([
                .required("login", .string()),
                .required("password", .string(format: "password")),
                .optional("cookie", .boolean, "Sets the token as a cookie and leaves it out of the answer."),
            ]),
            answer: .json(welcome, status: 201), refusals: [.badCredentials, .accountDeactivated], logIn),
        Operation(
            "sessions.log_out", .delete, "/v1/session", "Ends the session that asks.", answer: .empty(), logOut),
        Operation(
            "sessions.list", .get, "/v1/me/sessions", "Lists one's sessions, newest first; tokens are among them.",
            answer: .json(.object([.required("sessions", .array(of: .session))])), sessions),
        Operation(
            "sessions.end_others", .delete, "/v1/me/sessions",
            "Ends all of one's sessions and tokens but the one that asks.", answer: .empty(), endOtherSessions),
        Operation(
            "sessions.end", .delete, "/v1/me/sessions/{session}",
            "Ends one of one's sessions, wherever it is connected.", answer: .empty(), endSession),
        Operation(
            "account.change_password", .put, "/v1/me/password", "Changes one's password, and ends all other sessions.",
            body: .object([
                .required("old", .string(format: "password")), .required("new", .string(format: "password")),
            ]),
            answer: .empty(), refusals: [.badCredentials, .passwordInvalid], changePassword),
        Operation(
            "account.remove", .delete, "/v1/me", "Removes one's own account for good. Messages stay, by nobody.",
            body: .object([.required("password", .string(format: "password"))]), answer: .empty(),
            refusals: [.badCredentials, .lastOwner], removeOneself),
    ]

    private static let welcome = Schema.object([
        .required("account", .account), .optional("token", .string(), "Absent where a cookie was asked for."),
    ])

    // MARK: In and out

    static func register(_ exchange: Exchange) throws(Refusal) {
        let body = exchange.body
        var registration = Registration(
            mail: try body.required("mail"), username: try body.required("username"), name: body.string("name"),
            password: try body.required("password"), ownerCode: body.string("code"), invite: body.string("invite"))
        registration.client = client(exchange)
        if body.flag("cookie") { registration.lasts = .browser }
        exchange.gateway.service.register(
            registration, address: exchange.address, answer: exchange.reply(welcome(asCookie: body.flag("cookie"))))
    }

    static func logIn(_ exchange: Exchange) throws(Refusal) {
        let body = exchange.body
        exchange.gateway.service.logIn(
            try body.required("login"), password: try body.required("password"), client: client(exchange),
            lasts: body.flag("cookie") ? .browser : .client, address: exchange.address,
            answer: exchange.reply(welcome(asCookie: body.flag("cookie"))))
    }

    private static func welcome(asCookie: Bool) -> @Sendable (Exchange, LoggedIn) -> Void {
        { exchange, session in
            let json = JSONObject.make { object in
                object.set("account", json: session.account.json)
                if !asCookie { object.set("token", session.token.text) }
            }
            var response = Exchange.response(status: 201, json)
            if asCookie {
                guard let cookie = cookie(session.token.text, on: exchange) else {
                    return exchange.refuse(Refusal(.internalFault, "The cookie could not be written."))
                }
                response.headers.set("Set-Cookie", cookie)
            }
            exchange.answer(response)
        }
    }

    /// Sessions last until they are ended; browsers forget cookies after 400 days.
    private static let cookieSeconds = 34_560_000

    private static func cookie(_ value: String, on exchange: Exchange, maxAge: Int = cookieSeconds) -> String? {
        var cookie = SetCookie(Exchange.cookieName, value, maxAge: maxAge)
        cookie.isSecure = exchange.gateway.settings.isSecure
        return try? cookie.headerValue()
    }

    static func logOut(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.logOut(
            caller,
            answer: exchange.reply { exchange, _ in
                var response = HTTPResponse(status: 204)
                if let cookie = cookie("", on: exchange, maxAge: 0) { response.headers.set("Set-Cookie", cookie) }
                exchange.answer(response)
            })
    }

    // MARK: One's sessions and password

    /// What the client calls itself (RFC 9110, section 10.1.5).
    private static func client(_ exchange: Exchange) -> String {
        exchange.request.headers["user-agent"] ?? ""
    }

    static func sessions(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.sessions(
            of: caller,
            answer: exchange.reply { exchange, sessions in
                exchange.answer(JSONObject.make { $0.set("sessions", array: sessions.map(\.json)) })
            })
    }

    static func endSession(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.endSession(
            exchange.parameter("session"), of: caller, answer: exchange.replyWithNothing())
    }

    static func endOtherSessions(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.endSession(nil, of: caller, answer: exchange.replyWithNothing())
    }

    static func changePassword(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.changePassword(
            of: caller, from: try exchange.body.required("old"), to: try exchange.body.required("new"),
            answer: exchange.replyWithNothing())
    }

    static func removeOneself(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        exchange.gateway.service.removeOneself(
            password: try exchange.body.required("password"), caller, answer: exchange.replyWithNothing())
    }
}
