import ChatDomain

/// What can be held back while a change to it is under way.
enum HoldKey: Hashable {
    /// Everything that the account asks for.
    case account(AccountID)
    /// Everything that depends on the room's settings, roles and members.
    case room(RoomID)
    /// The direct conversation of two people: the lower number first.
    case pair(AccountID, AccountID)
    /// What changes one message, or the state that hangs on it.
    case message(RoomID, SequenceNumber)
    /// How often a link was used.
    case inviteLink(Int64)
    /// Which messages of the room are pinned.
    case pins(RoomID)
    /// What an account keeps for itself: saved and scheduled messages, drafts.
    case belongings(AccountID)
    /// The addresses that are kept out.
    case addressBans
    /// How many visitors there are.
    case visitors
    /// The queue of reports.
    case reports
    /// The circle of the server's owners: while one of them is changed, no other is, or both could go at once.
    case owners
}
