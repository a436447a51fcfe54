import ChatClient
import ChatDomain
import ChatWire
import EventLoop
import Transcripts

/// `roost export`: a room's log as a file, over the running server.
struct RoomExport: Equatable {
    /// A handle, with or without `#`, or a number.
    var room: String
    var format = TranscriptFormat.text
    /// Nil is standard output.
    var output: String?
    var clock = TranscriptClock.utc
    var since: Timestamp?
    /// The first moment that is not in it any more.
    var until: Timestamp?
    var door: Door

    init(_ words: CommandWords) throws(CommandWords.Fault) {
        guard words.words.count == 1, let room = words.words.first else {
            throw CommandWords.Fault(message: "Which room? roost export ROOM")
        }
        (self.room, output, door) = (
            room.hasPrefix("#") ? String(room.dropFirst()) : room, words["--output"], words.door
        )
        if let name = words["--format"] {
            guard let format = TranscriptFormat(rawValue: name) else {
                throw CommandWords.Fault(message: "--format must be txt, jsonl or html.")
            }
            self.format = format
        }
        if let zone = words["--zone"] {
            guard let clock = TranscriptClock(zone) else {
                throw CommandWords.Fault(message: "--zone must be UTC or a distance from it, such as +02:00.")
            }
            self.clock = clock
        }
        since = try Self.day(words, "--since", clock)
        until = try Self.day(words, "--until", clock).map { Timestamp(milliseconds: $0.rawValue + 86_400_000) }
    }

    private static func day(
        _ words: CommandWords, _ option: String, _ clock: TranscriptClock
    ) throws(CommandWords.Fault) -> Timestamp? {
        guard let text = words[option] else { return nil }
        guard let day = clock.start(ofDay: text) else {
            throw CommandWords.Fault(message: "\(option) must be a day, such as 2026-11-20.")
        }
        return day
    }

    static func run(_ arguments: [String]) -> Int32 {
        Admin.ending { () throws(Admin.Ending) in
            let export: RoomExport
            do throws(CommandWords.Fault) {
                let words = try CommandWords(
                    "export", arguments, flags: [], valued: ["--format", "--output", "--since", "--until", "--zone"])
                if words.wantsHelp { return print(usage) }
                export = try RoomExport(words)
            } catch {
                throw .usage(error.message)
            }
            try export.door.visit(as: "roost export") { (api, loop) async throws(Admin.Ending) in
                try await export.carryOut(api, loop)
            }
        }
    }

    private func carryOut(_ api: ServerAPI, _ loop: EventLoop) async throws(Admin.Ending) {
        let (room, head, people) = try await Admin.Ending.mapping { () async throws(ClientError) in
            let room = try await find(api)
            let head = try await api.log(of: room?.id ?? 0, after: 0, limit: 1).head
            return (room, head, try await Self.people(api, in: room?.id ?? 0))
        }
        guard let room else { throw .other("There is no room called \(self.room) among those that you can read.") }
        let file = try GrowingFile(output)
        // Nothing half done stays when the work is broken off.
        let watch = file.watch(on: loop)
        defer { withExtendedLifetime(watch) {} }
        do {
            try await write(room, through: head, people, api, to: file)
        } catch {
            file.discard()
            throw error
        }
        try file.finish()
    }

    private func write(
        _ room: RoomView, through head: Int64, _ people: [Int64: TranscriptPerson], _ api: ServerAPI,
        to file: GrowingFile
    ) async throws(Admin.Ending) {
        let heading = TranscriptRoom(
            id: room.id, handle: room.handle, title: room.title.isEmpty ? room.person?.name ?? "" : room.title)
        var writer = TranscriptWriter(format, room: heading, clock: clock)
        var bytes: [UInt8] = []
        writer.begin(&bytes)
        var (place, said): (Int64, Int64) = (0, 0)
        while place < head {
            let from = place
            let page = try await Admin.Ending.mapping { () async throws(ClientError) in
                try await api.log(of: room.id, after: from)
            }
            guard let last = page.events.last else { break }
            for line in page.events where line.seq <= head {
                let at = Timestamp(milliseconds: line.at)
                guard since.map({ at >= $0 }) ?? true, until.map({ at < $0 }) ?? true else { continue }
                let by = TranscriptPerson(id: line.by.id, handle: people[line.by.id]?.handle ?? "", name: line.by.name)
                let event = LoggedEvent(
                    sequence: line.seq, at: at, kind: line.kind, by: by, subject: line.subject, body: line.body)
                for event in TranscriptEvent.events(event, person: { Self.person($0, people) }) {
                    writer.add(event, to: &bytes)
                }
            }
            place = last.seq
            try file.write(bytes)
            bytes = []
            if place - said >= 10_000, place < head {
                said = place
                Admin.say("\(place) of \(head) events")
            }
        }
        writer.end(&bytes)
        try file.write(bytes)
    }

    private static func person(_ id: Int64, _ people: [Int64: TranscriptPerson]) -> TranscriptPerson {
        people[id] ?? TranscriptPerson(id: id, handle: "", name: "account \(id)")
    }

    private func find(_ api: ServerAPI) async throws(ClientError) -> RoomView? {
        let rooms = try await api.me().rooms + api.rooms()
        return rooms.first { $0.handle == room } ?? rooms.first { String($0.id) == room }
    }

    /// Guests see the members of their rooms alone.
    private static func people(_ api: ServerAPI, in room: Int64) async throws(ClientError) -> [Int64: TranscriptPerson]
    {
        var views: [AccountView] = []
        do throws(ClientError) {
            views = try await api.people()
        } catch {
            guard room > 0, case .refused(let refusal) = error, refusal.code == "not_allowed" else { throw error }
            var after: Int64?
            repeat {
                let page = try await api.members(of: room, after: after)
                views += page.members
                after = page.next
            } while after != nil
        }
        let people = views.map { ($0.id, TranscriptPerson(id: $0.id, handle: $0.username, name: $0.name)) }
        return Dictionary(people, uniquingKeysWith: { first, _ in first })
    }

    static let usage = """
        roost export writes what a room's log tells

          roost export ROOM          ROOM is a room's name, with or without #, or its number

          --format txt|jsonl|html    for reading, for programs and the way back, or for printing; default txt
          --output FILE              in place of standard output; only you may read it, and it is there when it is whole
          --since DAY, --until DAY   from and to these days, such as 2026-11-20; both are in it
          --zone +02:00              the times' distance from UTC
        \(CommandWords.doorHelp)

        \(CommandWords.endings)
        """
}
