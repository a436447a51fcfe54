public import ChatDomain
import Metrics

// What the gateways ask for. Each call is put in the service's line and answered later.
extension ChatService {
    // MARK: The live stream. Answers come through the outlet.

    /// - Parameter isPassive: whether it does not make its account count as being there.
    public func connected(_ connection: ConnectionID, _ caller: Caller, isPassive: Bool = false) {
        run { $0.connected(connection, caller, isPassive: isPassive) }
    }

    public func setPassive(_ isPassive: Bool, _ connection: ConnectionID, _ caller: Caller) {
        run { $0.setPassive(isPassive, connection, caller) }
    }

    public func disconnected(_ connection: ConnectionID, _ caller: Caller, saidGoodbye: Bool) {
        run { $0.disconnected(connection, caller, saidGoodbye: saidGoodbye) }
    }

    /// A tick's sends of one loop, in order.
    public func send(_ requests: [SendRequest]) {
        // They wait from here on, and count again with their commits.
        pending.add(SendRequest.bytes(of: requests))
        service.post(.sends(requests))
    }

    public func subscribe(_ request: SubscribeRequest) {
        run { $0.subscribe(request) }
    }

    /// The loop has no reader of the room any more, and no subscription on its way.
    public func detach(_ room: RoomID, outlet: Int) {
        tellCommitter(detach: room, outlet: outlet)
    }

    /// Older events than the tail holds; they come as `page`.
    public func read(room: RoomID, after: SequenceNumber, outlet: Int) {
        run { $0.page(room, after: after, outlet: outlet) }
    }

    /// To be called once a second: time is the caller's.
    public func tick() {
        service.post(.tick)
    }

    func run(as name: ActivityName = #function, _ operation: @escaping @Sendable (ServiceCore) -> Void) {
        service.post(.run(as: name, operation))
    }
}
