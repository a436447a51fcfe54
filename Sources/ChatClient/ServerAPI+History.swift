public import ChatWire
import FoundationEssentials

/// Whole histories, out of a server and into one.
extension ServerAPI {
    /// A page of a room's log with the bodies of its events as they are, oldest first.
    public func log(of room: Int64, after place: Int64, limit: Int = 200) async throws(ClientError) -> LogPage {
        try await call(.get, "/v1/rooms/\(room)/events?limit=\(limit)&after=\(place)")
    }

    /// The most bytes of a message.
    public func messageBytes() async throws(ClientError) -> Int {
        struct Answer: Decodable {
            struct Limits: Decodable { var message_bytes: Int }
            var limits: Limits
        }
        let answer: Answer = try await call(.get, "/v1/server")
        return answer.limits.message_bytes
    }

    /// Makes the room of an import, or finds the one that the same source was taken into.
    public func beginImport(
        source: String, handle: String, title: String, topic: String, at: Int64
    ) async throws(ClientError) -> ImportProgressView {
        try await call(
            .post, "/v1/imports",
            body: JSONObject.make { object in
                object.set("source", source)
                object.set("handle", handle)
                object.set("title", title)
                object.set("topic", topic)
                object.set("at", at)
            })
    }

    /// - Parameter events: JSON objects.
    public func addImport(
        _ events: [[UInt8]], to room: Int64, after: Int64, mark: String
    ) async throws(ClientError) -> ImportProgressView {
        try await call(
            .post, "/v1/imports/\(room)/events",
            body: JSONObject.make { object in
                object.set("after", after)
                object.set("mark", mark)
                object.set("events", array: events)
            })
    }

    public func finishImport(
        of room: Int64, members: [Int64], isOpen: Bool
    ) async throws(ClientError) -> ImportProgressView {
        try await call(
            .post, "/v1/imports/\(room)/finish",
            body: JSONObject.make { object in
                object.set("members", array: members.map { Array(String($0).utf8) })
                object.set("open", isOpen)
            })
    }
}

public struct ImportProgressView: Sendable, Equatable, Decodable {
    public var room: Int64
    public var handle: String
    /// The room's last event.
    public var head: Int64
    public var mark: String
    public var finished: Bool
}

public struct LogPage: Sendable, Decodable {
    public struct Line: Sendable, Decodable {
        public var seq: Int64
        public var at: Int64
        public var kind: String
        public var subject: Int64?
        public var by: EventView.Author
        public var body: RequestBody

        enum CodingKeys: String, CodingKey {
            case seq, at, kind, subject, by, body
        }

        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            seq = try values.decode(Int64.self, forKey: .seq)
            at = try values.decode(Int64.self, forKey: .at)
            kind = try values.decode(String.self, forKey: .kind)
            subject = try values.decodeIfPresent(Int64.self, forKey: .subject)
            by = try values.decode(EventView.Author.self, forKey: .by)
            body = RequestBody(members: try values.decode([String: AnyJSON].self, forKey: .body).mapValues(\.value))
        }
    }

    /// Oldest first.
    public var events: [Line]
    public var head: Int64
}

/// Any value, read from an answer however long that is.
private struct AnyJSON: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            value = .null
        } else if let flag = try? single.decode(Bool.self) {
            value = .boolean(flag)
        } else if let number = try? single.decode(Int64.self) {
            value = .integer(number)
        } else if let text = try? single.decode(String.self) {
            value = .string(text)
        } else if let list = try? single.decode([AnyJSON].self) {
            value = .array(list.map(\.value))
        } else if let members = try? single.decode([String: AnyJSON].self) {
            value = .object(members.mapValues(\.value))
        } else {
            value = .otherNumber
        }
    }
}
