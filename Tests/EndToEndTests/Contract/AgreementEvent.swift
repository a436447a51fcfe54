/// An event of a room's log, as a test expects or reads it.
struct ModelEvent: Equatable {
    var kind: String
    var by: Int
    var subject: Int?
    /// Of messages and edits.
    var text: String?
    var replyTo: Int?
    var mentions: [Int] = []
    var mentionsAll = false
    var isForwarded = false
    /// Of polls.
    var options: [String] = []
    var isAnonymous = false
    /// Of reactions.
    var emoji: String?
    /// Of votes.
    var chosen: [Int] = []
    var insteadOf: [Int]?
    var isErased = false

    init(_ kind: String, by author: Int, about subject: Int? = nil) {
        (self.kind, by, self.subject) = (kind, author, subject)
    }

    /// As the server wrote it.
    init?(_ json: [String: Any]) {
        guard let kind = json["kind"] as? String, let author = json["by"] as? [String: Any],
            let by = author["id"] as? Int, let body = json["body"] as? [String: Any]
        else { return nil }
        self.init(kind, by: by, about: json["subject"] as? Int)
        read(body)
    }

    mutating func read(_ body: [String: Any]) {
        isErased = body["erased"] as? Bool ?? false
        emoji = body["emoji"] as? String
        if kind == "voted" {
            chosen = body["options"] as? [Int] ?? []
            insteadOf = body["instead_of"] as? [Int]
        }
        guard kind == "message" || kind == "edited" else { return }
        text = body["text"] as? String
        replyTo = body["reply_to"] as? Int
        mentions = body["mentions"] as? [Int] ?? []
        mentionsAll = body["mentions_all"] as? Bool ?? false
        isForwarded = body["forwarded"] != nil
        let poll = body["poll"] as? [String: Any]
        options = poll?["options"] as? [String] ?? []
        isAnonymous = poll?["anonymous"] as? Bool ?? false
    }

    mutating func erase() {
        self = ModelEvent(kind, by: by, about: subject)
        isErased = true
    }

    // MARK: What a message is now

    /// A message as people see it.
    struct Shown: Equatable {
        var text: String?
        var edits = 0
        var isDeleted = false
        var reactions: [String: Set<Int>] = [:]
        var isPinned = false
        var options: [String] = []
        var isAnonymous = false
        var votes: [Int: [Int]] = [:]
        /// How many chose each option of an anonymous poll, where anybody did.
        var counts: [Int: Int] = [:]
        var isClosed = false
        var answers = 0
        var lastAnswer: Int?
        var replyTo: Int?
        var mentions: [Int] = []

        /// What it is found by.
        var words: Set<String> {
            isDeleted ? [] : Set((text ?? "").split(separator: " ").map(String.init) + options)
        }
    }

    /// What the log makes of each message.
    static func fold(_ log: [ModelEvent]) -> [Int: Shown] { fold(zip(1..., log).map { ($0, $1) }) }

    static func fold(_ log: [(seq: Int, event: ModelEvent)]) -> [Int: Shown] {
        var shown: [Int: Shown] = [:]
        for (seq, event) in log {
            if event.kind == "message" {
                shown[seq] = Shown(
                    text: event.text, options: event.options, isAnonymous: event.isAnonymous, replyTo: event.replyTo,
                    mentions: event.mentions)
                if let root = event.subject {
                    shown[root]?.answers += 1
                    shown[root]?.lastAnswer = seq
                }
            } else if let subject = event.subject, shown[subject] != nil {
                shown[subject]?.apply(event)
            }
        }
        return shown
    }
}

extension ModelEvent.Shown {
    fileprivate mutating func apply(_ event: ModelEvent) {
        switch event.kind {
        case "edited" where !isDeleted && !event.isErased:
            (text, mentions) = (event.text, event.mentions)
            edits += 1
        case "deleted":
            self = ModelEvent.Shown(isDeleted: true, answers: answers, lastAnswer: lastAnswer)
        case "pinned": isPinned = true
        case "unpinned": isPinned = false
        case "closed": isClosed = true
        case "reacted": if let emoji = event.emoji { reactions[emoji, default: []].insert(event.by) }
        case "unreacted":
            guard let emoji = event.emoji else { return }
            reactions[emoji]?.remove(event.by)
            if reactions[emoji]?.isEmpty == true { reactions[emoji] = nil }
        case "voted":
            guard let before = event.insteadOf else {
                votes[event.by] = event.chosen.isEmpty ? nil : event.chosen
                return
            }
            for option in before { counts[option, default: 0] -= 1 }
            for option in event.chosen { counts[option, default: 0] += 1 }
            counts = counts.filter { $1 != 0 }
        default: break
        }
    }
}
