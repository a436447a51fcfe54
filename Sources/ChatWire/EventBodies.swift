// What the bodies of events hold, but for messages (see ``MessageBody``).

/// Of `reacted` and `unreacted`.
public struct ReactionBody: Sendable, Equatable, Codable {
    public var emoji: String

    public init(emoji: String) {
        self.emoji = emoji
    }
}

/// Of `deleted`: whose message it was, and when that was sent, for those who keep no messages themselves.
public struct DeletionBody: Sendable, Equatable, Codable {
    public var author: Int64
    /// In milliseconds since 1970.
    public var at: Int64

    public init(author: Int64, at: Int64) {
        (self.author, self.at) = (author, at)
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("author", author)
            object.set("at", at)
        }
    }
}

/// Of `voted`: places of the options that were chosen, from 0. Empty takes the vote back.
public struct VoteBody: Sendable, Equatable, Codable {
    public var options: [Int]
    /// In an anonymous poll: what the same person had chosen before. The event's author is then nobody.
    public var insteadOf: [Int]?

    enum CodingKeys: String, CodingKey {
        case options
        case insteadOf = "instead_of"
    }

    public init(options: [Int], insteadOf: [Int]? = nil) {
        self.options = options
        self.insteadOf = insteadOf
    }
}

/// Of the events about people in a room: joined, left, invited, role_changed and so on. Names as they were then, so that
/// each can be read as a line for good: of the subject, or of the author where there is no other subject.
public struct PersonBody: Sendable, Equatable, Codable {
    public var username: String
    public var name: String
    /// Who put him in, where he did not come by himself.
    public var by: Int64?
    public var byName: String?
    /// "link" where he came by one.
    public var via: String?
    /// His role from now on, and the one before.
    public var role: String?
    public var was: String?
    /// In milliseconds since 1970; 0 when he may speak again.
    public var mutedUntil: Int64?
    /// How long he is kept out, in milliseconds since 1970; absent for good.
    public var until: Int64?
    public var reason: String?

    enum CodingKeys: String, CodingKey {
        case username, name, by, via, role, was, until, reason
        case byName = "by_name"
        case mutedUntil = "muted_until"
    }

    public init(username: String, name: String) {
        self.username = username
        self.name = name
    }
}

/// Of `told`, in a personal log: something that concerns its owner, for all of his devices.
public struct NewsBody: Sendable, Equatable, Codable {
    public enum What: String, Sendable, Codable {
        /// He is in a room that he did not join by himself. `by` put him there, or began the conversation.
        case added
        /// He was put out of a room, or kept out.
        case removed
        case invited
        /// An invitation was taken back, or ran out.
        case uninvited
        /// State of his own changed on another device: `topic` says which.
        case changed
        /// What he reported was dealt with.
        case reportSettled = "report_settled"
        case warned
        /// A scheduled message was sent, or could not be.
        case scheduledSent = "scheduled_sent"
        case scheduledFailed = "scheduled_failed"
    }

    public var what: What
    public var room: Int64?
    public var roomTitle: String?
    public var message: Int64?
    public var by: Int64?
    public var byName: String?
    public var topic: String?
    /// A reason or a sentence.
    public var text: String?

    enum CodingKeys: String, CodingKey {
        case what, room, message, by, topic, text
        case roomTitle = "room_title"
        case byName = "by_name"
    }

    public init(_ what: What) {
        self.what = what
    }
}

/// Of `audited`, in the audit log. Who did it and when are in the event's header, on whom is its subject.
public struct AuditBody: Sendable, Equatable, Codable {
    /// As ``AuditedAct`` names it.
    public var act: String
    /// The name of whom it was done to, as it was then.
    public var subjectName: String?
    public var room: Int64?
    public var roomTitle: String?
    public var message: Int64?
    public var reason: String?
    /// What was changed, from what, to what: as a sentence's part.
    public var detail: String?
    /// The address that it came from.
    public var address: String

    enum CodingKeys: String, CodingKey {
        case act, room, message, reason, detail, address
        case subjectName = "subject_name"
        case roomTitle = "room_title"
    }

    public init(act: String, address: String) {
        self.act = act
        self.address = address
    }
}
