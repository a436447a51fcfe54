public import ChatDomain
public import ChatWire

/// A live connection, as the service names it: which outlet, and which connection there. Never used twice.
public struct ConnectionID: Hashable, Sendable {
    public let outlet: Int
    public let serial: UInt64

    public init(outlet: Int, serial: UInt64) {
        self.outlet = outlet
        self.serial = serial
    }
}

/// Where the service puts what is for the connections of one loop: first in, first out, from any thread, never
/// blocking.
public protocol Outlet: Sendable {
    func post(_ messages: [OutletMessage])
}

/// What the service tells a loop. What is large lies behind a reference, so that acknowledgements, of which there are as many
/// as sends, are small.
public enum OutletMessage: Sendable {
    /// New events of a room that the loop has readers in. In order, without a gap, after `attached`.
    case segment(Segment)
    /// A send is durable.
    case ack(
        connection: ConnectionID, id: Int64, room: RoomID, sequence: SequenceNumber, at: Timestamp, duplicate: Bool)
    /// A request was refused; `frees` says whether it was a send, which now counts no longer as in flight.
    indirect case refused(connection: ConnectionID, id: Int64?, refusal: Refusal, send: Bool)
    /// A subscription begins: everything after `head` comes as `segment`; what lies between cursor and head is to be
    /// read from the tail.
    indirect case attached(SubscriptionStart)
    /// A subscription was refused.
    indirect case notAttached(connection: ConnectionID, id: Int64, room: RoomID, refusal: Refusal)
    /// The room's log is longer than the loop was told (after a reload of the store).
    case headMoved(room: RoomID, head: SequenceNumber)
    /// The account is no member any more, as a reload of the store has shown: nothing more of the room reaches it.
    case cut(room: RoomID, account: AccountID)
    /// The room is gone: nothing more of it reaches anybody.
    indirect case ended(room: RoomID, refusal: Refusal)
    /// Somebody shows himself in another way, whoever shares a room with him: for those who watch him.
    indirect case shown(PersonPresence)
    /// News for one connection.
    indirect case toOne(ConnectionID, News)
    /// News for all readers of their room but the account that they come from.
    indirect case toReaders(from: AccountID, News)
    /// News for those readers of their room who are among these accounts.
    indirect case toSome(Set<AccountID>, News)
    /// The connection's session has ended.
    indirect case endConnection(ConnectionID, reason: EndReason)
    /// Older segments that were asked for by ``ChatService/read(room:after:for:)``; nil when they could not be read.
    case page(room: RoomID, after: SequenceNumber, segments: [Segment]?)
    /// What waited for the disk was too much, and no longer is: senders who were left waiting go on.
    case roomToSend
}

public enum EndReason: Sendable, Equatable {
    case sessionEnded
    /// Somebody who manages people ended all of the account's sessions, and says why.
    case ended(by: AccountID, reason: String)
    case deactivated
    case removed
    /// The address that it comes from is kept out.
    case banned

    init(_ state: AccountState) {
        self =
            switch state {
            case .active: .sessionEnded
            case .deactivated: .deactivated
            case .removed: .removed
            }
    }
}

/// The start of a subscription.
public struct SubscriptionStart: Sendable {
    public var connection: ConnectionID
    public var id: Int64
    public var room: RoomID
    /// What the reader has: from its own cursor, or from the snapshot.
    public var cursor: SequenceNumber
    /// Durable end of the log at this moment; set when the room's deliveries are switched on.
    public var head: SequenceNumber
    /// When the reader's cursor could not be continued.
    public var gap: Gap?
    /// Members online; nil in rooms too large to tell.
    public var online: [AccountID]?

    public struct Gap: Sendable {
        public var reason: LiveAnswer.GapReason
        public var snapshot: RoomSnapshot
    }
}
