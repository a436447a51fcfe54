public import ChatWire

/// Rooms: which there are, making them, and how each is run.
extension ServerAPI {
    /// Page by page.
    /// - Parameters:
    ///   - mine: only rooms that one belongs to.
    ///   - text: only rooms with this in their handle, title or topic.
    public func rooms(mine: Bool = false, matching text: String? = nil) async throws(ClientError) -> [RoomView] {
        var rooms: [RoomView] = []
        var next: Int64?
        repeat {
            var query = Query()
            if mine { query.set("mine", "true") }
            if let text { query.set("q", text) }
            if let next { query.set("after", next) }
            let page: RoomList = try await call(.get, "/v1/rooms" + query.text)
            rooms += page.rooms
            next = page.next
        } while next != nil
        return rooms
    }

    public func room(_ id: Int64) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(.get, "/v1/rooms/\(id)")
        return answer.room
    }

    public func createRoom(handle: String, title: String? = nil) async throws(ClientError) -> RoomView {
        let body = JSONObject.make { object in
            object.set("handle", handle)
            if let title { object.set("title", title) }
        }
        let answer: OneRoom = try await call(.post, "/v1/rooms", body: body)
        return answer.room
    }

    /// Changes what a room is called, or how it is run.
    public func change(room: Int64, _ change: RoomSettingsChange) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(.patch, "/v1/rooms/\(room)", body: change.json)
        return answer.room
    }

    /// Its owners can bring it back for a while.
    public func deleteRoom(_ room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)")
    }

    public func restoreRoom(_ room: Int64) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(.post, "/v1/rooms/\(room)/restore")
        return answer.room
    }

    /// The deleted rooms that one may bring back.
    public func deletedRooms() async throws(ClientError) -> [RoomView] {
        let answer: RoomList = try await call(.get, "/v1/rooms/deleted")
        return answer.rooms
    }

    /// The conversation with somebody: the one that is there, or a new one.
    public func direct(with person: Int64) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(
            .post, "/v1/direct", body: JSONObject.make { $0.set("person", person) })
        return answer.room
    }

    public func createGroup(of people: [Int64], title: String?) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(
            .post, "/v1/groups",
            body: JSONObject.make { object in
                object.set("people", array: people.map { Array("\($0)".utf8) })
                if let title { object.set("title", title) }
            })
        return answer.room
    }
}

/// One change to a room. Texts of roles and choices are those of docs/protocol/http.md.
public enum RoomSettingsChange: Sendable, Equatable {
    case handle(String)
    case title(String)
    case topic(String)
    case description(String)
    case listed(Bool)
    case guests(Bool)
    case entry(String)
    case history(String)
    case mayPost(String)
    case mayInvite(String)
    case mayMentionAll(String)
    case mayPin(String)
    /// Seconds between two messages of one member.
    case slowMode(Int64)
    /// Days after which texts are erased; 0 for never.
    case retention(Int64)
    case archived(Bool)

    var json: [UInt8] {
        JSONObject.make { object in
            switch self {
            case .handle(let text): object.set("handle", text)
            case .title(let text): object.set("title", text)
            case .topic(let text): object.set("topic", text)
            case .description(let text): object.set("description", text)
            case .listed(let isOn): object.set("listed", isOn)
            case .guests(let isOn): object.set("guests", isOn)
            case .entry(let who): object.set("entry", who)
            case .history(let what): object.set("history", what)
            case .mayPost(let role): object.set("may_post", role)
            case .mayInvite(let role): object.set("may_invite", role)
            case .mayMentionAll(let role): object.set("may_mention_all", role)
            case .mayPin(let role): object.set("may_pin", role)
            case .slowMode(let seconds): object.set("slow_mode", seconds)
            case .retention(let days): object.set("retention_days", days)
            case .archived(let isOn): object.set("archived", isOn)
            }
        }
    }
}
