import ChatDomain
import ChatStore

extension RoomSettings: RecordValue {
    static var collection: RecordCollection { .roomSettings }
}

/// What a member is in a room, where it is more than an ordinary one.
struct MemberDetail: RecordValue, Equatable {
    static var collection: RecordCollection { .member }

    var role = RoomRole.member
    /// In milliseconds since 1970; until then he may not post.
    var mutedUntil: Int64?
}

/// A room as the service knows it. Personal logs and the audit log are kept in the same form, without members.
final class RoomState {
    var room: Room
    var settings = RoomSettings()
    /// With the number of the event by which each came in.
    var members: [AccountID: SequenceNumber] = [:]
    var details: [AccountID: MemberDetail] = [:]
    var head = LogHead.empty
    /// The two of a direct conversation: the lower number first.
    var pair: (AccountID, AccountID)?
    /// Kept where there is slow mode, and lost when the server stops.
    var lastPosts: [AccountID: LastPost] = [:]
    /// Members who want to be notified of every message; nil when that must be found out again.
    var wantingAll: [AccountID]?

    init(room: Room) {
        self.room = room
    }

    /// In sentences. Conversations have no name of their own.
    var called: String { room.title.isEmpty ? "this conversation" : room.title }

    /// The other one of a direct conversation.
    func partner(of account: AccountID) -> AccountID? {
        pair.map { $0 == account ? $1 : $0 }
    }

    func isMember(_ account: AccountID) -> Bool { members[account] != nil }

    /// Members in the order of their numbers.
    var memberList: [AccountID] { members.keys.sorted() }

    func role(of account: AccountID) -> RoomRole { details[account]?.role ?? .member }

    var owners: [AccountID] { details.filter { $1.role == .owner && members[$0] != nil }.keys.sorted() }
}
