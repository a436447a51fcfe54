import ChatWire

/// What one has read, and that one writes: told when it costs little, and forgotten when it is old.
extension LiveSession {
    /// Everything up to an event is read. What was said before for the room counts no more.
    public mutating func read(room: Int64, through seq: Int64, now: Duration) {
        if let known = reads[room], known.seq >= seq { return }
        reads[room] = Read(seq: seq)
        sendReads(now: now)
    }

    /// Somebody writes a line for the room.
    public mutating func typing(room: Int64, now: Duration) {
        guard isLive else { return }
        if let last = typedAt[room], now - last < settings.typingPause { return }
        typedAt[room] = now
        actions.append(
            .transmit(
                JSONObject.make { object in
                    object.set("op", "typing")
                    object.set("room", room)
                }))
    }

    /// When what was read is to be told.
    var readsDue: Duration? {
        guard isLive, reads.values.contains(where: { !$0.isSent }) else { return nil }
        return readsSentAt.map { $0 + settings.readPause } ?? heardAt
    }

    mutating func sendReads(now: Duration) {
        guard let due = readsDue, now >= due else { return }
        readsSentAt = now
        for (room, read) in reads.sorted(by: { $0.key < $1.key }) where !read.isSent {
            reads[room]?.isSent = true
            actions.append(
                .transmit(
                    JSONObject.make { object in
                        object.set("op", "read")
                        object.set("room", room)
                        object.set("seq", read.seq)
                    }))
        }
    }

    /// The server knows it now.
    mutating func stored(_ marker: MarkerView) {
        if let read = reads[marker.room], read.isSent, read.seq <= marker.sequence { reads[marker.room] = nil }
    }
}
