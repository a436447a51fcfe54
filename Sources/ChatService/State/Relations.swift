import ChatStore

/// That somebody wants to hear nothing of somebody. Owner: who; item: whom.
struct Block: RecordValue {
    static var collection: RecordCollection { .block }

    /// In milliseconds since 1970.
    var at: Int64
}

/// That somebody may come into a room. Owner: the room; item: he.
struct Invitation: RecordValue {
    static var collection: RecordCollection { .invitation }

    /// Who asked him.
    var by: Int64
    /// In milliseconds since 1970.
    var at: Int64
}

/// That somebody may not come into a room. Owner: the room; item: he.
struct Ban: RecordValue {
    static var collection: RecordCollection { .ban }

    var by: Int64
    /// In milliseconds since 1970.
    var at: Int64
    /// In milliseconds since 1970; nil for good.
    var until: Int64?
    var reason = ""
}
