import ChatDomain

/// How many there are on the whole server. No names: anybody may know.
public struct ServerCounts: Sendable, Equatable {
    /// Active accounts, guests among them.
    public var accounts: Int
    public var guests: Int
    /// Accounts with a live connection that show it.
    public var online: Int
    /// Owners and admins among them.
    public var staffOnline: Int
    /// Channels that are there, and those of them that are listed.
    public var channels: Int
    public var listedChannels: Int
}

extension ChatService {
    /// Costs a look at every channel, and at those who hide; not at every account.
    public func counts(answer: @escaping Answer<ServerCounts>) {
        run { answer(.success($0.counts)) }
    }
}

extension ServiceCore {
    fileprivate var counts: ServerCounts {
        let channels = directory.rooms.values.filter { $0.settings.kind == .channel && $0.settings.deletedAt == nil }
        return ServerCounts(
            accounts: directory.activeCount, guests: directory.guests.count,
            online: presence.count - directory.hidden.count { presence.isOnline($0) },
            staffOnline: directory.staff.count { isSeenOnline($0) }, channels: channels.count,
            listedChannels: channels.count { $0.settings.isListed })
    }
}
