public import ChatDomain
public import ChatWire

/// What is unread, of what one is notified, what waits to be sent, and finding.
extension ServerAPI {
    /// In each of one's rooms.
    public func unread() async throws(ClientError) -> [UnreadView] {
        struct Answer: Decodable { var rooms: [UnreadView] }
        let answer: Answer = try await call(.get, "/v1/me/unread")
        return answer.rooms
    }

    /// Moves one's marker, backwards as well: what follows is unread again.
    public func mark(_ room: Int64, through seq: Int64) async throws(ClientError) -> MarkerView {
        struct Answer: Decodable { var marker: MarkerView }
        let answer: Answer = try await call(
            .put, "/v1/rooms/\(room)/marker",
            body: JSONObject.make { object in
                object.set("seq", seq)
                object.set("back", true)
            })
        return answer.marker
    }

    /// How far others have read.
    public func receipts(in room: Int64) async throws(ClientError) -> [ReceiptView] {
        struct Answer: Decodable { var receipts: [ReceiptView] }
        let answer: Answer = try await call(.get, "/v1/rooms/\(room)/receipts")
        return answer.receipts
    }

    /// What mentions or answers one, newest first.
    public func notices(before: Int64? = nil, limit: Int = 20) async throws(ClientError) -> [Notice] {
        struct Answer: Decodable { var notices: [Notice] }
        var query = Query()
        query.set("limit", limit)
        if let before { query.set("before", before) }
        let answer: Answer = try await call(.get, "/v1/me/notices" + query.text)
        return answer.notices
    }

    // MARK: Notifications

    /// - Parameter room: nil for what holds where no room says else.
    public func notifications(in room: Int64?) async throws(ClientError) -> NotificationView {
        let answer: OneSetting = try await call(.get, Self.notifications(room))
        return answer.notifications
    }

    /// Sets all of it: what is nil goes back to the usual.
    public func setNotifications(
        _ setting: NotificationView, in room: Int64?
    ) async throws(ClientError) -> NotificationView {
        let body = JSONObject.make { object in
            if let level = setting.level { object.set("level", level) }
            if let until = setting.mutedUntil { object.set("muted_until", until) }
            if room == nil, let quiet = setting.quiet {
                object.set(
                    "quiet",
                    json: JSONObject.make { hours in
                        hours.set("from", quiet.from)
                        hours.set("to", quiet.to)
                        hours.set("zone", quiet.zone)
                    })
            }
        }
        let answer: OneSetting = try await call(.put, Self.notifications(room), body: body)
        return answer.notifications
    }

    private static func notifications(_ room: Int64?) -> String {
        (room.map { "/v1/rooms/\($0)" } ?? "/v1/me") + "/notifications"
    }

    /// Whether a message notified one, and why or why not.
    public func explainNotification(
        of message: Int64, in room: Int64
    ) async throws(ClientError) -> NotificationExplanation {
        try await call(.get, "/v1/rooms/\(room)/messages/\(message)/notification")
    }

    // MARK: Scheduled

    public func scheduled() async throws(ClientError) -> [ScheduledMessage] {
        struct Answer: Decodable { var scheduled: [ScheduledMessage] }
        let answer: Answer = try await call(.get, "/v1/me/scheduled")
        return answer.scheduled
    }

    /// - Parameter at: in milliseconds since 1970.
    public func schedule(
        _ text: String, to room: Int64, at: Int64, key: SendKey
    ) async throws(ClientError) -> ScheduledMessage {
        let answer: OneScheduled = try await call(
            .post, "/v1/me/scheduled",
            body: JSONObject.make { object in
                object.set("room", room)
                object.set("at", at)
                object.set("key", key.text)
                object.set("text", text)
            })
        return answer.scheduled
    }

    /// What is nil stays as it is.
    public func changeScheduled(
        _ id: Int64, text: String? = nil, at: Int64? = nil
    ) async throws(ClientError) -> ScheduledMessage {
        let answer: OneScheduled = try await call(
            .patch, "/v1/me/scheduled/\(id)",
            body: JSONObject.make { object in
                if let text { object.set("text", text) }
                if let at { object.set("at", at) }
            })
        return answer.scheduled
    }

    public func removeScheduled(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/me/scheduled/\(id)")
    }

    // MARK: Finding

    /// The newest messages first.
    /// - Parameters:
    ///   - text: words, phrases and filters (docs/protocol/search.md).
    ///   - after: the `next` of the page before.
    public func search(_ text: String, after: String? = nil, limit: Int = 20) async throws(ClientError) -> SearchPage {
        var query = Query()
        query.set("q", text)
        query.set("limit", limit)
        if let after { query.set("after", after) }
        return try await call(.get, "/v1/search" + query.text)
    }
}

/// A message that mentions or answers one.
public struct Notice: Sendable, Equatable, Decodable {
    public var number: Int64
    /// "mention", "reply" or "everyone".
    public var reason: String
    public var event: EventView

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("number", number)
            object.set("reason", reason)
            object.set("event", json: event.json)
        }
    }
}

public struct NotificationExplanation: Sendable, Equatable, Decodable {
    public var notifies: Bool
    public var reason: String
    /// The reason, for a person.
    public var sentence: String
}

/// A message that waits for its time.
public struct ScheduledMessage: Sendable, Equatable, Decodable {
    public var id: Int64
    public var room: Int64
    /// In milliseconds since 1970.
    public var at: Int64
    public var text: String
    /// Why it was not sent. It then waits for another time.
    public var failure: String?

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("room", room)
            object.set("at", at)
            object.set("text", text)
            if let failure { object.set("failure", failure) }
        }
    }
}

public struct SearchPage: Sendable, Equatable, Decodable {
    public var hits: [SearchHit]
    /// What to ask the next page with; nil at the end.
    public var next: String?
}

/// A message that was found.
public struct SearchHit: Sendable, Equatable, Decodable {
    /// A part of the text, in UTF-8 bytes.
    public struct Match: Sendable, Equatable, Decodable {
        public var from: Int
        public var to: Int
    }

    public var room: Int64
    public var roomTitle: String
    public var seq: Int64
    public var at: Int64
    public var by: EventView.Author
    /// Plain text.
    public var text: String
    public var matches: [Match]

    enum CodingKeys: String, CodingKey {
        case room, seq, at, by, text, matches
        case roomTitle = "room_title"
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room)
            object.set("room_title", roomTitle)
            object.set("seq", seq)
            object.set("at", at)
            object.set(
                "by",
                json: JSONObject.make { author in
                    author.set("id", by.id)
                    author.set("name", by.name)
                })
            object.set("text", text)
            object.set(
                "matches",
                array: matches.map { match in
                    JSONObject.make { range in
                        range.set("from", match.from)
                        range.set("to", match.to)
                    }
                })
        }
    }
}

private struct OneSetting: Decodable { var notifications: NotificationView }
private struct OneScheduled: Decodable { var scheduled: ScheduledMessage }
