import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Keeping out of the server: KLINE and DLINE, UNKLINE and UNDLINE.
extension IRCConnection {
    /// KLINE [minutes] nick-or-address [reason]: an account is deactivated, an address kept out. DLINE is for addresses alone.
    func keepOut(_ message: IRCMessage, as command: IRCCommand) {
        guard isOperator() else { return }
        var words = message.parameters
        let minutes = words.count > 1 ? Int64(words[0]) : nil
        if minutes != nil { words.removeFirst() }
        guard let target = words.first, !target.isEmpty else {
            return numeric(.errNeedMoreParams, [command.rawValue])
        }
        let reason = words.dropFirst().joined(separator: " ")
        if let address = Self.address(in: target) {
            keepOut(address: address, minutes: minutes, reason, command)
        } else if command == .dline {
            fail(command, "INVALID_TARGET", [target], "That is no address, and no block such as 192.0.2.0/24.")
        } else if minutes != nil {
            fail(
                command, "INVALID_TARGET", [target],
                "An account is deactivated until UNKLINE; only addresses take minutes.")
        } else {
            setActive(false, target, reason, command)
        }
    }

    private func keepOut(address: String, minutes: Int64?, _ reason: String, _ command: IRCCommand) {
        guard let caller else { return }
        let most: Int64 = 100 * 365 * 24 * 60
        let until = minutes.flatMap { minutes -> Timestamp? in
            minutes <= 0 ? nil : Timestamp(milliseconds: town.now().rawValue + min(minutes, most) * 60_000)
        }
        let form = AddressBanForm(address: address, until: until, reason: reason)
        ask(
            as: command, about: [address],
            { service, answer in
                service.addServerBan(form, by: caller, answer: answer)
            }
        ) { connection, ban in
            let time = ban.until == nil ? "" : " for \(minutes ?? 0) minutes"
            connection.town.tellStaff(
                "\(connection.nick) keeps out \(ban.address)\(time)\(ban.reason.isEmpty ? "" : ": \(ban.reason)")")
        }
    }

    private func setActive(_ isActive: Bool, _ nick: String, _ reason: String, _ command: IRCCommand) {
        withAccount(nick, as: command) { connection, id in
            guard let caller = connection.caller else { return }
            connection.ask(
                as: command, about: [nick],
                { service, answer in
                    service.setActive(isActive, id, by: caller, answer: answer)
                }
            ) { connection, view in
                let done = isActive ? "let \(view.username) in again" : "deactivated \(view.username)"
                connection.town.tellStaff("\(connection.nick) \(done)\(reason.isEmpty ? "" : ": \(reason)")")
            }
        }
    }

    func letInAgain(_ message: IRCMessage, as command: IRCCommand) {
        guard isOperator(), let caller, let target = message.nonEmpty(0) else { return }
        guard let address = Self.address(in: target) else {
            guard command == .undline else { return setActive(true, target, "", command) }
            return fail(command, "INVALID_TARGET", [target], "That is no address, and no block such as 192.0.2.0/24.")
        }
        ask(as: command, { service, answer in service.serverBans(for: caller, answer: answer) }) { connection, bans in
            guard let ban = bans.first(where: { $0.address == address }) else {
                return connection.fail(command, "NO_SUCH_BAN", [target], "There is no such ban. STATS k lists them.")
            }
            connection.ask(
                as: command, about: [target],
                { service, answer in
                    service.removeServerBan(ban.id, by: caller, answer: answer)
                }
            ) { connection, _ in connection.town.tellStaff("\(connection.nick) lets \(ban.address) in again") }
        }
    }

    /// The address in `192.0.2.1`, `*@192.0.2.0/24` or `*!*@2001:db8::1`; nil where it is none.
    private static func address(in target: String) -> String? {
        let text = target.split(separator: "@").last.map(String.init) ?? target
        return AddressRange(text).map { "\($0)" }
    }
}
