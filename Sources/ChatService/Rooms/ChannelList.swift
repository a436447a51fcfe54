public import ChatDomain

/// A channel in the list of those that there are.
public struct ListedChannel: Sendable {
    public var id: RoomID
    public var handle: String
    public var topic: String
    public var members: Int
    public var createdAt: Timestamp
    /// Nil where there is none, or where it was set before that was kept.
    public var topicSetAt: Timestamp?
}

extension ChatService {
    /// All channels that the caller may know of, in the order of their handles.
    public func channels(for caller: Caller, answer: @escaping Answer<[ListedChannel]>) {
        run { $0.channels(for: caller, answer: answer) }
    }
}

extension ServiceCore {
    fileprivate func channels(for caller: Caller, answer: Answer<[ListedChannel]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let known = directory.rooms.values.filter {
                $0.settings.kind == .channel && $0.settings.deletedAt == nil
                    && directory.mayKnow(of: $0, caller.account)
            }
            answer(
                .success(
                    known.map { state in
                        ListedChannel(
                            id: state.room.id, handle: state.room.handle.text, topic: state.settings.topic,
                            members: state.members.count, createdAt: state.room.createdAt,
                            topicSetAt: state.settings.topic.isEmpty
                                ? nil : state.settings.topicSetAt.map(Timestamp.init(milliseconds:)))
                    }.sorted { $0.handle < $1.handle }))
        } catch {
            answer(.failure(error))
        }
    }
}
