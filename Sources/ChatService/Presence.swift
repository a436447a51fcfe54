import ChatDomain

/// Who is online: whoever has a live connection, and for a while after the last one broke.
struct Presence {

    private let offlineDelay: Int
    private var connections: [AccountID: Int] = [:]
    /// Accounts whose last connection broke, and when they count as gone.
    private var leaving: [AccountID: Timestamp] = [:]

    /// - Parameter offlineDelay: seconds.
    init(offlineDelay: Int) {
        self.offlineDelay = offlineDelay
    }

    /// How many accounts are online.
    var count: Int { connections.count + leaving.count }

    func isOnline(_ account: AccountID) -> Bool {
        connections[account] != nil || leaving[account] != nil
    }

    /// Whether this makes the account come online.
    mutating func connected(_ account: AccountID) -> Bool {
        let wasOnline = isOnline(account)
        connections[account, default: 0] += 1
        leaving[account] = nil
        return !wasOnline
    }

    /// Whether this makes the account go offline at once, as it does when it said good-bye.
    mutating func disconnected(_ account: AccountID, saidGoodbye: Bool, at now: Timestamp) -> Bool {
        guard let count = connections[account] else { return false }
        guard count <= 1 else {
            connections[account] = count - 1
            return false
        }
        connections[account] = nil
        if saidGoodbye || offlineDelay == 0 { return true }
        leaving[account] = Timestamp(milliseconds: now.rawValue + Int64(offlineDelay) * 1_000)
        return false
    }

    /// Those who have been gone for long enough.
    mutating func expire(at now: Timestamp) -> [AccountID] {
        let gone = leaving.filter { $0.value <= now }.keys.sorted()
        for account in gone { leaving[account] = nil }
        return gone
    }
}
