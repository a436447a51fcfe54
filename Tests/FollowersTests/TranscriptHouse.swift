import ChatDomain
import ChatStore
import ChatWire
import Foundation
import SQLiteStore
import Transcripts

@testable import Followers

let (ada, ben) = (AccountID(rawValue: 1), AccountID(rawValue: 2))

/// A store in a folder of its own, with what follows it, and no service between.
final class TranscriptHouse {
    let scratch: URL
    let store: SQLiteStore
    let writer: any StoreWriter
    let reader: any StoreReader
    var clock: Int64 = 1_795_169_703_000
    var conversations = false
    var patience = Duration.zero
    var pause = Duration.zero

    init() throws {
        scratch = FileManager.default.temporaryDirectory.appending(path: "roost-transcripts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        store = try SQLiteStore(directory: scratch.path + "/data")
        (writer, reader) = (try store.makeWriter(), try store.makeReader())
        try commit(
            CommitUnit(
                changes: [(ada, "Ada", ServerRole.owner), (ben, "Ben", .member)].map { id, name, role in
                    .addAccount(
                        Account(
                            id: id, username: Handle(unchecked: name.lowercased(), key: name.lowercased()),
                            mail: "\(name)@example.org", displayName: name, role: role, passwordHash: "",
                            createdAt: Timestamp(milliseconds: 0)))
                }))
    }

    deinit { try? FileManager.default.removeItem(at: scratch) }

    var folder: String { scratch.path + "/transcripts" }

    // MARK: The store

    @discardableResult
    func commit(_ unit: CommitUnit) throws -> Int64 {
        guard case .committed(let first) = try writer.commit([unit]).first else { throw Refused() }
        return first.first?.rawValue ?? 0
    }

    struct Refused: Error {}

    func addRoom(_ id: Int64, _ title: String, _ settings: RoomSettings? = nil) throws {
        let room = Room(
            id: RoomID(rawValue: id), handle: Handle(unchecked: "room\(id)", key: "room\(id)"), title: title,
            createdBy: ada, createdAt: Timestamp(milliseconds: clock), joinedByAll: false)
        var changes: [StateChange] = [.addRoom(room), .addMember(Membership(room: room.id, account: ada))]
        if let settings { changes.append(try put(settings, id)) }
        try commit(CommitUnit(appends: [append(.created, id, nil, ada, "{}")], changes: changes))
    }

    func put(_ settings: RoomSettings, _ room: Int64) throws -> StateChange {
        .put(Record(key: RecordKey(.roomSettings, owner: room), value: Array(try JSONEncoder().encode(settings))))
    }

    func append(_ kind: EventKind, _ room: Int64, _ subject: Int64?, _ by: AccountID, _ body: String) -> LogAppend {
        clock += 1_000
        return LogAppend(
            log: LogID(rawValue: room),
            events: [
                EventDraft(
                    author: by, kind: kind, subject: subject, at: Timestamp(milliseconds: clock),
                    body: Array(body.utf8))
            ])
    }

    @discardableResult
    func say(_ text: String, in room: Int64 = 1, by: AccountID = ada) throws -> Int64 {
        let body = try MessageBody.make(text: Array(text.utf8), limit: 10_000)
        return try commit(
            CommitUnit(appends: [append(.message, room, nil, by, String(decoding: body, as: UTF8.self))]))
    }

    func edit(_ message: Int64, to text: String, in room: Int64 = 1) throws {
        try commit(CommitUnit(appends: [append(.edited, room, message, ada, "{\"text\":\"\(text)\"}")]))
    }

    func delete(_ message: Int64, in room: Int64 = 1) throws {
        try commit(
            CommitUnit(
                appends: [append(.deleted, room, message, ada, "{}")],
                changes: [.erase(LogID(rawValue: room), message: SequenceNumber(message))]))
    }

    // MARK: What follows

    func follower(epoch: Epoch? = nil) -> TranscriptFollower {
        var settings = TranscriptFollower.Settings()
        (settings.pause, settings.patience) = (pause, patience)
        return TranscriptFollower(
            folder: folder, epoch: epoch ?? store.epoch, conversations: conversations, settings: settings)
    }

    /// As ``LogFollower`` does at a poke.
    func pursue(_ follower: TranscriptFollower, portion: Int = 500) throws {
        while true {
            let arrivals = try reader.arrivals(after: follower.progress, limit: portion, bytes: 1 << 20)
            if arrivals.isEmpty { break }
            try follower.take(arrivals, from: reader)
        }
        try follower.tidy(reader, isBehind: false)
    }

    /// Until there is nothing more to do: it opens, takes, and writes anew.
    func catchUp(_ follower: TranscriptFollower) throws {
        for _ in 0..<4 { try pursue(follower) }
    }

    func file(_ name: String) -> String {
        (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)) ?? ""
    }

    /// What the room's log renders to, read from its beginning.
    func fresh(_ room: Int64) throws -> String {
        let rooms = TranscriptRooms(try reader.directory(), conversations: true)
        guard let state = rooms.rooms[room] else { return "" }
        var (writer, out) = (TranscriptWriter(.text, room: state.title), [UInt8]())
        writer.begin(&out)
        let events = try reader.events(in: LogID(rawValue: room), after: SequenceNumber(state.floor), limit: 100_000)
        for event in events { for line in rooms.events(event) { writer.add(line, to: &out) } }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
}
