public import ChatDomain
public import ChatStore

/// What is kept beside the store and follows it: never before the log, always able to catch up.
public protocol Follower: AnyObject {
    /// The last arrival that it has, for good.
    var progress: Int64 { get }

    /// Takes what came next. After a throw the same is given again, a while later.
    func take(_ arrivals: [Arrival], from reader: any StoreReader) throws

    /// What stood at these places is gone from the store. A deletion comes as an event too, but that may stand behind much
    /// that is not taken yet. What has no event is told again at each start.
    func erase(_ log: LogID, _ places: ClosedRange<SequenceNumber>) throws

    /// About once a second: for what takes longer.
    /// - Parameter isBehind: there is more to take.
    func tidy(_ reader: any StoreReader, isBehind: Bool) throws
}
