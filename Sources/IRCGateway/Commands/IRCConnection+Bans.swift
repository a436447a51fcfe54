import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Who is kept out of a channel, and who may not write in it: MODE b.
extension IRCConnection {
    func step(banning change: ModeChange, in room: RoomID, _ channel: String) -> ModeStep? {
        guard let caller, let parameter = change.parameter else { return nil }
        let (mask, isMute) =
            switch BanMask(parameter) {
            case .ban(let mask): (mask, false)
            case .mute(let mask): (mask, true)
            }
        guard let person = MaskedPerson(mask) else {
            numeric(
                .errInvalidModeParam, [channel, "b", parameter],
                "Bans are of accounts here: say +b nick!*@*, or *!number@*.")
            return nil
        }
        let (isSet, until) = (change.isSet, isMute ? change.isSet ? town.endOfMutes.rawValue : 0 : nil)
        return { connection, next in
            connection.find(person, caller) { connection, result in
                switch result {
                case .failure(let refusal):
                    connection.refuse(.mode, [parameter], refusal)
                    next(connection)
                case .success(let id):
                    connection.ask({ (service, answer: @escaping Answer<Void>) in
                        if let until {
                            service.setMember(id, of: room, MemberChange(mutedUntil: until), by: caller) {
                                answer($0.map { _ in })
                            }
                        } else if isSet {
                            service.ban(id, from: room, until: nil, reason: "", by: caller, answer: answer)
                        } else {
                            service.unban(id, from: room, by: caller, answer: answer)
                        }
                    }) { connection, result in connection.finish(result, channel, next) }
                }
            }
        }
    }

    private func find(
        _ person: MaskedPerson, _ caller: Caller,
        _ then: @escaping @Sendable (IRCConnection, Result<AccountID, Refusal>) -> Void
    ) {
        ask({ service, answer in
            switch person {
            case .named(let nick): service.person(named: nick, for: caller, answer: answer)
            case .numbered(let id): service.profile(of: id, for: caller, answer: answer)
            }
        }) { connection, result in then(connection, result.map { AccountID(rawValue: $0.account.id) }) }
    }

    /// Bans, then mutes.
    func showBans(of room: RoomID, _ channel: String) {
        guard let caller else { return }
        let limit = limits.roomBans
        ask(
            as: .mode, about: [channel],
            { service, answer in
                service.bans(from: room, after: nil, limit: limit, for: caller, answer: answer)
            }
        ) { connection, page in
            connection.ask(
                as: .mode, about: [channel],
                { service, answer in
                    service.roster(of: room, for: caller, answer: answer)
                }
            ) { connection, roster in
                connection.showBans(page.bans, roster.members.filter { $0.mutedUntil != nil }, channel)
            }
        }
    }

    private func showBans(_ bans: [BanView], _ muted: [RosterMember], _ channel: String) {
        let by = gateway.service?.names.names(of: bans.map { AccountID(rawValue: $0.by) }) ?? []
        send { lines in
            for (ban, author) in zip(bans, by) {
                lines.append(
                    town.source, .rplBanList, for: nick,
                    [channel, "\(ban.person.username)!*@*", author.username, String(ban.at / 1_000)])
            }
            for member in muted {
                lines.append(town.source, .rplBanList, for: nick, [channel, "m:\(member.username)!*@*"])
            }
            lines.append(town.source, .rplEndOfBanList, for: nick, [channel])
        }
    }
}

/// The one account that a mask means.
private enum MaskedPerson: Sendable {
    case named(String)
    case numbered(AccountID)

    /// Nil for a mask that may mean several: `*!7@*` names an account as well as `ben!*@*` does.
    init?(_ mask: HostMask) {
        if let nick = mask.onlyNick {
            self = .named(nick)
        } else if let number = Int64(mask.user), number > 0, mask.nick == "*" || HostMask(mask.nick).onlyNick != nil {
            self = .numbered(AccountID(rawValue: number))
        } else {
            return nil
        }
    }
}

extension IRCTown {
    /// IRC mutes until somebody lifts it; other doors count the days, so that it ends in a hundred years.
    var endOfMutes: Timestamp { Timestamp(milliseconds: now().rawValue + 36_500 * 86_400_000) }
}
