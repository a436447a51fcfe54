import ChatDomain
import IRCWire

// What the service refuses, as IRC says it.
extension IRCConnection {
    /// - Parameter context: what the command was about: a channel, a nick.
    func refuse(_ command: IRCCommand, _ context: [String], _ refusal: Refusal) {
        gateway.figures.refused(refusal.code)
        guard let numeric = numeric(for: refusal.code, command, context) else {
            return fail(command, refusal.code.rawValue.uppercased(), context, refusal.message)
        }
        self.numeric(numeric, context, refusal.message)
    }

    private func numeric(for code: RefusalCode, _ command: IRCCommand, _ context: [String]) -> Numeric? {
        switch (command, code) {
        case (.privmsg, .notAllowed) where context.first?.hasPrefix("#") == false: .errCannotSendToUser
        case (.privmsg, .notAMember), (.privmsg, .muted), (.privmsg, .notAllowed), (.privmsg, .roomArchived),
            (.privmsg, .roomUnknown), (.privmsg, .roomGone):
            .errCannotSendToChan
        case (.privmsg, .personUnknown), (.whois, .personUnknown): .errNoSuchNick
        case (.join, .banned): .errBannedFromChan
        case (.join, .notAllowed): name?.role == .guest ? .errNeedReggedNick : .errInviteOnlyChan
        case (.mode, .tooMany): .errBanListFull
        case (.join, .tooMany): .errChannelIsFull
        case (.join, .tooManyRooms): .errTooManyChannels
        case (.join, .inviteInvalid), (.join, .linkInvalid): .errBadChannelKey
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
