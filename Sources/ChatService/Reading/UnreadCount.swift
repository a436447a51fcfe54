import ChatDomain
import ChatStore
import ChatWire

/// What somebody has not read in a room. The one definition, for every door and device (docs/protocol/reading.md):
///
/// messages behind his marker, but not what he wrote himself, what was deleted, and what people wrote whom he blocks.
/// Sending moves one's own marker, so that one's own messages never stand behind it, unless it was put back by hand.
struct UnreadCount: Sendable, Equatable {
    var messages: Int64
    /// Of them, those that mention him or answer him.
    var mentions: Int
    /// How many messages the room had up to the marker.
    var read: Int64

    /// Where it is counted from, as the service thread knows it.
    struct Place: Sendable {
        var account: AccountID
        var log: LogID
        /// What was read, or what is not there for him.
        var sequence: SequenceNumber
        /// How many messages there are up to `sequence`, where that is known.
        var read: Int64?
        var head: LogHead
        /// Authors who do not count.
        var discounted: Set<AccountID>
    }

    /// Messages whose authors are looked at, in a room and in all rooms of one list. Above this they are not told apart: who
    /// has so much before him does not mind a few, and each takes about 2 µs.
    static let discountLimit: Int64 = 10_000
    static let listDiscountLimit: Int64 = 20_000

    static func count(_ place: Place, from reader: any StoreReader) throws(StoreError) -> UnreadCount {
        var budget = discountLimit
        return try count(place, from: reader, budget: &budget)
    }

    /// - Parameter budget: how many messages' authors may still be looked at.
    static func count(_ place: Place, from reader: any StoreReader, budget: inout Int64) throws(StoreError)
        -> UnreadCount
    {
        guard place.sequence < place.head.sequence else {
            return UnreadCount(messages: 0, mentions: 0, read: place.head.messages)
        }
        let read = if let read = place.read { read } else { try reader.ordinal(in: place.log, at: place.sequence) }
        let behind = place.head.messages - read
        guard behind > 0 else { return UnreadCount(messages: 0, mentions: 0, read: read) }
        let authors = behind > min(discountLimit, budget) ? [] : place.discounted
        if !authors.isEmpty { budget -= behind }
        let discounted = try reader.discounted(
            in: place.log, after: place.sequence, authors: authors, limit: Int(clamping: behind))
        let mentions = try reader.noticeCount(
            for: [.account(place.account), .everyone], in: place.log, after: place.sequence, except: authors)
        let messages = max(0, behind - Int64(discounted))
        return UnreadCount(messages: messages, mentions: min(mentions, Int(clamping: messages)), read: read)
    }
}

extension ServiceCore {
    /// Where the account's unread messages begin. A marker that moved counts before it is stored.
    func unreadPlace(_ account: AccountID, _ access: RoomAccess) -> UnreadCount.Place {
        let stored = directory.markers[account.rawValue, access.id.rawValue]
        let moved = markers[MarkerBook.Place(account: account, room: access.id)]
        var sequence = moved?.sequence ?? SequenceNumber(stored?.sequence ?? 0)
        var read = moved == nil ? stored?.messages : nil
        // What was before his time, or is gone, waits for nobody.
        let least = max(access.floor, access.room.members[account] ?? .zero)
        if least > sequence { (sequence, read) = (least, nil) }
        var discounted = Set(directory.blocks.items(of: account.rawValue).keys.map(AccountID.init(rawValue:)))
        if moved?.isBack ?? stored?.isBack ?? true { discounted.insert(account) }
        return UnreadCount.Place(
            account: account, log: access.log, sequence: sequence, read: read, head: access.room.head,
            discounted: discounted)
    }

    /// One's rooms with what is unread in each.
    func unread(_ caller: Caller, answer: @escaping Answer<[UnreadView]>) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            var places: [(UnreadView, UnreadCount.Place)] = []
            for room in core.directory.roomsOf[caller.account, default: []].sorted() {
                guard let access = try? core.directory.access(caller.account, to: room) else { continue }
                let marker = core.directory.markers[caller.account.rawValue, room.rawValue]
                let place = core.unreadPlace(caller.account, access)
                let view = UnreadView(
                    room: room.rawValue, sequence: place.sequence.rawValue, version: marker?.version ?? 0,
                    head: access.room.head.sequence.rawValue)
                places.append((view, place))
            }
            let found = places
            return { (reader) throws(StoreError) in
                var views: [UnreadView] = []
                var budget = UnreadCount.listDiscountLimit
                for (view, place) in found {
                    var view = view
                    let count = try UnreadCount.count(place, from: reader, budget: &budget)
                    (view.unread, view.mentions) = (count.messages, count.mentions)
                    views.append(view)
                }
                return views
            }
        }
    }
}
