import ChatDomain
import ChatStore

/// What is read before something is decided.
typealias Look<Seen> = @Sendable (any StoreReader) throws(StoreError) -> Seen

extension ServiceCore {
    /// Reads, then decides from what was read. The keys are held from before the reading until what was decided is
    /// settled; when it comes to the decision, the caller's account and the room are free.
    func decide<Seen: Sendable, Value: Sendable>(
        for caller: Caller, holding keys: [HoldKey], in room: RoomID? = nil, answer: @escaping Answer<Value>,
        reading plan: @escaping @Sendable (ServiceCore) throws(Refusal) -> Look<Seen>,
        _ decision: @escaping @Sendable (ServiceCore, Seen) throws(Refusal) -> Decision<Value>
    ) {
        do throws(Refusal) {
            try checkRate(caller.account)
        } catch {
            return answer(.failure(error))
        }
        look(for: caller, holding: keys, in: room, answer: answer, plan, decision)
    }

    private func look<Seen: Sendable, Value: Sendable>(
        for caller: Caller, holding keys: [HoldKey], in room: RoomID?, answer: @escaping Answer<Value>,
        _ plan: @escaping @Sendable (ServiceCore) throws(Refusal) -> Look<Seen>,
        _ decision: @escaping @Sendable (ServiceCore, Seen) throws(Refusal) -> Decision<Value>
    ) {
        let again = ServiceInput.run {
            $0.look(for: caller, holding: keys, in: room, answer: answer, plan, decision)
        }
        for key in keys where isHeld(key, again) { return }
        do throws(Refusal) {
            let look = try plan(self)
            for key in keys { hold(key) }
            let service = ports.service
            do throws(Refusal) {
                try onReader(look) { result in
                    service(.run { $0.decide(from: result, keys, room, caller, answer, decision) })
                }
            } catch {
                for key in keys { release(key) }
                throw error
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func decide<Seen: Sendable, Value: Sendable>(
        from result: Result<Seen, Refusal>, _ keys: [HoldKey], _ room: RoomID?, _ caller: Caller,
        _ answer: @escaping Answer<Value>,
        _ decision: @escaping @Sendable (ServiceCore, Seen) throws(Refusal) -> Decision<Value>
    ) {
        // The keys are held by this very request: what it waits for is its caller and its room.
        let again = ServiceInput.run { $0.decide(from: result, keys, room, caller, answer, decision) }
        if isHeld(caller.account, again) { return }
        if let room, isHeld(.room(room), again) { return }
        decideInTurn(
            for: caller.account, holding: [], answer: answer,
            finally: { core in for key in keys { core.release(key) } }
        ) { core throws(Refusal) in
            try decision(core, try result.get())
        }
    }

    /// Decides about one message, from what it is now. No other decision about it is under way meanwhile.
    func decide<Value: Sendable>(
        about number: SequenceNumber, in room: RoomID, for caller: Caller, answer: @escaping Answer<Value>,
        _ decision: @escaping @Sendable (ServiceCore, RoomAccess, MessageState) throws(Refusal) -> Decision<Value>
    ) {
        decide(
            about: number, in: room, for: caller, answer: answer,
            reading: { (_: any StoreReader) throws(StoreError) in }
        ) { core, access, state, _ throws(Refusal) in
            try decision(core, access, state)
        }
    }

    /// The same with something more that is read, and held.
    func decide<More: Sendable, Value: Sendable>(
        about number: SequenceNumber, in room: RoomID, for caller: Caller, holding keys: [HoldKey] = [],
        answer: @escaping Answer<Value>, reading more: @escaping Look<More>,
        _ decision:
            @escaping @Sendable (ServiceCore, RoomAccess, MessageState, More) throws(Refusal) -> Decision<Value>
    ) {
        decide(for: caller, holding: [.message(room, number)] + keys, in: room, answer: answer) {
            core throws(Refusal) -> Look<(MessageState, More)?> in
            try core.directory.access(caller.account, to: room).checkReadable(number)
            return { (reader) throws(StoreError) in
                guard let message = try reader.message(in: room.log, at: number) else { return nil }
                let about = try reader.events(in: room.log, about: [number])
                return (MessageState(message, about), try more(reader))
            }
        } _: { core, seen throws(Refusal) in
            let access = try core.directory.access(caller.account, to: room)
            try access.checkReadable(number)
            guard let (state, more) = seen else { throw .messageUnknown }
            return try decision(core, access, state, more)
        }
    }
}
