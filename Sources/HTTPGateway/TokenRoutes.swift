import ChatDomain
import ChatService
import ChatWire
import HTTPWire
import Secrets

/// Access tokens for scripts.
enum TokenRoutes {
    static let operations: [Operation] = [
        Operation(
            "tokens.list", .get, "/v1/me/tokens", "Lists one's access tokens, newest first.",
            answer: .json(.object([.required("tokens", .array(of: .session))])), list),
        Operation(
            "tokens.make", .post, "/v1/me/tokens", "Makes an access token, which is told here and never again.",
            body: form(nameRequired: true), answer: made, refusals: formRefusals + [.personUnknown], make),
        Operation(
            "tokens.revoke", .delete, "/v1/me/tokens/{token}", "Revokes a token, wherever it is connected.",
            answer: .empty(), revoke),
    ]

    static func form(nameRequired: Bool) -> Schema {
        .object([
            nameRequired ? .required("name", .string()) : .optional("name", .string()),
            .optional("scopes", .scopes, "All when absent; none beyond those of the session that asks."),
            .optional("expires_at", .time, "When it ends by itself."),
        ])
    }

    static let made = Operation.Answer.json(
        .object([.required("token", .string()), .required("session", .session)]), status: 201)
    static let formRefusals: [RefusalCode] = [.nameInvalid, .tooMany]

    /// - Parameter name: for a token that was given none.
    static func form(from body: RequestBody, name: String) throws(Refusal) -> TokenForm {
        var form = TokenForm(name: body.string("name") ?? name)
        if let names = body.strings("scopes") {
            guard let scopes = TokenScopes(names: names) else {
                throw Refusal(.badRequest, "Scopes are read, write and manage.")
            }
            form.scopes = scopes
        }
        form.expiresAt = body.integer("expires_at").map(Timestamp.init(milliseconds:))
        return form
    }

    @Sendable static func answer(_ exchange: Exchange, _ made: MadeToken) {
        exchange.answer(
            status: 201,
            JSONObject.make { object in
                object.set("token", made.token.text)
                object.set("session", json: made.view.json)
            })
    }

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.tokens(
            of: caller,
            answer: exchange.reply { exchange, tokens in
                exchange.answer(JSONObject.make { $0.set("tokens", array: tokens.map(\.json)) })
            })
    }

    /// Without scopes it gets those of the session that asks.
    static func make(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        var form = try form(from: exchange.body, name: "")
        if !exchange.body.has("scopes") { form.scopes = caller.scopes }
        exchange.gateway.service.makeToken(form, by: caller, answer: exchange.reply(answer))
    }

    static func revoke(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.revokeToken(
            exchange.parameter("token"), of: caller, answer: exchange.replyWithNothing())
    }
}
