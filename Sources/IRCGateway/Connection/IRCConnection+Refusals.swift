import ChatDomain
import IRCWire

// What the service refuses, as IRC says it.
extension IRCConnection {
    /// - Parameter context: what the command was about: a channel, a nick.
    func refuse(_ command: IRCCommand, _ context: [String], _ refusal: Refusal) {
        guard let numeric = Self.numeric(for: refusal.code, command) else {
            return fail(command, refusal.code.rawValue.uppercased(), context, refusal.message)
        }
        self.numeric(numeric, context, refusal.message)
    }

    private static func numeric(for code: RefusalCode, _ command: IRCCommand) -> Numeric? {
        switch (command, code) {
        case (.privmsg, .notAMember), (.privmsg, .muted), (.privmsg, .notAllowed), (.privmsg, .roomArchived),
            (.privmsg, .roomUnknown), (.privmsg, .roomGone):
            .errCannotSendToChan
        case (.privmsg, .personUnknown), (.whois, .personUnknown): .errNoSuchNick
        case (.join, .banned): .errBannedFromChan
        case (.join, .notAllowed): .errInviteOnlyChan
        case (.mode, .tooMany): .errBanListFull
        case (.join, .tooMany): .errTooManyChannels
        case (.join, .inviteInvalid): .errBadChannelKey
        case (.join, .nameInvalid): .errBadChanMask
        case (_, .roomUnknown), (_, .roomGone): .errNoSuchChannel
        case (_, .personUnknown): .errNoSuchNick
        case (_, .notAMember): .errNotOnChannel
        case (_, .notAllowed) where command == .kill || command == .kline || command == .oper: .errNoPrivileges
        case (_, .notAllowed): .errChanOpPrivsNeeded
        default: nil
        }
    }
}
