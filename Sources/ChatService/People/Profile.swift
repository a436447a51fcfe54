import ChatDomain
import ChatStore
public import ChatWire

/// What somebody wants others to see of his coming and going.
public enum ChosenPresence: String, Sendable, Codable, CaseIterable {
    case online
    case away
    /// Not to be disturbed.
    case dnd
    /// Offline to everybody else.
    case invisible
}

/// Who may begin a direct conversation with somebody, and write in it.
public enum Correspondents: String, Sendable, Codable, CaseIterable {
    case everyone
    /// Who belongs to a room that he belongs to as well, direct conversations not counted.
    case sharedRooms = "shared_rooms"
    case nobody
}

/// What a person says of himself, and what he lets others know. Owner: the account.
struct Profile: RecordValue, Equatable {
    static var collection: RecordCollection { .profile }

    struct Status: Codable, Sendable, Equatable {
        var text = ""
        var emoji = ""
        /// In milliseconds since 1970; nil until it is taken away.
        var until: Int64?
    }

    /// What is known of the picture without reading it.
    struct Picture: Codable, Sendable, Equatable {
        /// Another one for each picture that was put there.
        var tag: String
        var mediaType: String
    }

    var about = ""
    var pronouns = ""
    /// A name of the IANA's, such as Europe/Berlin.
    var timeZone = ""
    /// An address of the web.
    var homepage = ""
    var status: Status?
    var presence = ChosenPresence.online
    var picture: Picture?
    var mayWriteToMe = Correspondents.everyone
    var hidesPresence = false
    var sendsReadReceipts = true

    init() {}

    init(from decoder: any Decoder) throws {
        let stored = try decoder.container(keyedBy: CodingKeys.self)
        about = try stored.decodeIfPresent(String.self, forKey: .about) ?? about
        pronouns = try stored.decodeIfPresent(String.self, forKey: .pronouns) ?? pronouns
        timeZone = try stored.decodeIfPresent(String.self, forKey: .timeZone) ?? timeZone
        homepage = try stored.decodeIfPresent(String.self, forKey: .homepage) ?? homepage
        status = try stored.decodeIfPresent(Status.self, forKey: .status)
        presence = try stored.decodeIfPresent(ChosenPresence.self, forKey: .presence) ?? presence
        picture = try stored.decodeIfPresent(Picture.self, forKey: .picture)
        mayWriteToMe = try stored.decodeIfPresent(Correspondents.self, forKey: .mayWriteToMe) ?? mayWriteToMe
        hidesPresence = try stored.decodeIfPresent(Bool.self, forKey: .hidesPresence) ?? hidesPresence
        sendsReadReceipts = try stored.decodeIfPresent(Bool.self, forKey: .sendsReadReceipts) ?? sendsReadReceipts
    }

    enum CodingKeys: String, CodingKey {
        case about, pronouns, homepage, status, presence, picture
        case timeZone = "time_zone"
        case mayWriteToMe = "may_write_to_me"
        case hidesPresence = "hides_presence"
        case sendsReadReceipts = "sends_read_receipts"
    }

    /// Whether others may know that he is there.
    var showsPresence: Bool { presence != .invisible && !hidesPresence }

    /// The status, unless its time is over.
    func status(at now: Timestamp) -> StatusView? {
        guard let status, status.until.map({ $0 > now.rawValue }) ?? true else { return nil }
        return StatusView(text: status.text, emoji: status.emoji, until: status.until)
    }
}

/// What is to be changed of one's profile. What is nil stays as it is.
public struct ProfileChange: Sendable {
    public var name: String?
    /// Empty takes it away, as with the following.
    public var about: String?
    public var pronouns: String?
    public var timeZone: String?
    public var homepage: String?
    /// An empty one takes it away.
    public var status: StatusView?
    public var presence: ChosenPresence?
    public var mayWriteToMe: Correspondents?
    public var hidesPresence: Bool?
    public var sendsReadReceipts: Bool?

    public init() {}
}
