import ChatDomain
import ChatService
import ChatWire
import IRCWire
import RoomStreams

// Reading rooms as they go on.
extension IRCConnection: StreamConnection {
    var account: AccountID { caller?.account ?? AccountID(rawValue: 0) }

    var format: Int {
        Int(IRCFormat(capabilities, reactionNotices: preferences.showsReactions).rawValue)
    }

    func began(_ subscription: Subscription) {
        entering.remove(subscription.room)
        for event in exceptions.removeValue(forKey: subscription.room) ?? [] {
            gateway.streams.except(event, for: subscription)
        }
        // Personal logs have no members that would have to be known.
        guard subscription.room.rawValue > 0, let caller else { return }
        gateway.begin(subscription, for: caller)
    }

    func caughtUp(_ subscription: Subscription) {}

    /// Left, put out, or the room is gone.
    func ended(_ subscription: Subscription, _ refusal: Refusal) {
        roomsByName = roomsByName.filter { $0.value != subscription.room }
        markers[subscription.room] = nil
        endEntry(to: subscription.room)
        guard refusal.code == .roomGone, let channel = gateway.rooms[subscription.room]?.channel else { return }
        push { $0.append(town.source, .kick, [channel, nick], trailing: refusal.message) }
    }

    func replace(_ event: SequenceNumber, in segment: Segment, for subscription: Subscription) {
        guard let frames = segment.frames(as: IRCFrames.self), let room = gateway.rooms[segment.room],
            let place = frames.events.firstIndex(where: { $0.sequence == event })
        else { return }
        let (found, author) = (frames.events[place], frames.authors[place])
        if case .changed(let body) = EventContent(found), let handle = body.now.handle {
            return showRename(of: room, to: "#\(handle)", found, author)
        }
        guard let label = echoLabels[segment.room]?.removeValue(forKey: event),
            let context = gateway.context(of: segment.room)
        else { return }
        if echoLabels[segment.room]?.isEmpty == true { echoLabels[segment.room] = nil }
        var writer = EventLines(format: IRCFormat(rawValue: UInt16(truncatingIfNeeded: format)), context: context)
        writer.label = label
        writer.write(found, by: author)
        push(writer.lines.bytes)
    }

    /// For clients that know no RENAME: out of one channel, into another (draft/channel-rename, "Fallback").
    private func showRename(of room: IRCRoom, to name: String, _ event: Event, _ author: PersonName) {
        guard let own = self.name, let old = room.channel else { return }
        push { $0.append(town.source(of: own), .part, [old], trailing: "The channel is now called \(name)") }
        room.take(event, by: author)
        roomsByName[CaseMapping.fold(old)] = nil
        showEntry(room)
    }
}
