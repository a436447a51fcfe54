public import ChatDomain
import ChatStore
import ChatWire

/// A link that lets people make their own accounts. Owner: 0; item: its number. The link's token is nowhere; its digest
/// is.
struct InviteLink: RecordValue, Equatable {
    static var collection: RecordCollection { .inviteLink }

    /// Of the token, in hexadecimal digits.
    var digest: String
    /// Who made it. It is good as long as he manages people.
    var by: Int64
    /// In milliseconds since 1970, as all times here.
    var at: Int64
    var expiresAt: Int64
    /// How many accounts may be made with it; nil for any number.
    var uses: Int?
    var used = 0
    /// "member" or "guest".
    var role: String
    /// Where the new accounts are put, besides the rooms that everybody joins.
    var rooms: [Int64]
    /// For its makers' memory.
    var note = ""

    func view(number: Int64) -> InviteView {
        InviteView(
            id: number, by: by, createdAt: at, expiresAt: expiresAt, uses: uses, used: used, role: role, rooms: rooms,
            note: note)
    }
}

/// What a link is to be like.
public struct InviteForm: Sendable {
    public var role: ServerRole
    public var rooms: [RoomID]
    /// How many accounts may be made with it; nil for any number.
    public var uses: Int?
    /// Nil for a week from now.
    public var expiresAt: Timestamp?
    public var note: String

    public init(
        role: ServerRole = .member, rooms: [RoomID] = [], uses: Int? = nil, expiresAt: Timestamp? = nil,
        note: String = ""
    ) {
        self.role = role
        self.rooms = rooms
        self.uses = uses
        self.expiresAt = expiresAt
        self.note = note
    }
}
