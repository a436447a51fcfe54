import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Rooms, their members and their history.
enum RoomRoutes {
    static func list(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.rooms(
                for: caller,
                answer: exchange.reply { exchange, rooms in
                    exchange.answer(JSONObject.make { $0.set("rooms", array: rooms.map(\.json)) })
                })
        }
    }

    static func create(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                let body = try exchange.body()
                exchange.gateway.service.createRoom(
                    handle: try body.required("handle"), title: body.string("title"), by: caller,
                    answer: exchange.reply(room(status: 201)))
            } catch {
                exchange.refuse(error)
            }
        }
    }

    static func show(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id in
            exchange.gateway.service.room(id, for: caller, answer: exchange.reply(room(status: 200)))
        }
    }

    static func join(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id in
            exchange.gateway.service.join(id, caller: caller, answer: exchange.reply(room(status: 200)))
        }
    }

    static func leave(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id in
            exchange.gateway.service.leave(
                id, caller: caller, answer: exchange.reply { exchange, _ in exchange.answer(HTTPResponse(status: 204)) }
            )
        }
    }

    static func members(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id throws(Refusal) in
            let after = try exchange.queryInteger("after").map(AccountID.init(rawValue:))
            exchange.gateway.service.members(
                of: id, after: after, limit: try pageSize(exchange), for: caller,
                answer: exchange.reply { exchange, page in
                    exchange.answer(
                        JSONObject.make { object in
                            object.set("members", array: page.members.map(\.json))
                            object.set("member_count", page.count)
                            if let next = page.next { object.set("next", next.rawValue) }
                        })
                })
        }
    }

    static func events(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id throws(Refusal) in
            let range = HistoryRange(anchor: try anchor(exchange), limit: try pageSize(exchange))
            exchange.gateway.service.history(
                of: id, range, for: caller,
                answer: exchange.reply { exchange, page in
                    let events = zip(page.events, page.authors).map { event, author in
                        var json: [UInt8] = []
                        EventJSON.append(event, author: author, live: false, to: &json)
                        return json
                    }
                    exchange.answer(
                        JSONObject.make { object in
                            object.set("events", array: events)
                            object.set("head", page.head.rawValue)
                            object.set("epoch", page.epoch.text)
                        })
                })
        }
    }

    private static func anchor(_ exchange: Exchange) throws(Refusal) -> HistoryRange.Anchor {
        let before = try exchange.queryInteger("before").map(SequenceNumber.init(rawValue:))
        let after = try exchange.queryInteger("after").map(SequenceNumber.init(rawValue:))
        let around = try exchange.queryInteger("around").map(SequenceNumber.init(rawValue:))
        switch (before, after, around) {
        case (nil, nil, nil): return .latest
        case (let before?, nil, nil): return .before(before)
        case (nil, let after?, nil): return .after(after)
        case (nil, nil, let around?): return .around(around)
        default: throw Refusal(.badRequest, "Give one of \"before\", \"after\" and \"around\".")
        }
    }

    /// What is asked for beyond the limit is cut to it: a page may always be shorter.
    private static func pageSize(_ exchange: Exchange) throws(Refusal) -> Int {
        let most = exchange.gateway.settings.limits.historyPage
        guard let asked = try exchange.queryInteger("limit") else { return min(50, most) }
        guard asked > 0 else { throw Refusal(.badRequest, "\"limit\" must be at least 1.") }
        return Int(min(asked, Int64(most)))
    }

    static func post(_ exchange: Exchange) {
        withRoom(exchange) { exchange, caller, id throws(Refusal) in
            let body = try exchange.body()
            guard let key = SendKey(try body.required("key")) else {
                throw Refusal(.keyInvalid, "\"key\" must be a UUID of version 7 in text form.")
            }
            let limit = exchange.gateway.settings.limits.messageBytes
            let text = Array(try body.required("text").utf8)
            let message: [UInt8]
            do throws(MessageBody.Fault) {
                message = try MessageBody.make(text: text, limit: limit)
            } catch {
                throw error.refusal(limit: limit)
            }
            exchange.gateway.service.post(
                to: id, key: key, body: message, by: caller,
                answer: exchange.reply { exchange, posted in
                    exchange.answer(
                        JSONObject.make { object in
                            object.set("room", posted.room.rawValue)
                            object.set("seq", posted.sequence.rawValue)
                            object.set("at", posted.at.rawValue)
                            if posted.duplicate { object.set("duplicate", true) }
                        })
                })
        }
    }

    // MARK: Common parts

    private static func room(status: Int) -> @Sendable (Exchange, RoomView) -> Void {
        { exchange, room in
            exchange.answer(status: status, JSONObject.make { $0.set("room", json: room.json) })
        }
    }

    private static func withRoom(
        _ exchange: Exchange, _ body: @escaping @Sendable (Exchange, Caller, RoomID) throws(Refusal) -> Void
    ) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                guard let id = exchange.parameters.first else { throw Refusal(.notFound, "There is no such room.") }
                try body(exchange, caller, RoomID(rawValue: id))
            } catch {
                exchange.refuse(error)
            }
        }
    }
}
