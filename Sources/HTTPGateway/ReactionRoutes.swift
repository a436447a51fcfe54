import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Reactions and polls.
enum ReactionRoutes {
    static let operations: [Operation] = [
        Operation(
            "reactions.add", .put, "/v1/rooms/{room}/messages/{message}/reactions",
            "Puts an emoji on a message; again is no error.", body: .object([.required("emoji", .string())]),
            answer: .empty(), refusals: refusals + [.textInvalid, .tooMany], add),
        Operation(
            "reactions.remove", .delete, "/v1/rooms/{room}/messages/{message}/reactions",
            "Takes one's emoji from a message; again is no error.", query: [.init("emoji", .string(), "Which one.")],
            answer: .empty(), refusals: refusals + [.textInvalid], remove),
        Operation(
            "polls.vote", .put, "/v1/rooms/{room}/messages/{message}/vote",
            "Chooses among a poll's options, in place of what one chose before.",
            body: .object([
                .required(
                    "options", .array(of: .integer(min: 0, max: 99), max: 100),
                    "Places of the options, from 0; none takes the vote back.")
            ]),
            answer: .empty(), refusals: refusals + [.pollClosed], vote),
        Operation(
            "polls.close", .post, "/v1/rooms/{room}/messages/{message}/close",
            "Ends a poll of one's own, or as a moderator; again is no error.", answer: .empty(),
            refusals: refusals + [.notAllowed], close),
    ]

    private static let refusals = MessageRoutes.changing + [.muted]

    static func add(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        react(exchange, caller, with: try exchange.body.required("emoji"), isOn: true)
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        guard let emoji = exchange.queryString("emoji") else {
            throw Refusal(.badRequest, "Say which \"emoji\" in the query.")
        }
        react(exchange, caller, with: emoji, isOn: false)
    }

    private static func react(_ exchange: Exchange, _ caller: Caller, with emoji: String, isOn: Bool) {
        exchange.gateway.service.react(
            to: exchange.message, in: exchange.room, with: emoji, isOn: isOn, by: caller,
            answer: exchange.replyWithNothing())
    }

    static func vote(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.vote(
            on: exchange.message, in: exchange.room,
            for: (exchange.body.integers("options") ?? []).map { Int(clamping: $0) }, by: caller,
            answer: exchange.replyWithNothing())
    }

    static func close(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.closePoll(
            exchange.message, in: exchange.room, by: caller, answer: exchange.replyWithNothing())
    }
}
