public import ChatDomain
import ChatStore
import ChatText
public import ChatWire

/// A page of what people read, with all that is needed to show it.
public struct LinePage: Sendable {
    /// Oldest first, if not said otherwise.
    public var lines: [LineView]
    /// What is shown of the messages that these answer.
    public var quotes: [QuoteView]
    /// Everything up to here is contained in what is shown; what changes it comes after.
    public var head: SequenceNumber
    /// There is nothing up to here for who asks.
    public var floor: SequenceNumber
    public var epoch: Epoch
}

/// How somebody reads a room: made on the service thread, used on a reading thread.
struct LineReading: Sendable {
    /// How many of those who reacted or voted are named.
    static let namedPeople = 20
    static let excerptCharacters = 160

    let room: RoomID
    let account: AccountID
    let floor: SequenceNumber
    let head: SequenceNumber
    let now: Timestamp
    let names: NameBook
    let epoch: Epoch

    func shows(_ place: SequenceNumber) -> Bool { place > floor && place <= head }

    /// The lines of these events.
    func page(of events: [Event], from reader: any StoreReader) throws(StoreError) -> LinePage {
        let messages = events.filter { $0.kind == .message }.map(\.sequence)
        // Up to the head alone, so that a reader who goes on from it counts nothing twice.
        let about =
            messages.isEmpty ? [] : try reader.events(in: room.log, about: messages).filter { shows($0.sequence) }
        let grouped = Dictionary(grouping: about) { $0.message ?? .zero }
        let threads = messages.isEmpty ? [] : try reader.threads(in: room.log, of: messages)
        let sizes = Dictionary(threads.map { ($0.root, $0) }, uniquingKeysWith: { $1 })
        let authors = names.authors(of: events)
        var lines: [LineView] = []
        var answered: [SequenceNumber] = []
        for (event, author) in zip(events, authors) {
            guard event.kind == .message else {
                lines.append(LineView(event: event, author: author.displayName))
                continue
            }
            let state = MessageState(event, grouped[event.sequence] ?? [])
            let content = MessageContent(body: event.body)
            if let place = content?.replyTo.map(SequenceNumber.init(_:)), !answered.contains(place) {
                answered.append(place)
            }
            var now = try self.now(state, content?.poll, from: reader)
            now.thread = sizes[event.sequence].map { MessageNow.Thread(messages: $0.messages, last: $0.last.rawValue) }
            lines.append(LineView(event: event, author: author.displayName, now: now))
        }
        return LinePage(
            lines: lines, quotes: try quotes(of: answered, from: reader), head: head, floor: floor, epoch: epoch)
    }

    private func now(
        _ state: MessageState, _ poll: MessageContent.Poll?, from reader: any StoreReader
    ) throws(StoreError) -> MessageNow {
        var now = MessageNow()
        if let deletion = state.deletion {
            now.deletion = MessageNow.Deletion(by: deletion.author.rawValue, at: deletion.at.rawValue)
        }
        guard !state.isDeleted else { return now }
        if let last = state.edits.last {
            now.body = last.body
            now.edits = state.edits.count
            now.editedAt = last.at.rawValue
        }
        now.reactions = state.reactions.map { reaction in
            MessageNow.Reaction(
                emoji: reaction.emoji, count: reaction.by.count,
                by: reaction.by.prefix(Self.namedPeople).map(\.rawValue), isMine: reaction.by.contains(account))
        }
        now.isPinned = state.isPinned
        if let poll { now.results = try results(of: poll, state, from: reader) }
        return now
    }

    private func results(
        of poll: MessageContent.Poll, _ state: MessageState, from reader: any StoreReader
    ) throws(StoreError) -> MessageNow.Results {
        let isClosed = state.isClosed(poll, at: now)
        guard !poll.isAnonymous else {
            let own = try reader.record(Ballot.key(room, state.message.sequence, account)).flatMap { Ballot($0) }
            return MessageNow.Results(
                counts: poll.options.indices.map { state.ballots[$0] ?? 0 }, by: nil, voters: state.voters,
                mine: own?.options ?? [], isClosed: isClosed)
        }
        let voters = poll.options.indices.map { option in
            state.votes.filter { $1.contains(option) }.keys.sorted()
        }
        return MessageNow.Results(
            counts: voters.map(\.count), by: voters.map { $0.prefix(Self.namedPeople).map(\.rawValue) },
            voters: state.voters, mine: state.votes[account] ?? [], isClosed: isClosed)
    }

    private func quotes(of places: [SequenceNumber], from reader: any StoreReader) throws(StoreError) -> [QuoteView] {
        var messages: [Event] = []
        for place in places where shows(place) {
            if let message = try reader.message(in: room.log, at: place) { messages.append(message) }
        }
        guard !messages.isEmpty else { return [] }
        let about = try reader.events(in: room.log, about: messages.map(\.sequence)).filter { shows($0.sequence) }
        let grouped = Dictionary(grouping: about) { $0.message ?? .zero }
        return zip(messages, names.authors(of: messages)).map { message, author in
            let body = MessageState(message, grouped[message.sequence] ?? []).body
            return QuoteView(
                message: message.sequence.rawValue, author: message.author.rawValue, authorName: author.displayName,
                excerpt: MessageContent(body: body).map {
                    PlainText.excerpt(of: $0.text, limit: Self.excerptCharacters)
                })
        }
    }
}
