import ChatDomain
import ChatService
import ChatWire
import IRCWire

/// What a client calls by a name and may ask about: a room that its account is in.
struct Conversation: Sendable {
    let room: RoomID
    /// As it is written in lines: a channel, or the other's nick.
    let name: String
    /// Nil for a direct conversation.
    let channel: String?
    /// The other one of a direct conversation.
    let partner: LineContext.PersonRef?

    /// Nil for logs that are no rooms.
    init?(_ room: IRCRoom, for account: AccountID) {
        (self.room, channel, partner) = (room.id, room.channel, room.partner(of: account))
        guard let name = channel ?? partner?.nick else { return nil }
        self.name = name
    }

    /// Nil unless its account is in it.
    init?(_ view: RoomView) {
        guard view.joined == true, let kind = view.values?.kind else { return nil }
        room = RoomID(rawValue: view.id)
        channel = ChannelName.of(kind, handle: view.handle, id: room)
        partner = view.person.map { LineContext.PersonRef(id: AccountID(rawValue: $0.id), nick: $0.username) }
        guard let name = channel ?? partner?.nick else { return nil }
        self.name = name
    }

    /// What is found by a name.
    enum Found: Sendable {
        case conversation(Conversation)
        /// There is such a person, with whom nothing was ever said.
        case nothing(nick: String)
        case nobody
    }
}

extension IRCConnection {
    /// Finds what a name stands for, also before this client has been shown it.
    func find(_ target: String, then: @escaping @Sendable (IRCConnection, Conversation.Found) -> Void) {
        if let known = roomsByName[CaseMapping.fold(target)].flatMap({ gateway.rooms[$0] }),
            let conversation = Conversation(known, for: account)
        {
            return then(self, .conversation(conversation))
        }
        guard let caller else { return then(self, .nobody) }
        conversations { connection, all in
            if let found = all.first(where: { CaseMapping.areSame($0.name, target) }) {
                return then(connection, .conversation(found))
            }
            guard !target.hasPrefix("#") else { return then(connection, .nobody) }
            connection.ask({ service, answer in
                service.person(named: target, for: caller, answer: answer)
            }) { connection, result in
                then(connection, (try? result.get()).map { .nothing(nick: $0.account.username) } ?? .nobody)
            }
        }
    }

    /// All that the account is in, whether or not this client has been shown it.
    func conversations(_ then: @escaping @Sendable (IRCConnection, [Conversation]) -> Void) {
        guard let caller else { return then(self, []) }
        ask({ service, answer in service.rooms(for: caller, answer: answer) }) { connection, result in
            then(connection, ((try? result.get()) ?? []).compactMap { Conversation($0) })
        }
    }

    /// What lines of its events need to know.
    func context(of conversation: Conversation) -> LineContext? {
        guard var context = gateway.context(of: conversation.room) else { return nil }
        context.channel = conversation.channel
        context.pair = conversation.partner.map { (LineContext.PersonRef(id: account, nick: nick), $0) }
        return context
    }
}
