import ChatDomain
import ChatStore
import UnicodeText

/// Of what somebody wants to be notified.
public enum NotificationLevel: String, Sendable, Codable, CaseIterable {
    case all
    /// Only what mentions or answers him.
    case mentions
    case none
}

/// Owner: an account; item: a room, or 0 for what holds everywhere else.
struct NotificationSetting: RecordValue, Equatable {
    static var collection: RecordCollection { .notification }

    /// Nil for the usual: all in conversations, mentions in channels.
    var level: NotificationLevel?
    /// In milliseconds since 1970; until then nothing notifies.
    var mutedUntil: Int64?
    /// Only of the account itself.
    var quiet: QuietHours?

    enum CodingKeys: String, CodingKey {
        case level, quiet
        case mutedUntil = "muted_until"
    }
}

/// Hours of every day in which nothing notifies.
public struct QuietHours: Sendable, Equatable, Codable {
    /// Minutes after midnight. From a later to an earlier one it goes over midnight.
    public var from: Int
    public var to: Int
    /// The name of a time zone, like Europe/Vienna.
    public var zone: String

    public init(from: Int, to: Int, zone: String) {
        (self.from, self.to, self.zone) = (from, to, zone)
    }

    /// A zone that is not known counts as UTC.
    func contains(_ moment: Timestamp) -> Bool {
        let offset = TimeZones.offset(of: zone, atMilliseconds: moment.rawValue) ?? 0
        let minutes = Int((moment.rawValue / 1_000 + Int64(offset)) / 60 % 1_440)
        return from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to
    }
}

/// Whether a message notifies somebody, and why.
public enum NotificationReason: String, Sendable, Codable, CaseIterable {
    // It does.
    case mention, reply, everyone
    case levelAll = "level_all"
    // It does not.
    case ownMessage = "own_message"
    case notAMember = "not_a_member"
    case blocked, deleted
    case read = "already_read"
    case roomMuted = "room_muted"
    case levelNone = "level_none"
    case levelMentions = "level_mentions"
    case doNotDisturb = "do_not_disturb"
    case quietHours = "quiet_hours"

    public var notifies: Bool {
        switch self {
        case .mention, .reply, .everyone, .levelAll: true
        default: false
        }
    }

    /// For a person.
    public var sentence: String {
        switch self {
        case .mention: "The message mentions you."
        case .reply: "The message answers one of yours."
        case .everyone: "The message mentions everyone in the room."
        case .levelAll: "You want to be notified of all messages in this room."
        case .ownMessage: "You wrote it yourself."
        case .notAMember: "You are not in the room."
        case .blocked: "You block its author."
        case .deleted: "The message was deleted."
        case .read: "You had read it already."
        case .roomMuted: "You muted the room for a while."
        case .levelNone: "You want no notifications from this room."
        case .levelMentions: "You want to be notified of mentions only, and it does not mention you."
        case .doNotDisturb: "You asked not to be disturbed."
        case .quietHours: "It came in your quiet hours."
        }
    }
}
