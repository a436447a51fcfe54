/// What somebody says of what he is doing.
public struct StatusView: Sendable, Equatable, Codable {
    public var text: String
    public var emoji: String
    /// When it goes, in milliseconds since 1970; nil when it stays.
    public var until: Int64?

    public init(text: String, emoji: String, until: Int64? = nil) {
        self.text = text
        self.emoji = emoji
        self.until = until
    }

    public var isEmpty: Bool { text.isEmpty && emoji.isEmpty }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("text", text)
            object.set("emoji", emoji)
            if let until { object.set("until", until) }
        }
    }
}

/// A person as others see him who may.
public struct ProfileView: Sendable, Equatable, Codable {
    /// With presence, status and picture.
    public var account: AccountView
    public var about: String
    public var pronouns: String
    public var timeZone: String
    /// An address of the web, or empty.
    public var homepage: String
    /// Whether who asks has blocked him.
    public var isBlocked: Bool

    enum CodingKeys: String, CodingKey {
        case account, about, pronouns, homepage
        case timeZone = "time_zone"
        case isBlocked = "blocked"
    }

    public init(
        account: AccountView, about: String, pronouns: String, timeZone: String, homepage: String, isBlocked: Bool
    ) {
        self.account = account
        self.about = about
        self.pronouns = pronouns
        self.timeZone = timeZone
        self.homepage = homepage
        self.isBlocked = isBlocked
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("account", json: account.json)
            object.set("about", about)
            object.set("pronouns", pronouns)
            object.set("time_zone", timeZone)
            object.set("homepage", homepage)
            object.set("blocked", isBlocked)
        }
    }
}

/// What one keeps of oneself beyond the account: as others see it, and what one lets them know.
public struct OwnProfileView: Sendable, Equatable, Codable {
    public var about: String
    public var pronouns: String
    public var timeZone: String
    public var homepage: String
    public var status: StatusView?
    public var picture: String?
    /// What one chose, whether one is there or not: "online", "away", "dnd" or "invisible".
    public var presence: String
    /// "everyone", "shared_rooms" or "nobody".
    public var mayWriteToMe: String
    public var hidesPresence: Bool
    public var sendsReadReceipts: Bool

    enum CodingKeys: String, CodingKey {
        case about, pronouns, homepage, status, picture, presence
        case timeZone = "time_zone"
        case mayWriteToMe = "may_write_to_me"
        case hidesPresence = "hides_presence"
        case sendsReadReceipts = "sends_read_receipts"
    }

    public init(
        about: String, pronouns: String, timeZone: String, homepage: String, status: StatusView?, picture: String?,
        presence: String,
        mayWriteToMe: String, hidesPresence: Bool, sendsReadReceipts: Bool
    ) {
        self.about = about
        self.pronouns = pronouns
        self.timeZone = timeZone
        self.homepage = homepage
        self.status = status
        self.picture = picture
        self.presence = presence
        self.mayWriteToMe = mayWriteToMe
        self.hidesPresence = hidesPresence
        self.sendsReadReceipts = sendsReadReceipts
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("about", about)
            object.set("pronouns", pronouns)
            object.set("time_zone", timeZone)
            object.set("homepage", homepage)
            if let status { object.set("status", json: status.json) }
            if let picture { object.set("picture", picture) }
            object.set("presence", presence)
            object.set("may_write_to_me", mayWriteToMe)
            object.set("hides_presence", hidesPresence)
            object.set("sends_read_receipts", sendsReadReceipts)
        }
    }
}

/// Somebody of whom one wants to hear nothing.
public struct BlockView: Sendable, Equatable, Codable {
    public var account: AccountView
    public var at: Int64

    public init(account: AccountView, at: Int64) {
        self.account = account
        self.at = at
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("account", json: account.json)
            object.set("at", at)
        }
    }
}
