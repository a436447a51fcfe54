import ChatDomain
import ChatService
import ChatWire
import IRCWire
import RoomStreams

// Reading rooms as they go on.
extension IRCConnection: StreamConnection {
    var account: AccountID { caller?.account ?? AccountID(rawValue: 0) }

    var lineFormat: IRCFormat { IRCFormat(capabilities, reactionNotices: preferences.showsReactions) }

    var format: Int { Int(lineFormat.rawValue) }

    func began(_ subscription: Subscription, _ start: SubscriptionStart) {
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
        guard let frames = segment.frames(as: IRCFrames.self), event >= segment.first else { return }
        let place = Int(event.rawValue - segment.first.rawValue)
        guard frames.events.indices.contains(place) else { return }
        let (found, author) = (frames.events[place], frames.authors[place])
        if found.kind == .changed { return showRename(in: found, author) }
        // Without a label it is one's own message, which this client knows.
        guard let label = echoLabels[segment.room]?.removeValue(forKey: event),
            let context = gateway.context(of: segment.room)
        else { return }
        if echoLabels[segment.room]?.isEmpty == true { echoLabels[segment.room] = nil }
        var writer = EventLines(format: lineFormat, context: context)
        writer.label = label
        writer.write(found, by: author)
        push(writer.lines.bytes)
    }

    /// For clients that know no RENAME: out of one channel, into another (draft/channel-rename, "Fallback").
    private func showRename(in event: Event, _ author: PersonName) {
        guard case .changed(let body) = EventContent(event), let handle = body.now.handle, let was = body.was.handle,
            let own = name, let room = gateway.rooms[event.room]
        else { return }
        push { $0.append(town.source(of: own), .part, ["#\(was)"], trailing: "The channel is now called #\(handle)") }
        room.take(event, by: author)
        roomsByName[CaseMapping.fold("#\(was)")] = nil
        showEntry(room)
    }
}
