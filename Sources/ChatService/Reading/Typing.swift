import ChatDomain
import ChatWire

/// Who is writing just now, so that it is told seldom enough. Never stored.
struct TypingBook {
    private var told: [MarkerBook.Place: Timestamp] = [:]

    /// How long readers should show it, and how often it is told anew: milliseconds.
    static let shown: Int64 = 6_000
    private static let pause: Int64 = 3_000

    /// Whether it is time to tell.
    mutating func tells(_ place: MarkerBook.Place, at now: Timestamp) -> Bool {
        if let last = told[place], now.rawValue - last.rawValue < Self.pause { return false }
        told[place] = now
        return true
    }

    mutating func sweep(at now: Timestamp) {
        guard !told.isEmpty else { return }
        told = told.filter { now.rawValue - $1.rawValue < Self.pause }
    }
}

extension ServiceCore {
    /// Tells a room that somebody writes. Rooms too large for it, and people who do not want to be seen, are passed over.
    func typing(_ caller: Caller, _ room: RoomID) throws(Refusal) {
        try checkRunning()
        let access = try directory.access(caller.account, to: room)
        try access.check(.post, at: ports.now())
        try checkRoomRules(access, key: nil)
        guard isSmall(access.room), showsPresence(caller.account),
            typing.tells(MarkerBook.Place(account: caller.account, room: room), at: ports.now()),
            let account = directory.accounts[caller.account]
        else { return }
        flush()
        ports.commit(
            .presence(
                .toReaders(
                    from: caller.account,
                    News(
                        room: room, what: .typing(caller.account, milliseconds: TypingBook.shown),
                        json: LiveAnswer.typing(room: room, account: AccountView(account), for: TypingBook.shown))),
                room: room))
    }

    /// Whether others may see that he is there.
    private func showsPresence(_ account: AccountID) -> Bool { directory.showsPresence(account) }
}
