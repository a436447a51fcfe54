import ChatDomain
import ChatStore
import ChatWire

// How far people have read: noted at once, stored and told together every second.
extension ServiceCore {
    /// Moves one's marker. The answer comes when it is stored.
    ///
    /// - Parameter back: also backwards, to have something unread again.
    func mark(
        _ caller: Caller, _ room: RoomID, to sequence: SequenceNumber, back: Bool, answer: @escaping Answer<MarkerView>
    ) {
        do throws(Refusal) {
            try checkRunning()
            try checkRate(caller.account)
            let access = try directory.access(caller.account, to: room)
            guard sequence >= .zero, sequence <= access.room.head.sequence else { throw .messageUnknown }
            let place = MarkerBook.Place(account: caller.account, room: room)
            if !back, markers[place] == nil,
                let stored = directory.markers[caller.account.rawValue, room.rawValue],
                stored.sequence >= sequence.rawValue
            {
                return answer(.success(MarkerView(room: room, stored)))
            }
            markers.move(place, to: sequence, back: back, answer: answer)
        } catch {
            answer(.failure(error))
        }
    }

    /// Who writes has read what was there.
    func noteAuthors(_ messages: [SettledMessage]) {
        for (place, message) in messages.enumerated() where message.author.rawValue > 0 {
            // Of several in a row the last one tells.
            if place + 1 < messages.count, messages[place + 1].author == message.author,
                messages[place + 1].log == message.log
            {
                continue
            }
            markers.move(
                MarkerBook.Place(account: message.author, room: RoomID(message.log)), to: message.sequence, back: false,
                answer: nil)
        }
    }

    /// On each tick: reads what stands behind the markers that moved, then stores and tells them.
    func storeMarkers() {
        guard !markers.isIdle, !isStopping || onLastMarkers != nil else { return }
        markers.begin(atMost: Self.markersAtOnce)
        var places: [MarkerBook.Place: UnreadCount.Place] = [:]
        for place in markers.storing.keys {
            // Who is no member any more has none.
            guard let access = try? directory.access(place.account, to: place.room) else { continue }
            places[place] = unreadPlace(place.account, access)
        }
        let (found, service) = (places, ports.service)
        do throws(Refusal) {
            try onReader { (reader) throws(StoreError) in
                var counts: [MarkerBook.Place: UnreadCount] = [:]
                for (place, unread) in found { counts[place] = try UnreadCount.count(unread, from: reader) }
                return counts
            } then: { result in
                service(.run { $0.storeMarkers(result) })
            }
        } catch {
            // The next tick tries again.
            endStoring(done: false)
        }
    }

    /// Before the end: what moved since the last tick is stored as well, if that can be done.
    func storeLastMarkers(then done: @escaping @Sendable () -> Void) {
        guard !markers.isEmpty else { return done() }
        onLastMarkers = done
        storeMarkers()
    }

    private func endStoring(done isStored: Bool) {
        if isStored { markers.finish() } else { markers.putBack() }
        guard let done = onLastMarkers else { return }
        if isStored, !markers.isEmpty { return storeMarkers() }
        onLastMarkers = nil
        done()
    }

    private func storeMarkers(_ result: Result<[MarkerBook.Place: UnreadCount], Refusal>) {
        guard case .success(let counts) = result else { return endStoring(done: false) }
        var changes: [StateChange] = []
        var stored: [(MarkerBook.Place, MarkerBook.Moved, Marker, UnreadCount)] = []
        for (place, moved) in markers.storing {
            guard let count = counts[place] else {
                for answer in moved.answers { answer(.failure(.roomUnknown)) }
                continue
            }
            let version = markers.nextVersion(
                of: place.account, stored: directory.markers.items(of: place.account.rawValue).values)
            let marker = Marker(
                sequence: moved.sequence.rawValue, messages: count.read, version: version, isBack: moved.isBack)
            changes.append(marker.put(owner: place.account.rawValue, item: place.room.rawValue))
            stored.append((place, moved, marker, count))
        }
        guard !changes.isEmpty else { return endStoring(done: true) }
        let done = stored
        submit(
            CommitUnit(changes: changes),
            reply: .call { core, outcome in
                guard case .outcome(.committed) = outcome else { return core.endStoring(done: false) }
                for (place, moved, marker, count) in done { core.tellMarker(place, moved, marker, count) }
                core.endStoring(done: true)
            })
    }

    private func tellMarker(
        _ place: MarkerBook.Place, _ moved: MarkerBook.Moved, _ marker: Marker, _ count: UnreadCount
    ) {
        var view = MarkerView(room: place.room, marker)
        (view.unread, view.mentions) = (count.messages, count.mentions)
        for answer in moved.answers { answer(.success(view)) }
        let news = News(room: place.room, what: .marker(view), json: LiveAnswer.marker(view))
        for connection in connectionsOf[place.account] ?? [] { tell(connection, .toOne(connection, news)) }
        guard !moved.isBack, let room = directory.rooms[place.room], showsReceipts(room), sharesReceipts(place.account)
        else { return }
        // Few, as the room is small.
        let others = room.members.keys.filter { $0 != place.account && sharesReceipts($0) }
        let receipt = News(
            room: place.room, what: .receipt(place.account, moved.sequence),
            json: LiveAnswer.receipt(room: place.room, account: place.account, sequence: moved.sequence))
        flush()
        ports.commit(.presence(.toSome(Set(others), receipt), room: place.room))
    }

    /// Markers in one commit.
    private static let markersAtOnce = 2_000

    /// One's markers that changed after a version, for a device that comes back.
    func changedMarkers(_ caller: Caller, after version: Int64, answer: Answer<[MarkerView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let changed = directory.markers.items(of: caller.account.rawValue).filter { $1.version > version }
                .sorted { $0.value.version < $1.value.version }
            answer(.success(changed.map { MarkerView(room: RoomID(rawValue: $0.key), $0.value) }))
        } catch {
            answer(.failure(error))
        }
    }

    // MARK: Receipts

    /// How far others have read, in a room that is small enough to be told.
    func receipts(_ caller: Caller, _ room: RoomID, answer: Answer<[ReceiptView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let access = try directory.access(caller.account, to: room)
            guard showsReceipts(access.room), sharesReceipts(caller.account) else { return answer(.success([])) }
            answer(
                .success(
                    access.room.memberList.filter { $0 != caller.account && sharesReceipts($0) }.compactMap { member in
                        directory.markers[member.rawValue, room.rawValue].map {
                            ReceiptView(account: member.rawValue, sequence: $0.sequence)
                        }
                    }))
        } catch {
            answer(.failure(error))
        }
    }

    private func showsReceipts(_ room: RoomState) -> Bool { room.members.count <= settings.limits.receiptMembers }

    /// Who does not show how far he has read is not shown it by others either.
    private func sharesReceipts(_ account: AccountID) -> Bool { directory.sendsReadReceipts(account) }
}

extension MarkerView {
    init(room: RoomID, _ marker: Marker) {
        self.init(room: room.rawValue, sequence: marker.sequence, version: marker.version)
    }
}
