import ChatDomain
import EventLoop

/// One connection's reading of one room. Confined to the loop.
final class Subscription {
    let connection: LiveConnection
    let stream: RoomStream
    /// The client's number for the request that began it.
    let id: Int64
    /// Members online when it began; told with `caught_up`.
    let online: [AccountID]?
    /// The last event that was handed to the socket; kept only while the reader is behind. A live reader's is the
    /// stream's head.
    var cursor: SequenceNumber
    var isLive = false
    var toldCaughtUp = false
    /// Waits for a page from the store.
    var isLoading = false
    /// Stands in the gateway's line of readers to be fed.
    var isQueued = false
    var isEnded = false
    /// Its place among the stream's readers.
    var place = 0

    init(connection: LiveConnection, stream: RoomStream, id: Int64, cursor: SequenceNumber, online: [AccountID]?) {
        self.connection = connection
        self.stream = stream
        self.id = id
        self.cursor = cursor
        self.online = online
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
        let deflates: Bool
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
                isLive: false, deflates: subscription.connection.deflates))
    }

    func remove(_ subscription: Subscription) {
        let place = subscription.place
        guard place < readers.count,
            readers[place].subscription.toOpaque() == Unmanaged.passUnretained(subscription).toOpaque()
        else { return }
        readers.swapAt(place, readers.count - 1)
        readers.removeLast()
        if place < readers.count { readers[place].subscription.takeUnretainedValue().place = place }
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
}
