import ChatDomain
import FoundationEssentials

/// Reads a Slack export: hand in its files one by one, in the order of ``comesBefore(_:_:)``, then take ``history()``.
///
/// What comes over and what does not: docs/operating/transcripts.md.
public struct SlackExport: Sendable {
    public struct Limits: Sendable {
        /// The most bytes of a file: 256 MiB.
        public var fileBytes = 256 << 20
        /// The most faults that are told one by one: 1000. More are only counted.
        public var faults = 1000

        public init() {}
    }

    /// What mentions call people, by their keys: their proposed handles, unless the caller knows better before the messages
    /// are read.
    public var handles: [String: String] = [:]

    private let limits: Limits
    private var result = ImportedHistory()
    private var users: Set<String> = []
    /// Names and keys by the names of their folders.
    private var folders: [String: String] = [:]
    private var rooms: [String: String] = [:]
    private var seen: Set<MessageKey> = []
    /// The moment of each message in microseconds, beside `result.messages`.
    private var moments: [Int64] = []

    private struct MessageKey: Hashable {
        let room: String
        let key: String
    }

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// The order in which files must come: people, rooms, then messages.
    public static func comesBefore(_ a: String, _ b: String) -> Bool {
        func rank(_ path: String) -> Int { path == "users.json" ? 0 : roomKind(of: path) != nil ? 1 : 2 }
        return (rank(a), a) < (rank(b), b)
    }

    private static func roomKind(of path: String) -> ImportedRoom.Kind? {
        switch path {
        case "channels.json": .open
        case "groups.json": .closed
        case "dms.json", "mpims.json": .direct
        default: nil
        }
    }

    /// Takes in one file. `path` is that inside the export, such as "general/2026-11-20.json". Files that have no messages,
    /// people or rooms are told and passed over.
    public mutating func add(path: String, _ bytes: [UInt8]) {
        guard bytes.count <= limits.fileBytes else {
            tell(path, nil, "The file is larger than \(limits.fileBytes) bytes.")
            return
        }
        if path == "users.json" {
            for (_, user) in entries(SlackEntries.User.self, path, bytes) { add(user) }
        } else if let kind = Self.roomKind(of: path) {
            for (_, room) in entries(SlackEntries.Room.self, path, bytes) { add(room, kind) }
        } else if let slash = path.lastIndex(of: "/"), path.hasSuffix(".json") {
            let folder = String(path[..<slash])
            for (index, message) in entries(SlackEntries.Message.self, path, bytes) {
                add(message, folder, path, index)
            }
        } else {
            tell(path, nil, "The file has nothing that is taken over.")
        }
    }

    /// All that was read, the messages of each room in their order.
    public consuming func history() -> ImportedHistory {
        let order = result.messages.indices.sorted { a, b in
            (result.messages[a].room, moments[a], a) < (result.messages[b].room, moments[b], b)
        }
        var history = result
        history.messages = order.map { result.messages[$0] }
        return history
    }

    private mutating func tell(_ file: String, _ index: Int?, _ reason: String) {
        result.faultCount += 1
        if result.faults.count < limits.faults {
            result.faults.append(ImportFault(file: file, index: index, reason: reason))
        }
    }

    private mutating func entries<Value: Decodable>(
        _ type: Value.Type, _ path: String, _ bytes: [UInt8]
    ) -> [(Int, Value)] {
        guard let list = try? JSONDecoder().decode([SlackEntries.Entry<Value>].self, from: Data(bytes)) else {
            tell(path, nil, "The file is not a JSON array.")
            return []
        }
        var good: [(Int, Value)] = []
        for (index, entry) in list.enumerated() {
            if let value = entry.value { good.append((index, value)) } else { tell(path, index, entry.reason) }
        }
        return good
    }

    // MARK: Entries

