import ChatDomain
import ChatService
import ChatWire

/// What one sets for IRC: how one logs in there, and what one is shown.
enum IRCRoutes {
    static let operations: [Operation] = [
        Operation(
            "account.show_scram", .get, "/v1/me/scram",
            "Tells whether one may log in by SCRAM-SHA-256, which proves the password without sending it.",
            answer: .json(scram), showSCRAM),
        Operation(
            "account.allow_scram", .put, "/v1/me/scram",
            "Allows SCRAM. What it needs is made of the password at the next log-in, or when the password is changed.",
            answer: .json(scram), refusals: [.notAllowed], allowSCRAM),
        Operation(
            "account.forbid_scram", .delete, "/v1/me/scram", "Forbids SCRAM, and forgets what was kept for it.",
            answer: .empty(), forbidSCRAM),
        Operation(
            "me.show_irc", .get, "/v1/me/irc", "Tells how one is served by IRC, and whether one is a bot.",
            answer: .json(preferences), showPreferences),
        Operation(
            "me.change_irc", .patch, "/v1/me/irc", "Changes how one is served by IRC; what is absent stays as it is.",
            body: .object([
                .optional("shows_reactions", .boolean), .optional("history_lines", lines), .optional("bot", .boolean),
            ]),
            answer: .json(preferences), changePreferences),
    ]

    private static let lines = Schema.integer(min: 0, max: Int64(IRCPreferences.mostHistoryLines))

    private static let scram = Schema.object([
        .required("on", .boolean),
        .required("ready", .boolean, "Whether what it needs was made, so that it works."),
    ])

    private static let preferences = Schema.object([
        .required(
            "shows_reactions", .boolean, "Whether reactions come as notices to clients that do not understand tags."),
        .required("history_lines", lines, "What a client that asks for no history is shown on joining."),
        .required("bot", .boolean, "Whether no person writes but a program; others see it."),
    ])

    static func showSCRAM(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.scram(of: caller, answer: exchange.reply(answer))
    }

    static func allowSCRAM(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.allowSCRAM(true, of: caller, answer: exchange.reply(answer))
    }

    static func forbidSCRAM(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.allowSCRAM(false, of: caller, answer: exchange.replyWithNothing())
    }

    @Sendable private static func answer(_ exchange: Exchange, _ state: SCRAMState) {
        exchange.answer(
            JSONObject.make { object in
                object.set("on", state.isOn)
                object.set("ready", state.isReady)
            })
    }

    static func showPreferences(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.ircPreferences(of: caller, answer: exchange.reply(answer))
    }

    static func changePreferences(_ exchange: Exchange, _ caller: Caller) {
        let body = exchange.body
        let change = IRCPreferencesChange(
            showsReactions: body.boolean("shows_reactions"),
            historyLines: body.integer("history_lines").map { Int(clamping: $0) }, isBot: body.boolean("bot"))
        exchange.gateway.service.setIRCPreferences(change, of: caller, answer: exchange.reply(answer))
    }

    @Sendable private static func answer(_ exchange: Exchange, _ preferences: IRCPreferences) {
        exchange.answer(
            JSONObject.make { object in
                object.set("shows_reactions", preferences.showsReactions)
                object.set("history_lines", preferences.historyLines)
                object.set("bot", preferences.isBot)
            })
    }
}
