import ChatClient
import ChatWire

/// Rooms, and what is written in them.
extension ChatConsole {
    func listRooms() async {
        await attempt { api throws(ClientError) in
            let rooms = try await api.rooms()
            keep(rooms)
            screen.show(.rooms(rooms))
        }
    }

    func join(_ name: String) async {
        let wanted = name.hasPrefix("#") ? String(name.dropFirst()) : name
        guard !wanted.isEmpty else { return screen.show(.problem(code: "usage", "Which room? join NAME")) }
        await attempt { api throws(ClientError) in
            let found: RoomView
            do throws(ClientError) {
                found = try await room(called: wanted, api)
            } catch {
                guard case .refused(let refusal) = error, refusal.code == "room_unknown" else { throw error }
                let slash = place == .room ? "/" : ""
                let wanted = TerminalText.truncated(wanted, columns: 40)
                let hint = "\(slash)rooms lists them, \(slash)create \(wanted) makes it."
                return screen.show(.problem(code: "room_unknown", "\(refusal.message) \(hint)"))
            }
            if place == .room, found.id == room?.id {
                return screen.show(.note("You are here already."))
            }
            await open(found.joined == true ? found : try await api.join(room: found.id))
        }
    }

    func create(_ name: String) async {
        guard !name.isEmpty else {
            return screen.show(.problem(code: "usage", "Which name shall it have? create NAME"))
        }
        await attempt { api throws(ClientError) in
            await open(try await api.createRoom(handle: name))
        }
    }

    /// Shows a room that one belongs to, in place of the one that is shown.
    func open(_ next: RoomView) async {
        guard let live else { return }
        await closeRoom()
        keep([next])
        typists = [:]
        room = next
        place = .room
        lastShown = 0
        lastAcknowledged = 0
        isCaughtUp = false
        await live.follow(room: next.id)
        // The next line is for what one sees. When the server is away it need not wait.
        await wait(atMost: .seconds(10)) { $0.isCaughtUp || $0.room?.id != next.id || $0.isFinished || $0.isLost }
        drawArea()
    }

    /// There was a connection, and it is gone.
    var isLost: Bool { wasConnected && !isConnected }

    func goToLobby() async {
        await closeRoom()
        screen.show(.note("You are in the lobby. The name of a room takes you there."))
        drawArea()
    }

    func leaveRoom() async {
        guard let left = room else { return }
        // One's own going is not told as news.
        await closeRoom()
        await attempt { api throws(ClientError) in
            try await api.leave(room: left.id)
            screen.show(.note("You have left \(left.called)."))
            drawArea()
        }
    }

    func closeRoom() async {
        if let room { await live?.unfollow(room: room.id) }
        room = nil
        missed = nil
        place = .lobby
    }

    func listMembers() async {
        guard let room else { return }
        await attempt { api throws(ClientError) in
            let page = try await api.members(of: room.id)
            keep(page.members)
            screen.show(.members(page.members, count: page.memberCount))
        }
    }

    func showHistory(_ argument: String) async {
        guard let room else { return }
        guard let wanted = argument.isEmpty ? 50 : Int(argument), (1...1000).contains(wanted) else {
            return screen.show(.problem(code: "usage", "How many? /history N, from 1 to 1000."))
        }
        await attempt { api throws(ClientError) in
            var events: [EventView] = []
            while events.count < wanted {
                let place = events.first.map { HistoryPlace.before($0.seq) } ?? .latest
                let page = try await api.lines(of: room.id, place, limit: min(200, wanted - events.count))
                if page.messages.isEmpty { break }
                events = page.messages + events
            }
            screen.show(.history(events))
        }
    }

    private func keep(_ members: [AccountView]) {
        let known = Set(knownPeople.map(\.id))
        knownPeople += members.filter { !known.contains($0.id) }
    }

    func send(_ text: String, thread: Int64? = nil, replyTo: Int64? = nil) async {
        guard let room, let live else { return }
        if let messageBytes, text.utf8.count > messageBytes {
            somethingRefused = true
            let limit = "a message may have at most \(messageBytes) bytes, and this one has \(text.utf8.count)"
            return screen.show(.problem(code: "too_large", "Not sent: \(limit)."))
        }
        // Without a terminal, lines come faster than they are acknowledged; no more than this waits in memory.
        if mode != .terminal { await wait(atMost: .seconds(3600)) { $0.pending.count < 200 || $0.isFinished } }
        guard !isFinished else { return }
        do throws(LiveClientError) {
            let message = try await live.send(text, to: room.id, thread: thread, replyTo: replyTo)
            if !settledEarly(message) { pending.append(Pending(message: message, since: .now)) }
            showPendingSoon()
        } catch {
            somethingRefused = true
            screen.show(.problem(code: "file", "Not sent. \(error.message)"))
        }
    }

    /// Does something with the server, and tells when it does not work.
    func attempt(_ body: (ServerAPI) async throws(ClientError) -> Void) async {
        do throws(ClientError) {
            try await body(api)
        } catch {
            if mode != .terminal { somethingRefused = true }
            screen.show(.problem(code: Self.code(of: error), error.message))
        }
    }
}
