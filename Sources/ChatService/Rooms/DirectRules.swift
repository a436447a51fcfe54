import ChatDomain

// Who may write to whom, outside of channels.
extension Directory {
    /// Whether somebody may begin a direct conversation with another, write in it, and put him into a group. It cannot be
    /// told from the answer whether he blocks the writer, or wants to hear of nobody.
    func mayWrite(from author: AccountID, to reader: AccountID) -> Bool {
        guard accounts[reader]?.state == .active, blocks[reader.rawValue, author.rawValue] == nil else { return false }
        let wanted = profiles[reader.rawValue]?.mayWriteToMe ?? .everyone
        guard wanted == .sharedRooms || accounts[author]?.role == .guest else { return wanted == .everyone }
        return wanted != .nobody && shareRoom(author, reader)
    }

    /// Whether both belong to a room that is more than the direct conversation of the two.
    func shareRoom(_ one: AccountID, _ other: AccountID) -> Bool {
        let (a, b) = (roomsOf[one] ?? [], roomsOf[other] ?? [])
        let (few, many) = a.count < b.count ? (a, b) : (b, a)
        return few.contains { room in
            guard many.contains(room), let settings = rooms[room]?.settings else { return false }
            return settings.kind != .direct && settings.deletedAt == nil
        }
    }

    /// Somebody whom the caller may know of: guests know who is in their rooms.
    func person(_ id: AccountID, for caller: AccountID) throws(Refusal) -> AccountID {
        let isKnown = accounts[caller]?.role != .guest || id == caller || shareRoom(caller, id)
        guard accounts[id]?.state == .active, isKnown else { throw .noSuchPerson }
        return id
    }
}

extension ServiceCore {
    /// Refuses whoever the other does not want to hear from, in one sentence for all reasons.
    func checkMayWrite(from author: AccountID, to reader: AccountID) throws(Refusal) {
        guard directory.blocks[author.rawValue, reader.rawValue] == nil else {
            throw .notAllowed("You have blocked this person. Take that back first.")
        }
        guard directory.mayWrite(from: author, to: reader) else {
            throw .notAllowed("This person takes no direct messages from you.")
        }
    }

    /// What a room asks of who posts, beyond his role. In a plain room it costs two comparisons.
    ///
    /// - Parameter key: of the message; without one, slow mode is not asked.
    func checkRoomRules(_ access: RoomAccess, key: SendKey?) throws(Refusal) {
        let room = access.room
        if room.settings.kind == .direct, let partner = room.partner(of: access.account) {
            try checkMayWrite(from: access.account, to: partner)
        }
        if room.settings.slowModeSeconds > 0, let key { try checkTurn(access, key) }
    }

    /// Slow mode: each has to wait between two messages. A retry of the last one is let through, to be found again.
    private func checkTurn(_ access: RoomAccess, _ key: SendKey) throws(Refusal) {
        let room = access.room
        guard access.role < .moderator, let last = room.lastPosts[access.account], last.key != key else { return }
        let wait = last.at.rawValue + Int64(room.settings.slowModeSeconds) * 1_000 - ports.now().rawValue
        guard wait > 0 else { return }
        let seconds = Int(clamping: (wait + 999) / 1_000)
        throw Refusal(
            .slowMode, "\(room.called) is in slow mode. Wait \(seconds) s before you write again.", retryAfter: seconds)
    }

    /// Notes for slow mode that somebody writes now.
    func takeTurn(_ access: RoomAccess, _ key: SendKey) {
        guard access.room.settings.slowModeSeconds > 0, access.role < .moderator else { return }
        // A retry does not begin the pause anew.
        guard access.room.lastPosts[access.account]?.key != key else { return }
        access.room.lastPosts[access.account] = LastPost(at: ports.now(), key: key)
    }
}

extension Refusal {
    static let noSuchPerson = Refusal(.personUnknown, "There is no such person.")
}
