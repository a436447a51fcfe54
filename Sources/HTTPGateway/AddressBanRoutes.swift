import ChatDomain
import ChatService
import ChatWire

/// Addresses that are kept out of the whole server, for those who manage people.
enum AddressBanRoutes {
    static let operations: [Operation] = [
        Operation(
            "server.list_bans", .get, "/v1/server/bans", "Lists the addresses that are kept out of the server.",
            answer: .json(.object([.required("bans", .array(of: .addressBan))])), refusals: [.notAllowed], list),
        Operation(
            "server.add_ban", .post, "/v1/server/bans",
            "Keeps an address or a block of addresses out, at every door, and cuts off who is connected from there.",
            body: .object([
                .required("address", .string(max: 64), "Such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32."),
                .optional("until", .time, "Until it is removed, when absent."),
                .optional("reason", .string(), "Told to whoever comes from there."),
            ]),
            answer: .json(.object([.required("ban", .addressBan)]), status: 201),
            refusals: [.notAllowed, .nameInvalid, .tooMany], add),
        Operation(
            "server.remove_ban", .delete, "/v1/server/bans/{ban}", "Lets addresses in again.", answer: .empty(),
            refusals: [.notAllowed], remove),
    ]

    static func list(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.serverBans(
            for: caller,
            answer: exchange.reply { exchange, bans in
                exchange.answer(JSONObject.make { $0.set("bans", array: bans.map(\.json)) })
            })
    }

    static func add(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        let body = exchange.body
        let form = AddressBanForm(
            address: try body.required("address"),
            until: body.integer("until").map(Timestamp.init(milliseconds:)), reason: body.string("reason") ?? "")
        exchange.gateway.service.addServerBan(
            form, by: caller,
            answer: exchange.reply { exchange, ban in
                exchange.answer(status: 201, JSONObject.make { $0.set("ban", json: ban.json) })
            })
    }

    static func remove(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.removeServerBan(
            exchange.parameter("ban"), by: caller, answer: exchange.replyWithNothing())
    }
}
