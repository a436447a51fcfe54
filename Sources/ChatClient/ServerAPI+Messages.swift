public import ChatDomain
public import ChatWire

/// Messages: what people read, and what becomes of it.
extension ServerAPI {
    /// What people see of a room, oldest first, each message as it is now.
    ///
    /// - Parameter thread: the message that a thread begins with: its messages alone.
    public func lines(
        of room: Int64, _ place: HistoryPlace = .latest, thread: Int64? = nil, limit: Int = 50
    ) async throws(ClientError) -> LinesPage {
        var query = place.query
        if let thread { query.set("thread", thread) }
        query.set("limit", limit)
        return try await call(.get, "/v1/rooms/\(room)/messages" + query.text)
    }

    /// One message as it is now.
    public func message(_ number: Int64, in room: Int64) async throws(ClientError) -> EventView {
        let answer: OneLine = try await call(.get, "/v1/rooms/\(room)/messages/\(number)")
        return answer.message.quoting(answer.quotes)
    }

    /// Its texts, the first one first.
    public func versions(of message: Int64, in room: Int64) async throws(ClientError) -> [EventView] {
        struct Answer: Decodable { var versions: [EventView] }
        let answer: Answer = try await call(.get, "/v1/rooms/\(room)/messages/\(message)/history")
        return answer.versions
    }

    public func edit(_ message: Int64, in room: Int64, text: String) async throws(ClientError) {
        try await exchange(
            .patch, "/v1/rooms/\(room)/messages/\(message)", body: JSONObject.make { $0.set("text", text) })
    }

    /// - Parameter reason: of a moderator, for the audit log.
    public func delete(_ message: Int64, in room: Int64, reason: String? = nil) async throws(ClientError) {
        try await exchange(
            .delete, "/v1/rooms/\(room)/messages/\(message)",
            body: reason.map { reason in JSONObject.make { $0.set("reason", reason) } } ?? [])
    }

    /// Says the text of a message again, elsewhere.
    public func forward(
        _ message: Int64, from source: Int64, to room: Int64, key: SendKey
    ) async throws(ClientError) -> PostedMessage {
        try await call(
            .post, "/v1/rooms/\(room)/messages",
            body: JSONObject.make { object in
                object.set("key", key.text)
                object.set(
                    "forward",
                    json: JSONObject.make { from in
                        from.set("room", source)
                        from.set("message", message)
                    })
            })
    }

    // MARK: Pins and reactions

    public func pins(of room: Int64) async throws(ClientError) -> LinesPage {
        try await call(.get, "/v1/rooms/\(room)/pins")
    }

    public func pin(_ message: Int64, in room: Int64, _ isOn: Bool = true) async throws(ClientError) {
        try await exchange(isOn ? .put : .delete, "/v1/rooms/\(room)/pins/\(message)")
    }

    public func react(to message: Int64, in room: Int64, with emoji: String) async throws(ClientError) {
        try await exchange(
            .put, "/v1/rooms/\(room)/messages/\(message)/reactions",
            body: JSONObject.make { $0.set("emoji", emoji) })
    }

    public func unreact(to message: Int64, in room: Int64, with emoji: String) async throws(ClientError) {
        var query = Query()
        query.set("emoji", emoji)
        try await exchange(.delete, "/v1/rooms/\(room)/messages/\(message)/reactions" + query.text)
    }

    // MARK: Polls

    public func post(_ poll: NewPoll, to room: Int64, key: SendKey) async throws(ClientError) -> PostedMessage {
        try await call(
            .post, "/v1/rooms/\(room)/messages",
            body: JSONObject.make { object in
                object.set("key", key.text)
                object.set("text", poll.question)
                object.set("poll", json: poll.json)
            })
    }

    /// - Parameter options: their places, from 0; none takes the vote back.
    public func vote(on message: Int64, in room: Int64, options: [Int]) async throws(ClientError) {
        try await exchange(
            .put, "/v1/rooms/\(room)/messages/\(message)/vote",
            body: JSONObject.make { $0.set("options", array: options.map { Array("\($0)".utf8) }) })
    }

    public func closePoll(_ message: Int64, in room: Int64) async throws(ClientError) {
        try await exchange(.post, "/v1/rooms/\(room)/messages/\(message)/close")
    }

    // MARK: Saved

    /// - Parameter before: the `next` of the page before; nil for the first page.
    public func saved(before: Int64? = nil, limit: Int = 50) async throws(ClientError) -> SavedPage {
        var query = Query()
        query.set("limit", limit)
        if let before { query.set("before", before) }
        return try await call(.get, "/v1/me/saved" + query.text)
    }

    public func save(_ message: Int64, in room: Int64, _ isOn: Bool = true) async throws(ClientError) {
        try await exchange(isOn ? .put : .delete, "/v1/me/saved/\(room)/\(message)")
    }
}

/// Lines of a room; each that answers another has its quote.
public struct LinesPage: Sendable, Equatable, Decodable {
    /// Oldest first; of pins, the newest pin first.
    public var messages: [EventView]
    public var head: Int64
    public var epoch: String

    private enum CodingKeys: String, CodingKey { case messages, quotes, head, epoch }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let quotes = try values.decode([QuoteView].self, forKey: .quotes)
        messages = try values.decode([EventView].self, forKey: .messages).map { $0.quoting(quotes) }
        head = try values.decode(Int64.self, forKey: .head)
        epoch = try values.decode(String.self, forKey: .epoch)
    }
}

/// A question with its possible answers.
public struct NewPoll: Sendable, Equatable {
    public var question: String
    public var options: [String]
    public var isMultiple: Bool
    public var isAnonymous: Bool
    /// In milliseconds since 1970; nil until somebody closes it.
    public var closesAt: Int64?

    public init(
        question: String, options: [String], isMultiple: Bool = false, isAnonymous: Bool = false, closesAt: Int64? = nil
    ) {
        (self.question, self.options, self.closesAt) = (question, options, closesAt)
        (self.isMultiple, self.isAnonymous) = (isMultiple, isAnonymous)
    }

    var json: [UInt8] {
        JSONObject.make { object in
            object.set("options", strings: options)
            if isMultiple { object.set("multiple", true) }
            if isAnonymous { object.set("anonymous", true) }
            if let closesAt { object.set("closes_at", closesAt) }
        }
    }
}

/// A message that one keeps.
public struct SavedMessage: Sendable, Equatable, Decodable {
    public var room: Int64
    public var seq: Int64
    public var savedAt: Int64
    /// Nil when one cannot read it any more.
    public var message: EventView?

    enum CodingKeys: String, CodingKey {
        case room, seq, message
        case savedAt = "saved_at"
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("room", room)
            object.set("seq", seq)
            object.set("saved_at", savedAt)
            if let message { object.set("message", json: message.json) }
        }
    }
}

public struct SavedPage: Sendable, Equatable, Decodable {
    /// The last one saved first.
    public var saved: [SavedMessage]
    /// Where the next page begins; nil on the last.
    public var next: Int64?
}

private struct OneLine: Decodable {
    var message: EventView
    var quotes: [QuoteView]
}

extension EventView {
    /// With what it answers, if that is among the quotes.
    fileprivate func quoting(_ quotes: [QuoteView]) -> EventView {
        guard case .message(let content) = content, let number = content.replyTo else { return self }
        var line = self
        line.quote = quotes.first { $0.message == number }
        return line
    }
}
