import ChatClient
import ChatDomain
import ChatWire
import EventLoop
import Transcripts

/// `roost import`: takes a history in, over the running server.
struct HistoryImport: Equatable {
    var path: String
    /// The name of the new room, where there is one alone.
    var room: String?
    var yes: Bool
    /// Whether direct conversations come over too, as closed rooms.
    var withDirect: Bool
    var isOpen: Bool
    var mapping: [String: String] = [:]
    var door: Door

    init(_ words: CommandWords) throws(CommandWords.Fault) {
        guard words.words.count == 1, let path = words.words.first else {
            throw CommandWords.Fault(message: "Which file? roost import FILE.jsonl, or the folder of a Slack export")
        }
        (self.path, room, door) = (path, words["--room"], words.door)
        (yes, withDirect, isOpen) = (words.has("--yes"), words.has("--direct"), words.has("--open"))
        for pair in words.all("--map") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw CommandWords.Fault(message: "--map must be THERE=HERE, such as --map robert=bob.")
            }
            mapping[parts[0]] = parts[1]
        }
    }

    static func run(_ arguments: [String]) -> Int32 {
        Admin.ending { () throws(Admin.Ending) in
            let work: HistoryImport
            do throws(CommandWords.Fault) {
                let words = try CommandWords(
                    "import", arguments, flags: ["--yes", "--direct", "--open"], valued: ["--room", "--map"])
                if words.wantsHelp { return print(usage) }
                work = try HistoryImport(words)
            } catch {
                throw .usage(error.message)
            }
            try work.door.visit(as: "roost import") { (api, _) async throws(Admin.Ending) in
                try await work.carryOut(api)
            }
        }
    }

    /// A room with what goes into it.
    private struct Work {
        var room: ImportedRoom
        var source: String
        var plan: ImportPlan
    }

    private func carryOut(_ api: ServerAPI) async throws(Admin.Ending) {
        let (history, name) = try ImportSource.read(path)
        for fault in history.faults {
            let place = fault.index.map { ", \($0)" } ?? ""
            Admin.say("\(fault.file)\(place): \(fault.reason)")
        }
        if history.faultCount > history.faults.count {
            Admin.say("… and \(history.faultCount - history.faults.count) more")
        }
        let (people, limit) = try await Admin.Ending.mapping { () async throws(ClientError) in
            (try await api.people(), try await api.messageBytes())
        }
        let messages = Dictionary(grouping: history.messages, by: \.room)
        var works: [Work] = []
        for room in history.rooms where withDirect || room.kind != .direct {
            guard let own = messages[room.key], !own.isEmpty else { continue }
            works.append(Work(room: room, source: name(room), plan: ImportPlan(own, messageBytes: limit)))
        }
        guard !works.isEmpty else { throw .other("There is nothing in \(path) to take in.") }
        guard room == nil || works.count == 1 else {
            throw .usage("--room is for one room; \(path) has \(works.count).")
        }
        let authors = Set(works.flatMap { $0.plan.events.map(\.author) })
        var who = try ImportPeople(history, authors: authors, people: people, mapping: mapping)
        try confirm(who, works)
        try await who.make(api)
        for work in works { try await take(work, who, api) }
        report(history, works)
    }

    /// Shows who will be who, and asks.
    private func confirm(_ who: ImportPeople, _ works: [Work]) throws(Admin.Ending) {
        for (_, label, match) in who.matches {
            switch match {
            case .known(let person, let how): Admin.say("\(label) is \(person.username) (\(person.name)), \(how)")
            case .made(let handle, let name, _): Admin.say("\(label) will be made: \(handle) (\(name)), deactivated")
            }
        }
        for work in works {
            Admin.say("#\(room ?? work.room.handle): \(work.plan.events.count) events")
        }
        if yes { return }
        try Admin.confirm("Shall that be done?")
    }

    // MARK: Taking in

    private func take(_ work: Work, _ who: ImportPeople, _ api: ServerAPI) async throws(Admin.Ending) {
        let (imported, plan) = (work.room, work.plan)
        let handle = room ?? imported.handle
        let first = plan.events.first?.at ?? 0
        let title = Self.line(imported.title.isEmpty ? handle : imported.title, 100)
        let topic = Self.line(imported.topic, 200)
        var progress = try await Admin.Ending.mapping { () async throws(ClientError) in
            try await api.beginImport(source: work.source, handle: handle, title: title, topic: topic, at: first)
        }
        guard !progress.finished else {
            return Admin.say("#\(progress.handle) was taken in before; nothing was added.")
        }
        var sum = Checksum()
        var batch: [[UInt8]] = []
        var bytes = 0
        let done = progress.head
        for (index, event) in plan.events.enumerated() {
            guard let author = who[event.author] else { throw .other("Somebody has no account.") }
            let json = event.json(by: author)
            if !batch.isEmpty, batch.count == Self.batchEvents || bytes + json.count > Self.batchBytes {
                progress = try await send(batch, progress, sum, api)
                (batch, bytes) = ([], 0)
                if index % 10_000 < Self.batchEvents { Admin.say("#\(progress.handle): \(progress.head) events") }
            }
            sum.add(json)
            // The room's making is number 1.
            let number = Int64(index) + 2
            if number < done { continue }
            if number == done {
                guard progress.mark == sum.text else {
                    throw .other(
                        "\(path) has changed since #\(progress.handle) was begun. Delete that room, and begin again.")
                }
                continue
            }
            batch.append(json)
            bytes += json.count + 1
        }
        if !batch.isEmpty { progress = try await send(batch, progress, sum, api) }
        let members = imported.members.compactMap { who.members[$0] }
        let (id, opens) = (progress.room, isOpen || imported.kind == .open)
        _ = try await Admin.Ending.mapping { () async throws(ClientError) in
            let end = try await api.finishImport(of: id, members: members, isOpen: opens)
            if imported.isArchived { _ = try await api.change(room: id, .archived(true)) }
            return end
        }
        Admin.say("#\(progress.handle): \(progress.head) events are in")
    }

    private static let batchEvents = 400
    /// With room for the rest of the request: `http_body_bytes` is 256 KiB.
    private static let batchBytes = 200_000

    private func send(
        _ batch: [[UInt8]], _ progress: ImportProgressView, _ sum: Checksum, _ api: ServerAPI
    ) async throws(Admin.Ending) -> ImportProgressView {
        let next = try await Admin.Ending.mapping { () async throws(ClientError) in
            try await api.addImport(batch, to: progress.room, after: progress.head, mark: sum.text)
        }
        guard next.head == progress.head + Int64(batch.count), next.mark == sum.text else {
            throw .other("Somebody else takes the same history in. Run it again when that is over.")
        }
        return next
    }

    private static func line(_ text: String, _ most: Int) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(most).map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private func report(_ history: ImportedHistory, _ works: [Work]) {
        var losses: [String: Int] = [:]
        for work in works { losses.merge(work.plan.losses, uniquingKeysWith: +) }
        let left = history.rooms.count { $0.kind == .direct && !withDirect }
        if left > 0 { losses["direct conversations were left out; --direct takes them in"] = left }
        if history.faultCount > 0 { losses["entries could not be read"] = history.faultCount }
        for (reason, count) in losses.sorted(by: { $0.key < $1.key }) { Admin.say("\(count) × \(reason)") }
    }

    /// FNV-1a, to see that a history is still the same.
    private struct Checksum {
        private var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ bytes: [UInt8]) {
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }

        var text: String { String(value, radix: 16) }
    }

    static let usage = """
        roost import takes in a history from elsewhere, into rooms of its own

          roost import FILE.jsonl    what roost export --format jsonl wrote
          roost import FOLDER        a Slack export, unpacked

          Needs an owner of the server. People are found by mail address or username; who is not there gets an account
          that is deactivated. That is shown, and asked. Again takes nothing in twice, and goes on where it ended.

          --room NAME        what the new room is called, where there is one alone
          --map THERE=HERE   who is who: a username or mail address there, a username here; as often as needed
          --open             everybody finds the rooms and may join; public channels of Slack are so anyway
          --direct           direct conversations too, as closed rooms of those who were in them and of yourself
          --yes              does not ask
        \(CommandWords.doorHelp)

        \(CommandWords.endings)
        """
}
