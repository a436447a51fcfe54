public import ChatDomain
import ChatWire
import UnicodeText

/// What is to be changed of a room. What is nil stays as it is.
public struct RoomChange: Sendable {
    public var handle: String?
    public var title: String?
    public var topic: String?
    public var summary: String?
    public var isListed: Bool?
    public var admitsGuests: Bool?
    public var entry: RoomSettings.Entry?
    public var history: RoomSettings.History?
    public var mayPost: RoomRole?
    public var mayInvite: RoomRole?
    public var mayMentionAll: RoomRole?
    public var mayPin: RoomRole?
    /// 0 for none, up to ``mostSlowModeSeconds``.
    public var slowModeSeconds: Int?
    /// 0 for ever, up to ``mostRetentionDays``.
    public var retentionDays: Int?
    public var isArchived: Bool?

    /// A day.
    public static let mostSlowModeSeconds = 86_400
    /// A hundred years.
    public static let mostRetentionDays = 36_500

    public init() {}

    /// Whether it changes more than what the room is called and about.
    fileprivate var changesUse: Bool {
        isListed != nil || admitsGuests != nil || entry != nil || history != nil || mayPost != nil || mayInvite != nil
            || mayMentionAll != nil || mayPin != nil || slowModeSeconds != nil
    }

    fileprivate var changesFace: Bool { handle != nil || title != nil || topic != nil || summary != nil }

    /// Refuses who may not change that.
    func check(_ access: RoomAccess, at now: Timestamp) throws(Refusal) {
        let isGroup = access.room.settings.kind == .group
        if retentionDays != nil || isArchived != nil || isGroup && changesUse { try access.check(.own, at: now) }
        if changesFace || changesUse { try access.check(.change, at: now) }
        if isGroup, handle != nil || isListed == true || admitsGuests == true || entry == .open {
            throw Refusal(.badRequest, "A group conversation has no handle, is not listed, and is not open to all.")
        }
    }

    /// The room as it will be.
    func apply(to room: inout Room, _ settings: inout RoomSettings, limits: Limits) throws(Refusal) {
        if let handle {
            let made = try Handle.make(from: handle, what: "A room's name")
            if made.text != room.handle.text { room.handle = made }
        }
        if let title { room.title = try RoomText.title(title, limits, mayBeEmpty: settings.kind == .group) }
        if let topic { settings.topic = try RoomText.topic(topic, limits) }
        if let summary { settings.summary = try RoomText.summary(summary, limits) }
        settings.isListed = isListed ?? settings.isListed
        settings.admitsGuests = admitsGuests ?? settings.admitsGuests
        settings.entry = entry ?? settings.entry
        settings.history = history ?? settings.history
        settings.mayPost = mayPost ?? settings.mayPost
        settings.mayInvite = mayInvite ?? settings.mayInvite
        settings.mayMentionAll = mayMentionAll ?? settings.mayMentionAll
        settings.mayPin = mayPin ?? settings.mayPin
        settings.isArchived = isArchived ?? settings.isArchived
        if let slowModeSeconds {
            guard (0...Self.mostSlowModeSeconds).contains(slowModeSeconds) else {
                throw Refusal(.badRequest, "Slow mode takes 0 to \(Self.mostSlowModeSeconds) seconds.")
            }
            settings.slowModeSeconds = slowModeSeconds
        }
        if let retentionDays {
            guard (0...Self.mostRetentionDays).contains(retentionDays) else {
                throw Refusal(
                    .badRequest, "Texts are kept for 1 to \(Self.mostRetentionDays) days, or with 0 for ever.")
            }
            settings.retentionDays = retentionDays
        }
    }
}

/// What a room is called and about.
enum RoomText {
    static func title(_ typed: String, _ limits: Limits, mayBeEmpty: Bool = false) throws(Refusal) -> String {
        let limit = Refusal.Limit(name: "room_title_length", value: limits.roomTitleLength)
        if mayBeEmpty, typed.trimmed.isEmpty { return "" }
        return try FreeText.check(typed, what: "A room's title", limit: limit)
    }

    static func topic(_ typed: String, _ limits: Limits) throws(Refusal) -> String {
        let limit = Refusal.Limit(name: "room_topic_length", value: limits.roomTopicLength)
        return typed.trimmed.isEmpty ? "" : try FreeText.check(typed, what: "A room's topic", limit: limit)
    }

    /// The only one of several lines.
    static func summary(_ typed: String, _ limits: Limits) throws(Refusal) -> String {
        let limit = Refusal.Limit(name: "room_description_length", value: limits.roomDescriptionLength)
        return try lines(typed, what: "A room's description", limit)
    }

    static func reason(_ typed: String, _ limits: Limits) throws(Refusal) -> String {
        try lines(typed, what: "A reason", Refusal.Limit(name: "reason_length", value: limits.reasonLength))
    }

    /// May be empty.
    private static func lines(_ typed: String, what: String, _ limit: Refusal.Limit) throws(Refusal) -> String {
        guard typed.utf8.count <= limit.value * 16, let text = TextForm.nfc(typed)?.trimmed,
            text.unicodeScalars.count <= limit.value
        else { throw Refusal(.textInvalid, "\(what) may have at most \(limit.value) characters.", limit: limit) }
        for scalar in text.unicodeScalars where scalar != "\n" && !FreeText.isShown(scalar) {
            throw Refusal(.textInvalid, "\(what) may not contain \(FreeText.shown(String(scalar))).")
        }
        return text
    }
}
