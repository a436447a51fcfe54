import ChatDomain
import ChatService
import ChatWire
import SearchIndex

/// Finding messages.
enum SearchRoutes {
    static let operations: [Operation] = [
        Operation(
            "search.messages", .get, "/v1/search", "Finds messages in the rooms that one may read.",
            query: [
                .init("q", .string(max: 2_048), "Words, \"phrases\", and filters; see docs/protocol/search.md."),
                .init("order", .choice(["newest", "ranked"]), "The newest first when absent."),
                .init("room", .id, "Looks in one room alone."),
                .init("zone", .string(max: 64), "The time zone of dates, like Europe/Vienna; UTC when absent."),
                .init("after", .string(max: 64), "What the page before gave as \"next\"."),
                .limit,
            ],
            answer: .json(
                .object([
                    .required("hits", .array(of: .hit)),
                    .optional("next", .string(), "What to give as \"after\" for more; absent at the end."),
                ])),
            refusals: [.searchInvalid, .roomUnknown, .notAMember, .roomGone], messages)
    ]

    static func messages(_ exchange: Exchange, _ caller: Caller) throws(Refusal) {
        var cursor: SearchCursor?
        if let text = exchange.queryString("after") {
            cursor = SearchCursor(text: text)
            if cursor == nil { throw Refusal(.badRequest, "\"after\" is not what a page gave as \"next\".") }
        }
        let most = exchange.gateway.settings.limits.searchPage
        let request = FindRequest(
            text: exchange.queryString("q") ?? "", order: exchange.queryString("order") == "ranked" ? .ranked : .newest,
            cursor: cursor, limit: min(exchange.pageSize, most), zone: exchange.queryString("zone"),
            room: exchange.queryInteger("room").map(RoomID.init(rawValue:)))
        exchange.gateway.service.find(
            request, for: caller,
            answer: exchange.reply { exchange, found in
                exchange.answer(
                    JSONObject.make { object in
                        object.set("hits", array: found.hits.map(\.json))
                        if let next = found.next { object.set("next", next.text) }
                    })
            })
    }
}

extension Found.Hit {
    fileprivate var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", hit.room.rawValue)
            object.set("room_title", roomTitle)
            object.set("seq", hit.sequence.rawValue)
            object.set("at", hit.at.rawValue)
            object.set(
                "by",
                json: JSONObject.make { by in
                    by.set("id", hit.author.rawValue)
                    by.set("name", author)
                })
            object.set("text", hit.text)
            object.set(
                "matches",
                array: hit.matches.map { match in
                    JSONObject.make { range in
                        range.set("from", match.lowerBound)
                        range.set("to", match.upperBound)
                    }
                })
        }
    }
}

extension Schema {
    fileprivate static let hit = Schema.named(
        "SearchHit",
        .object([
            .required("room", .id),
            .required("room_title", .string()),
            .required("seq", .id),
            .required("at", .time),
            .required("by", .object([.required("id", .integer()), .required("name", .string())])),
            .required("text", .string(), "The plain text of the message as it is now."),
            .required(
                "matches", .array(of: .object([.required("from", .count), .required("to", .count)])),
                "Where in the text's UTF-8 bytes the searched-for stands."),
        ]))
}
