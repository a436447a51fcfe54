import ChatDomain

extension ImportedHistory {
    /// The history that a transcript of JSON lines tells: edits, deletions and reactions are put into the messages they are about.
    ///
    /// - Parameter file: the name of the file, for the faults.
    public init(_ transcript: TranscriptReader, file: String) {
        self.init()
        faults = transcript.faults.map { ImportFault(file: file, index: $0.line, reason: $0.reason) }
        faultCount = transcript.faultCount
        guard let room = transcript.room else { return }
        var folding = TranscriptFolding(room: String(room.id))
        for event in transcript.events { folding.add(event) }
        users = folding.users
        messages = folding.messages
        rooms = [
            ImportedRoom(
                key: folding.room, handle: room.handle, title: room.title, topic: folding.topic, kind: .closed,
                members: users.map(\.key).filter(folding.members.contains))
        ]
    }
}

/// Goes through a room's events and keeps what is true in the end.
private struct TranscriptFolding {
    let room: String
    private(set) var users: [ImportedUser] = []
    private(set) var messages: [ImportedMessage] = []
    private(set) var members: Set<String> = []
    private(set) var topic = ""
    private var known: Set<Int64> = []
    /// Where the messages are, by their numbers.
    private var places: [Int64: Int] = [:]

    init(room: String) {
        self.room = room
    }

    mutating func add(_ event: TranscriptEvent) {
        let by = meet(event.by)
        switch event.action {
        case .created: members.insert(by)
        case .joined:
            members.insert(by)
            append(event, .joined, nil)
        case .left:
            members.remove(by)
            append(event, .left, nil)
        case .message(let message):
            places[event.sequence] = messages.count
            append(event, .message, message.text)
            change(event.sequence) {
                $0.editedAt = message.editedAt
                $0.thread = message.thread.map(String.init)
                $0.reply = message.reply.map(String.init)
                $0.files = message.files
            }
        case .edited(let number, let text):
            change(number) {
                // What is deleted stays so.
                guard $0.text != nil, let text else { return }
                ($0.text, $0.editedAt) = (text, event.at)
            }
        case .deleted(let number):
            change(number) { ($0.text, $0.reactions, $0.files) = (nil, [], []) }
        case .reacted(let number, let emoji): change(number) { $0.react(emoji, .user(by)) }
        case .unreacted(let number, let emoji): change(number) { $0.takeBack(emoji, .user(by)) }
        case .invited(let person), .unbanned(let person): _ = meet(person)
        case .removed(let person), .banned(let person): members.remove(meet(person))
        case .role(let person, _): _ = meet(person)
        case .changed(let property, let value): if property == "topic" { topic = value }
        case .pinned, .unpinned: break
        case .other(_, _, let text): append(event, .notice, text)
        }
    }

    private mutating func meet(_ person: TranscriptPerson) -> String {
        let key = String(person.id)
        if known.insert(person.id).inserted {
            users.append(ImportedUser(key: key, handle: person.handle, name: person.name))
        }
        return key
    }

    private mutating func append(_ event: TranscriptEvent, _ kind: ImportedMessage.Kind, _ text: String?) {
        messages.append(
            ImportedMessage(
                room: room, key: String(event.sequence), at: event.at, author: .user(String(event.by.id)), kind: kind,
                text: text))
    }

    private mutating func change(_ number: Int64, _ change: (inout ImportedMessage) -> Void) {
        guard let place = places[number] else { return }
        change(&messages[place])
    }
}

extension ImportedMessage {
    fileprivate mutating func react(_ emoji: String, _ author: ImportedAuthor) {
        guard let place = reactions.firstIndex(where: { $0.emoji == emoji }) else {
            reactions.append(ImportedReaction(emoji: emoji, by: [author]))
            return
        }
        if !reactions[place].by.contains(author) { reactions[place].by.append(author) }
    }

    fileprivate mutating func takeBack(_ emoji: String, _ author: ImportedAuthor) {
        guard let place = reactions.firstIndex(where: { $0.emoji == emoji }) else { return }
        reactions[place].by.removeAll { $0 == author }
        if reactions[place].by.isEmpty { reactions.remove(at: place) }
    }
}
