import ChatDomain
import ChatService
import ChatWire
import IRCWire

/// What the lines of an event need to know besides the event itself: of the room, as it was just before.
struct LineContext {
    let town: IRCTown
    let epoch: EpochMark
    let room: RoomID
    let names: NameBook
    /// The channel; nil for a direct conversation, and for logs that are no rooms.
    var channel: String?
    /// The two of a direct conversation.
    var pair: (PersonRef, PersonRef)?
    /// The one whose personal log it is.
    var owner: String?
    /// Messages that others refer to, as far as they are at hand.
    var message: (SequenceNumber) -> (author: PersonName, text: String)?

    /// Whether somebody was in the room just before.
    var isMember: (AccountID) -> Bool

    struct PersonRef {
        let id: AccountID
        let nick: String
    }

    /// Where a line of this author goes.
    func target(of author: AccountID) -> String {
        if let channel { return channel }
        if let pair { return pair.0.id == author ? pair.1.nick : pair.0.nick }
        return owner ?? "*"
    }

    func id(of event: SequenceNumber) -> String {
        MsgID(room: room, sequence: event, epoch: epoch).description
    }
}
