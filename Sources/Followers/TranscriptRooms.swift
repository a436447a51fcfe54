import ChatDomain
import ChatStore
import ChatWire
import FoundationEssentials
import Transcripts

/// Who is who and which rooms there are, as the store had it when it was last looked at.
struct TranscriptRooms {
    struct Room {
        var title: TranscriptRoom
        /// Events up to here are gone.
        var floor: Int64
        /// Whether it has a transcript: it is there, and of a kind that is asked for.
        var isWritten: Bool
    }

    private(set) var rooms: [Int64: Room] = [:]
    private var people: [Int64: TranscriptPerson] = [:]

    init() {}

    init(_ stored: StoredDirectory, conversations: Bool) {
        for account in stored.accounts {
            people[account.id.rawValue] = TranscriptPerson(
                id: account.id.rawValue, handle: account.username.text, name: account.displayName)
        }
        let settings = Self.settings(stored.records)
        let members = Dictionary(grouping: stored.members.lazy.filter { settings[$0.room.rawValue] != nil }, by: \.room)
        for room in stored.rooms {
            let id = room.id.rawValue
            let settings = settings[id] ?? RoomSettings()
            var title = room.title
            if title.isEmpty {
                let names = (members[room.id] ?? []).map(\.account.rawValue).sorted().prefix(5).map { person($0).name }
                title = names.joined(separator: ", ")
            }
            rooms[id] = Room(
                title: TranscriptRoom(id: id, handle: room.handle.text, title: title), floor: settings.floor,
                isWritten: settings.deletedAt == nil && (conversations || settings.kind == .channel))
        }
    }

    private static func settings(_ records: [Record]) -> [Int64: RoomSettings] {
        var settings: [Int64: RoomSettings] = [:]
        for record in records where record.key.collection == .roomSettings {
            settings[record.key.owner] = try? JSONDecoder().decode(RoomSettings.self, from: Data(record.value))
        }
        return settings
    }

    /// Whether it says who and where everything in these events is.
    func knows(_ arrivals: [Arrival]) -> Bool {
        arrivals.allSatisfy { arrival in
            let (log, author) = (arrival.event.log.rawValue, arrival.event.author.rawValue)
            return log <= 0 || rooms[log] != nil && (author == 0 || people[author] != nil)
        }
    }

    func events(_ event: Event) -> [TranscriptEvent] {
        let body = event.body.isEmpty ? nil : try? RequestBody(event.body)
        return TranscriptEvent.events(
            LoggedEvent(
                sequence: event.sequence.rawValue, at: event.at, kind: event.kind.name,
                by: person(event.author.rawValue), subject: event.subject, body: body ?? RequestBody()),
            person: person)
    }

    private func person(_ id: Int64) -> TranscriptPerson {
        if let person = people[id] { return person }
        return TranscriptPerson(id: id, handle: "", name: id == 0 ? "Roost" : "account \(id)")
    }
}
