import ChatDomain
import ChatStore

/// The room of two people's direct conversation. Owner: the lower account; item: the higher.
struct DirectConversation: RecordValue {
    static var collection: RecordCollection { .directConversation }

    var room: Int64
}

/// A link by which one comes into a room. Owner: the room; item: the link's number. The token itself is nowhere; its
/// digest is.
struct RoomLink: RecordValue {
    static var collection: RecordCollection { .inviteLink }

    /// Of the token, in hexadecimal digits.
    var digest: String
    var by: Int64
    /// In milliseconds since 1970.
    var at: Int64
    /// In milliseconds since 1970; nil for as long as it is not revoked.
    var until: Int64?
    /// How many may come in by it; nil for any number.
    var uses: Int?
    var used = 0

    /// Whether somebody may come in by it now.
    func isGood(at now: Timestamp) -> Bool {
        (until.map { $0 > now.rawValue } ?? true) && (uses.map { used < $0 } ?? true)
    }
}

extension Ban {
    /// A ban that ran out is none.
    func isInForce(at now: Timestamp) -> Bool { until.map { $0 > now.rawValue } ?? true }
}

/// When somebody last wrote in a room with slow mode, and what: the same again is no second message.
struct LastPost {
    var at: Timestamp
    var key: SendKey
}
