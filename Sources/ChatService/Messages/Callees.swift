import ChatDomain
import ChatText
import ChatWire

/// Whom a text calls in a room.
struct Callees {
    /// By name, in the order of the text.
    var accounts: [AccountID] = []
    var isAll = false
    var isHere = false

    var isNobody: Bool { accounts.isEmpty && !isAll && !isHere }
}

extension ServiceCore {
    /// Finds who is called. Names of nobody in the room are plain text, and so are `@all` and `@here` from who may not
    /// call everybody.
    func callees(_ mentions: [Mention], by access: RoomAccess) -> Callees {
        var callees = Callees()
        for mention in mentions.prefix(settings.limits.messageMentions) {
            switch mention {
            case .all: callees.isAll = access.may(.mentionAll)
            case .here: callees.isHere = access.may(.mentionAll)
            case .name(let name):
                guard let account = member(named: name, of: access.room), !callees.accounts.contains(account) else {
                    continue
                }
                callees.accounts.append(account)
            }
        }
        return callees
    }

    private func member(named name: String, of room: RoomState) -> AccountID? {
        for name in [name, Mentions.withoutTail(name)].compactMap(\.self) {
            guard let key = Handle.lookUpKey(name), let account = directory.account(username: key) else { continue }
            return room.isMember(account.id) ? account.id : nil
        }
        return nil
    }
}