    private mutating func add(_ user: SlackEntries.User) {
        guard users.insert(user.id).inserted else { return }
        let names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name]
        let handle = ProposedHandle.make(user.name ?? "", otherwise: user.id.lowercased())
        let mail = user.profile?.email ?? ""
        handles[user.id] = handles[user.id] ?? handle
        result.users.append(
            ImportedUser(
                key: user.id, handle: handle, name: Self.first(names) ?? user.id, mail: mail.isEmpty ? nil : mail,
                isBot: user.is_bot ?? false, isGone: user.deleted ?? false))
    }

    private mutating func add(_ room: SlackEntries.Room, _ kind: ImportedRoom.Kind) {
        guard rooms[room.id] == nil else { return }
        let name = room.name ?? room.id
        let handle = ProposedHandle.make(name, otherwise: room.id.lowercased())
        // The folders of direct messages have the room's id for a name.
        folders[name] = room.id
        folders[room.id] = room.id
        rooms[room.id] = handle
        let topic = Self.first([room.topic?.value, room.purpose?.value]) ?? ""
        result.rooms.append(
            ImportedRoom(
                key: room.id, handle: handle, title: name, topic: markdown(topic), kind: kind,
                members: room.members ?? [], isArchived: room.is_archived ?? false))
    }

    private func markdown(_ text: String) -> String {
        SlackMarkup(people: handles, rooms: rooms).markdown(text)
    }

    private static func first(_ texts: [String?]) -> String? {
        texts.lazy.compactMap { $0 }.first { !$0.isEmpty }
    }

    private func author(_ message: SlackEntries.Message) -> ImportedAuthor {
        if let user = message.user, users.contains(user) { return .user(user) }
        let profile = message.user_profile
        let names = [
            profile?.display_name, profile?.real_name, message.username, message.bot_profile?.name, message.user,
            message.bot_id,
        ]
        return .named(Self.first(names) ?? "unknown")
    }

    private mutating func add(_ message: SlackEntries.Message, _ folder: String, _ path: String, _ index: Int) {
        guard message.type == nil || message.type == "message" else {
            tell(path, index, "It is not a message.")
            return
        }
        guard let moment = SlackEntries.microseconds(message.ts) else {
            tell(path, index, "Its time is none.")
            return
        }
        let room = roomKey(folder)
        guard seen.insert(MessageKey(room: room, key: message.ts)).inserted else {
            tell(path, index, "It is there already.")
            return
        }
        let kind = Self.kind(message.subtype)
        let edited = message.edited?.ts.flatMap(SlackEntries.microseconds)
        result.messages.append(
            ImportedMessage(
                room: room, key: message.ts, at: Timestamp(milliseconds: moment / 1000), author: author(message),
                kind: kind, text: kind == .joined || kind == .left ? nil : text(message),
                editedAt: edited.map { Timestamp(milliseconds: $0 / 1000) },
                thread: message.thread_ts == message.ts ? nil : message.thread_ts, reactions: reactions(message),
                files: files(message)))
        moments.append(moment)
    }

    /// A folder that no list of rooms names becomes a room of its own, closed, so that nothing is lost or laid open.
    private mutating func roomKey(_ folder: String) -> String {
        if let key = folders[folder] { return key }
        add(
            SlackEntries.Room(id: folder, name: nil, members: nil, is_archived: nil, topic: nil, purpose: nil), .closed)
        return folder
    }

    private static func kind(_ subtype: String?) -> ImportedMessage.Kind {
        switch subtype {
        case nil, "", "thread_broadcast", "me_message", "file_share", "file_comment", "bot_message", "tombstone",
            "reply_broadcast", "slackbot_response", "huddle_thread":
            .message
        case "channel_join", "group_join": .joined
        case "channel_leave", "group_leave": .left
        default: .notice
        }
    }

    private func text(_ message: SlackEntries.Message) -> String? {
        if message.subtype == "tombstone" { return nil }
        var text = message.text ?? ""
        if text.isEmpty {
            let attached = (message.attachments ?? []).compactMap { Self.first([$0.text, $0.fallback, $0.pretext]) }
            text = attached.joined(separator: "\n")
        }
        let words = markdown(text)
        return message.subtype == "me_message" && !words.isEmpty ? "_\(words)_" : words
    }

    private func reactions(_ message: SlackEntries.Message) -> [ImportedReaction] {
        (message.reactions ?? []).map { reaction in
            let by = (reaction.users ?? []).map { users.contains($0) ? ImportedAuthor.user($0) : .named($0) }
            return ImportedReaction(emoji: SlackEmoji.emoji(reaction.name) ?? ":\(reaction.name):", by: by)
        }
    }

    private func files(_ message: SlackEntries.Message) -> [TranscriptFile] {
        (message.files ?? []).compactMap { file in
            let address = Self.first([file.url_private, file.permalink])
            guard let name = Self.first([file.name, file.title, address]) else { return nil }
            return TranscriptFile(name: name, mediaType: file.mimetype, size: file.size, address: address)
        }
    }
}
