import IRCWire

/// What of the lines of an event differs from client to client. Clients with the same format share the same bytes.
struct IRCFormat: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    /// `message-tags`: ids, client tags, and lines that are tags alone.
    static let tags = IRCFormat(rawValue: 1)
    static let time = IRCFormat(rawValue: 2)
    static let account = IRCFormat(rawValue: 4)
    static let multiline = IRCFormat(rawValue: 8)
    static let extendedJoin = IRCFormat(rawValue: 16)
    static let redaction = IRCFormat(rawValue: 32)
    static let rename = IRCFormat(rawValue: 64)
    static let inviteNotify = IRCFormat(rawValue: 128)
    /// Reactions and votes come as notices, as the person wishes, where his client knows no tags.
    static let reactionNotices = IRCFormat(rawValue: 256)

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ capabilities: CapabilitySet, reactionNotices: Bool) {
        self = []
        if capabilities.contains(.messageTags) { insert(.tags) }
        if capabilities.contains(.serverTime) { insert(.time) }
        if capabilities.contains(.accountTag) { insert(.account) }
        if capabilities.contains(.multiline), capabilities.contains(.batch) { insert(.multiline) }
        if capabilities.contains(.extendedJoin) { insert(.extendedJoin) }
        if capabilities.contains(.messageRedaction) { insert(.redaction) }
        if capabilities.contains(.channelRename) { insert(.rename) }
        if capabilities.contains(.inviteNotify) { insert(.inviteNotify) }
        if reactionNotices { insert(.reactionNotices) }
    }
}
