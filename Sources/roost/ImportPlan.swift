import ChatDomain
import ChatText
import ChatWire
import Transcripts

/// One room's history as the events that go into its new log: the room's making is number 1, the first of these 2.
struct ImportPlan {
    struct Event {
        enum What {
            /// Messages are named by their numbers in the new log.
            case message(text: String?, thread: Int64?, reply: Int64?)
            case edited(Int64, text: String, reply: Int64?)
            case deleted(Int64)
            case reacted(Int64, emoji: String)
            case joined
            case left
        }

        var at: Int64
        var author: ImportedAuthor
        var what: What
    }

    private(set) var events: [Event] = []
    /// What does not come over, by reason.
    private(set) var losses: [String: Int] = [:]

    /// - Parameter messageBytes: the most that a message may have on the server.
    init(_ messages: [ImportedMessage], messageBytes: Int) {
        var steps: [(at: Int64, step: Step)] = []
        var latest = Int64.min
        for (index, message) in messages.enumerated() {
            // Messages keep their order; what a clock did to their times is evened out.
            latest = max(latest, message.at.rawValue)
            steps.append((latest, .message(index)))
            if message.text == nil, message.kind == .message { steps.append((latest, .deletion(index))) }
            for reaction in message.reactions { steps.append((latest, .reaction(index, reaction))) }
            if let edited = message.editedAt, message.text != nil {
                steps.append((max(latest, edited.rawValue), .edit(index)))
            }
        }
        var numbers: [Int?] = Array(repeating: nil, count: messages.count)
        let places = Dictionary(
            messages.indices.map { (messages[$0].key, $0) }, uniquingKeysWith: { first, _ in first })
        func number(_ key: String?) -> Int64? { key.flatMap { places[$0] }.flatMap { numbers[$0] }.map(Int64.init) }
        let order = steps.indices.sorted { (steps[$0].at, $0) < (steps[$1].at, $1) }
        for (at, step) in order.map({ steps[$0] }) {
            switch step {
            case .message(let index):
                let message = messages[index]
                guard let what = self.what(message, messageBytes, number) else { continue }
                add(at, message.author, what)
                numbers[index] = events.count + 1
            case .deletion(let index):
                guard let place = numbers[index] else { continue }
                add(at, messages[index].author, .deleted(Int64(place)))
            case .edit(let index):
                guard let place = numbers[index],
                    case .message(let text?, _, let reply) = events[place - 2].what
                else { continue }
                add(at, messages[index].author, .edited(Int64(place), text: text, reply: reply))
            case .reaction(let index, let reaction):
                guard let place = numbers[index] else { continue }
                react(reaction, Int64(place), at)
            }
        }
    }

    private enum Step {
        case message(Int)
        case deletion(Int)
        case edit(Int)
        case reaction(Int, ImportedReaction)
    }

    private mutating func add(_ at: Int64, _ author: ImportedAuthor, _ what: Event.What) {
        events.append(Event(at: at, author: author, what: what))
    }

    private mutating func lose(_ what: String, _ count: Int = 1) { losses[what, default: 0] += count }

    /// Nil for what has nothing to show.
    private mutating func what(
        _ message: ImportedMessage, _ messageBytes: Int, _ number: (String?) -> Int64?
    ) -> Event.What? {
        switch message.kind {
        case .joined: return .joined
        case .left: return .left
        case .message, .notice: break
        }
        let thread = number(message.thread)
        if message.thread != nil, thread == nil { lose("messages of threads that begin elsewhere stand in the room") }
        guard let written = message.text else { return .message(text: nil, thread: thread, reply: nil) }
        if !message.files.isEmpty { lose("files come over by name and address alone", message.files.count) }
        var lines = written.isEmpty ? [] : [message.kind == .notice ? "_\(written)_" : written]
        lines += message.files.map { file in
            file.address.map { $0.hasPrefix("http") ? "[\(file.name)](\($0))" : "\(file.name) (\($0))" } ?? file.name
        }
        let text = clean(lines.joined(separator: "\n"), messageBytes)
        guard text.contains(where: { !$0.isWhitespace }) else {
            lose("messages without a text were left out")
            return nil
        }
        return .message(text: text, thread: thread, reply: number(message.reply))
    }

    private mutating func react(_ reaction: ImportedReaction, _ message: Int64, _ at: Int64) {
        guard let emoji = Emoji.normalForm(reaction.emoji) else {
            return lose("reactions with emoji of the other house's own were left out", reaction.by.count)
        }
        for author in reaction.by {
            guard case .user = author else {
                lose("reactions of people who are not in the import were left out")
                continue
            }
            add(at, author, .reacted(message, emoji: emoji))
        }
    }

    /// Without control characters, and no longer than a message may be.
    private mutating func clean(_ text: String, _ limit: Int) -> String {
        var scalars = String.UnicodeScalarView()
        var bytes = 0
        // The last three bytes are for the mark of what was cut.
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if value == 0x0D { continue }
            let kept: Unicode.Scalar =
                value < 0x20 && value != 0x0A && value != 0x09 || value == 0x7F ? "\u{FFFD}" : scalar
            bytes += UTF8.width(kept)
            guard bytes <= limit - 3 else {
                lose("messages were cut to \(limit) bytes")
                scalars.append("…")
                break
            }
            scalars.append(kept)
        }
        return String(scalars)
    }
}

extension ImportPlan.Event {
    /// As `POST /v1/imports/{room}/events` takes it.
    func json(by author: Int64) -> [UInt8] {
        JSONObject.make { object in
            object.set("at", at)
            object.set("by", author)
            switch what {
            case .message(let text, let thread, let reply):
                object.set("kind", "message")
                if let text { object.set("text", text) }
                if let thread { object.set("thread", thread) }
                if let reply { object.set("reply_to", reply) }
            case .edited(let message, let text, let reply):
                object.set("kind", "edited")
                object.set("message", message)
                object.set("text", text)
                if let reply { object.set("reply_to", reply) }
            case .deleted(let message):
                object.set("kind", "deleted")
                object.set("message", message)
            case .reacted(let message, let emoji):
                object.set("kind", "reacted")
                object.set("message", message)
                object.set("emoji", emoji)
            case .joined: object.set("kind", "joined")
            case .left: object.set("kind", "left")
            }
        }
    }
}
