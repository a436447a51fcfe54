/// A report to the moderators, as its author or those who handle it see it.
public struct ReportView: Sendable, Equatable, Codable {
    public var id: Int64
    public var at: Int64
    /// "open", "assigned" or "resolved".
    public var state: String
    public var reason: String
    /// Who is reported.
    public var person: AccountView?
    public var room: Int64?
    public var roomTitle: String?
    public var message: Int64?
    /// The reported text as it is now; only for those who handle it.
    public var text: String?
    /// Who reported; likewise, as what follows.
    public var by: AccountView?
    public var assignee: AccountView?
    public var resolvedBy: AccountView?
    public var action: String?
    public var note: String?
    public var resolvedAt: Int64?

    enum CodingKeys: String, CodingKey {
        case id, at, state, reason, person, room, message, text, by, assignee, action, note
        case roomTitle = "room_title"
        case resolvedBy = "resolved_by"
        case resolvedAt = "resolved_at"
    }

    public init(id: Int64, at: Int64, state: String, reason: String) {
        (self.id, self.at, self.state, self.reason) = (id, at, state, reason)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("at", at)
            object.set("state", state)
            object.set("reason", reason)
            if let person { object.set("person", json: person.json) }
            if let room { object.set("room", room) }
            if let roomTitle { object.set("room_title", roomTitle) }
            if let message { object.set("message", message) }
            if let text { object.set("text", text) }
            if let by { object.set("by", json: by.json) }
            if let assignee { object.set("assignee", json: assignee.json) }
            if let resolvedBy { object.set("resolved_by", json: resolvedBy.json) }
            if let action { object.set("action", action) }
            if let note { object.set("note", note) }
            if let resolvedAt { object.set("resolved_at", resolvedAt) }
        }
    }
}
