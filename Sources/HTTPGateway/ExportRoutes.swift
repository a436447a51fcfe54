import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// What one may take out of the server about oneself.
enum ExportRoutes {
    static let operations: [Operation] = [
        Operation(
            "account.export", .get, "/v1/me/export",
            "Gives everything that is kept of one but what one wrote: account, profile, sessions, rooms, settings.",
            answer: .json(
                .object([
                    .required("account", .account), .required("profile", .ownProfile), .required("created_at", .time),
                    .required("sessions", .array(of: .session)), .required("rooms", .array(of: .room)),
                    .required("blocks", .array(of: .block)),
                    .required(
                        "records",
                        .array(
                            of: .object([
                                .required("collection", .string()), .required("item", .integer()),
                                .required("part", .integer()), .required("value", .any),
                            ])), "What features keep for one: notifications, markers, drafts, saved, scheduled."),
                ])), export),
        Operation(
            "account.export_events", .get, "/v1/me/export/events",
            "Gives what one wrote and did in the rooms that one belongs to, page by page.",
            query: [
                Operation.Query("room", .id, "As `next` of the page before says."),
                Operation.Query("after", .count, "As `next` of the page before says."),
            ],
            answer: .json(
                .object([
                    .required("events", .array(of: .event)),
                    .optional(
                        "next", .object([.required("room", .id), .required("after", .count)]),
                        "Absent on the last page. A page may be empty and not the last."),
                ])), events),
    ]

    static func export(_ exchange: Exchange, _ caller: Caller) {
        exchange.gateway.service.export(
            for: caller,
            answer: exchange.reply { exchange, data in
                let records = data.records.map { record in
                    JSONObject.make { object in
                        object.set("collection", "\(record.key.collection)")
                        object.set("item", record.key.item)
                        object.set("part", record.key.part)
                        object.set("value", json: record.value)
                    }
                }
                exchange.answer(
                    JSONObject.make { object in
                        object.set("account", json: data.own.account.json)
                        object.set("profile", json: data.own.profile.json)
                        object.set("created_at", data.createdAt.rawValue)
                        object.set("sessions", array: data.sessions.map(\.json))
                        object.set("rooms", array: data.rooms.map(\.json))
                        object.set("blocks", array: data.blocks.map(\.json))
                        object.set("records", array: records)
                    })
            })
    }

    static func events(_ exchange: Exchange, _ caller: Caller) {
        let place = exchange.queryInteger("room").map { room in
            OwnEventPlace(
                room: RoomID(rawValue: room), after: SequenceNumber(rawValue: exchange.queryInteger("after") ?? 0))
        }
        exchange.gateway.service.ownEvents(
            after: place, for: caller,
            answer: exchange.reply { exchange, page in
                let events = page.events.map { event in
                    var json: [UInt8] = []
                    EventJSON.append(event, author: page.author, live: false, to: &json)
                    return json
                }
                exchange.answer(
                    JSONObject.make { object in
                        object.set("events", array: events)
                        if let next = page.next {
                            object.set(
                                "next",
                                json: JSONObject.make { place in
                                    place.set("room", next.room.rawValue)
                                    place.set("after", next.after.rawValue)
                                })
                        }
                    })
            })
    }
}
