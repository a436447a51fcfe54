public import ChatDomain
import ChatStore

/// What the service holds and does, in figures.
public struct ServiceHealth: Sendable, Equatable {
    /// Active ones.
    public var accounts = 0
    /// Who has a live connection.
    public var online = 0
    /// Channels and conversations, without deleted ones.
    public var rooms = 0
    /// In all of them, deleted ones too.
    public var messages: Int64 = 0
    /// That wait to be dealt with, whether somebody took them up or not.
    public var openReports = 0
    /// Of the newest event, in the order of arrival; 0 when there is none.
    public var lastArrival: Int64 = 0
    public var newestEvent: Timestamp?
}

extension ServiceCore {
    func health(_ caller: Caller, answer: @escaping Answer<ServiceHealth>) {
        read(for: caller, answer: answer) { core throws(Refusal) in
            try core.checkManages(caller.account, .member)
            let found = core.foundHealth
            return { reader throws(StoreError) in
                var health = found
                health.lastArrival = try reader.lastArrival()
                let newest = try reader.arrivals(after: health.lastArrival - 1, limit: 1, bytes: .max).last
                health.newestEvent = newest?.event.at
                return health
            }
        }
    }

    private var foundHealth: ServiceHealth {
        let rooms = directory.rooms.values.filter { $0.settings.deletedAt == nil && !$0.settings.isPurged }
        let accounts = directory.accounts.values.filter { $0.state == .active }
        return ServiceHealth(
            accounts: accounts.count, online: accounts.count { presence.isOnline($0.id) }, rooms: rooms.count,
            messages: rooms.reduce(0) { $0 + $1.head.messages },
            openReports: directory.reports.items(of: 0).values.count { $0.state != .resolved })
    }
}

extension ChatService {
    /// For those who manage people. Answered on a reading thread, which has time for what the caller adds.
    public func health(for caller: Caller, answer: @escaping Answer<ServiceHealth>) {
        run { $0.health(caller, answer: answer) }
    }
}
