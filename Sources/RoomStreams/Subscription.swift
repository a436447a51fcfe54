public import ChatDomain
import ChatService
import EventLoop

/// One connection's reading of one room. Confined to the loop.
public final class Subscription {
    public let connection: any StreamConnection
    /// The client's number for the request that began it.
    public let id: Int64
    /// Where it began.
    public let first: SequenceNumber
    /// Members online when it began; nil once that was told.
    public private(set) var online: [AccountID]?
    let stream: RoomStream
    /// The last event that was handed to the socket; kept only while the reader is behind. A live reader's is the
    /// stream's head.
    var cursor: SequenceNumber
    /// Events that this reader gets in another way than the others, in their order.
    var exceptions: [SequenceNumber] = []
    public internal(set) var isLive = false
    var toldCaughtUp = false
    /// Gets nothing until its connection has what it needs to begin.
    var isHeld = false
    /// Waits for a page from the store.
    var isLoading = false
    /// Stands in the line of readers to be fed.
    var isQueued = false
    public internal(set) var isEnded = false
    /// Its place among the stream's readers.
    var place = 0

    public var room: RoomID { stream.room }

    /// The last event that was handed to the socket.
    public var position: SequenceNumber { isLive ? stream.head : cursor }

    func toldOnline() { online = nil }

    init(connection: any StreamConnection, stream: RoomStream, start: SubscriptionStart) {
        self.connection = connection
        self.stream = stream
        // Not all of the start is kept: there are many of these, and a snapshot is large.
        (id, first, online) = (start.id, start.cursor, start.online)
        cursor = start.cursor
    }
}

/// A room as one loop sees it: how far it was told, and who reads. Confined to the loop.
final class RoomStream {
    /// What delivering touches of a reader, side by side in memory.
    struct Reader {
        /// Not retained: the subscription is held by its connection, which takes it out before it goes.
        let subscription: Unmanaged<Subscription>
        let socket: Unmanaged<TCPConnection>
        var isLive: Bool
        /// Whether some events are not for this reader as they are for the others.
        var hasExceptions = false
        var format: UInt16
    }

    let room: RoomID
    /// The last event that the service delivered to this loop.
    var head: SequenceNumber
    private(set) var readers: ContiguousArray<Reader> = []
    /// Readers that wait for the page after a place.
    var loading: [SequenceNumber: [Subscription]] = [:]

    init(room: RoomID, head: SequenceNumber) {
        self.room = room
        self.head = head
    }

    func add(_ subscription: Subscription) {
        subscription.place = readers.count
        readers.append(
            Reader(
                subscription: .passUnretained(subscription), socket: .passUnretained(subscription.connection.socket),
                isLive: false, format: UInt16(truncatingIfNeeded: subscription.connection.format)))
    }

    func remove(_ subscription: Subscription) {
        let place = subscription.place
        guard holds(subscription) else { return }
        readers.swapAt(place, readers.count - 1)
        readers.removeLast()
        if place < readers.count { readers[place].subscription.takeUnretainedValue().place = place }
    }

    private func holds(_ subscription: Subscription) -> Bool {
        subscription.place < readers.count
            && readers[subscription.place].subscription.toOpaque()
                == Unmanaged.passUnretained(subscription).toOpaque()
    }

    /// The reader gets what is delivered from now on.
    func makeLive(_ subscription: Subscription) {
        subscription.isLive = true
        readers[subscription.place].isLive = true
    }

    /// The reader is fed from the tail from now on.
    func fallBehind(_ subscription: Subscription, cursor: SequenceNumber) {
        subscription.isLive = false
        subscription.cursor = cursor
        readers[subscription.place].isLive = false
    }

    func noteExceptions(of subscription: Subscription) {
        guard holds(subscription) else { return }
        readers[subscription.place].hasExceptions = !subscription.exceptions.isEmpty
    }

    func setFormat(of subscription: Subscription, to format: Int) {
        guard holds(subscription) else { return }
        readers[subscription.place].format = UInt16(truncatingIfNeeded: format)
    }
}
