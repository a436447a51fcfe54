public import ChatDomain
public import ChatService
public import EventLoop

/// A gateway whose clients read rooms as they go on. Confined to the loop.
public protocol StreamDoor: AnyObject {
    func connection(_ id: ConnectionID) -> (any StreamConnection)?

    /// A segment's bytes in one of the door's formats, which are small numbers from 0; nil where this door has none.
    func run(of segment: Segment, format: Int) -> FrameRun?
}

/// One client of such a door, which reads any number of rooms. Confined to the loop.
public protocol StreamConnection: AnyObject {
    var account: AccountID { get }
    var socket: TCPConnection { get }
    /// Which of the door's formats it reads, below ``RoomStreams/formats``.
    var format: Int { get }
    var subscriptions: [Subscription] { get set }

    /// Whether what was asked for is still wanted. Asked once for each start, before anything comes of it.
    func mayBegin(_ start: SubscriptionStart) -> Bool
    /// A subscription begins; what it could not continue from is in `start`. Nothing of the room was sent yet.
    func began(_ subscription: Subscription, _ start: SubscriptionStart)
    /// Everything up to the present was sent. Once for each subscription.
    func caughtUp(_ subscription: Subscription)
    /// Nothing more of the room comes.
    func ended(_ subscription: Subscription, _ refusal: Refusal)
    /// The client must not get this event as the others do: it is sent here in another way, or not at all.
    func replace(_ event: SequenceNumber, in segment: Segment, for subscription: Subscription)
}

extension StreamConnection {
    public func mayBegin(_ start: SubscriptionStart) -> Bool { true }
    public func replace(_ event: SequenceNumber, in segment: Segment, for subscription: Subscription) {}
}
