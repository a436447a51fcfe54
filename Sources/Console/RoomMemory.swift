import ChatWire

/// What is known of the messages of the room on screen: by what number they are named, and what they say now.
struct RoomMemory {
    struct Message: Equatable {
        var seq: Int64
        var author: Int64
        var authorName: String
        var text: String
        /// The answers of a poll.
        var options: [String] = []
        var isDeleted = false
    }

    static let limit = 5_000

    private(set) var room: Int64?
    /// In the order of their numbers.
    private var messages: [Message] = []

    mutating func restart(room: Int64?) {
        self.room = room
        messages = []
    }

    mutating func take(_ event: EventView) {
        guard event.room == room else { return }
        switch event.content {
        case .message(let content): put(event, content)
        case .erased where event.kind == "message": put(event, nil)
        case .edited(let number, let content): change(number) { $0.text = content.text }
        case .deleted(let number): change(number) { $0.isDeleted = true }
        default: break
        }
    }

    private mutating func put(_ event: EventView, _ content: MessageContent?) {
        let message = Message(
            seq: event.seq, author: event.by.id, authorName: event.by.name, text: content?.text ?? "",
            options: content?.poll?.options ?? [], isDeleted: content == nil)
        let place = place(of: event.seq)
        if place < messages.count, messages[place].seq == event.seq {
            messages[place] = message
        } else {
            messages.insert(message, at: place)
            if messages.count > Self.limit { messages.removeFirst(messages.count - Self.limit) }
        }
    }

    private mutating func change(_ number: Int64, _ body: (inout Message) -> Void) {
        let place = place(of: number)
        if place < messages.count, messages[place].seq == number { body(&messages[place]) }
    }

    /// The first place whose number is not lower. Most are asked for near the end.
    private func place(of number: Int64) -> Int {
        var (low, high) = (0, messages.count)
        if let last = messages.last, last.seq < number { return high }
        while low < high {
            let middle = (low + high) / 2
            if messages[middle].seq < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func message(_ number: Int64) -> Message? {
        let place = place(of: number)
        return place < messages.count && messages[place].seq == number ? messages[place] : nil
    }

    /// The number of the message that is meant; nil when it was not shown here.
    func number(_ reference: MessageReference) -> Int64? {
        switch reference {
        case .number(let number): number
        case .last(let back): messages.lazy.reversed().filter { !$0.isDeleted }.dropFirst(back - 1).first?.seq
        }
    }

    func last(of author: Int64?) -> Message? { messages.last { $0.author == author && !$0.isDeleted } }

    var lastPoll: Message? { messages.last { !$0.options.isEmpty && !$0.isDeleted } }

    /// The newest first.
    var numbers: [Int64] { messages.reversed().prefix(50).map(\.seq) }
}
