/// Every numeric reply that Roost sends, by its name in RFC 2812 and Modern IRC (`rpl`, `err`), IRCv3 or common use.
public enum Numeric: Int, CaseIterable, Sendable {
    // The greeting
    case rplWelcome = 1, rplYourHost = 2, rplCreated = 3, rplMyInfo = 4, rplISupport = 5
    case rplMap = 6, rplMapEnd = 7
    // The server
    case rplStatsKLine = 216, rplEndOfStats = 219, rplUModeIs = 221, rplStatsUptime = 242, rplStatsDebug = 249
    case rplLUserClient = 251, rplLUserOp = 252, rplLUserUnknown = 253, rplLUserChannels = 254, rplLUserMe = 255
    case rplAdminMe = 256, rplAdminLoc1 = 257, rplAdminLoc2 = 258, rplAdminEmail = 259
    case rplLocalUsers = 265, rplGlobalUsers = 266
    // People and rooms
    case rplAway = 301, rplUserHost = 302, rplIsOn = 303, rplUnAway = 305, rplNowAway = 306
    case rplWhoisUser = 311, rplWhoisServer = 312, rplWhoisOperator = 313, rplEndOfWho = 315
    case rplWhoisIdle = 317, rplEndOfWhois = 318, rplWhoisChannels = 319, rplWhoisSpecial = 320
    case rplListStart = 321, rplList = 322, rplListEnd = 323, rplChannelModeIs = 324, rplCreationTime = 329
    case rplWhoisAccount = 330, rplNoTopic = 331, rplTopic = 332, rplTopicWhoTime = 333, rplWhoisBot = 335
    case rplInviteList = 336, rplEndOfInviteList = 337, rplInviting = 341
    case rplVersion = 351, rplWhoReply = 352, rplNamReply = 353, rplWhoSpecialReply = 354
    case rplLinks = 364, rplEndOfLinks = 365, rplEndOfNames = 366, rplBanList = 367, rplEndOfBanList = 368
    case rplEndOfWhowas = 369, rplInfo = 371, rplMotd = 372, rplEndOfInfo = 374, rplMotdStart = 375
    case rplEndOfMotd = 376, rplWhoisHost = 378, rplWhoisModes = 379, rplYoureOper = 381, rplRehashing = 382
    case rplTime = 391
    // Errors
    case errNoSuchNick = 401, errNoSuchServer = 402, errNoSuchChannel = 403
    case errCannotSendToChan = 404, errTooManyChannels = 405, errWasNoSuchNick = 406, errTooManyTargets = 407
    case errNoOrigin = 409, errInvalidCapCmd = 410, errNoRecipient = 411, errNoTextToSend = 412
    case errInputTooLong = 417, errUnknownCommand = 421, errNoMotd = 422, errNoNicknameGiven = 431
    case errErroneousNickname = 432, errNicknameInUse = 433, errUserNotInChannel = 441, errNotOnChannel = 442
    case errUserOnChannel = 443, errSummonDisabled = 445, errUsersDisabled = 446, errNoNickChange = 447
    case errNotRegistered = 451, errNeedMoreParams = 461, errAlreadyRegistered = 462, errPasswdMismatch = 464
    case errYoureBannedCreep = 465, errChannelIsFull = 471, errUnknownMode = 472, errInviteOnlyChan = 473
    case errBannedFromChan = 474, errBadChannelKey = 475, errBadChanMask = 476, errNeedReggedNick = 477
    case errBanListFull = 478, errNoPrivileges = 481, errChanOpPrivsNeeded = 482
    case errNoOperHost = 491, errUModeUnknownFlag = 501, errUsersDontMatch = 502, errHelpNotFound = 524
    case errCannotSendToUser = 531
    // Help, and what came later
    case errInvalidModeParam = 696
    case rplHelpStart = 704, rplHelpTxt = 705, rplEndOfHelp = 706
    case rplMonOnline = 730, rplMonOffline = 731, rplMonList = 732, rplEndOfMonList = 733, errMonListFull = 734
    // Metadata
    case rplKeyValue = 761, rplKeyNotSet = 766, rplMetadataSubOK = 770
    case rplMetadataUnsubOK = 771, rplMetadataSubs = 772, rplMetadataSyncLater = 774
    // Log-in
    case rplLoggedIn = 900, errNickLocked = 902, rplSASLSuccess = 903, errSASLFail = 904
    case errSASLTooLong = 905, errSASLAborted = 906, errSASLAlready = 907, rplSASLMechs = 908

    /// The text of the last parameter, for those where it is always the same; nil where it tells something.
    public var text: String? { Self.texts[self] }

    private static let texts: [Numeric: String] = [
        .rplISupport: "are supported by this server",
        .rplMapEnd: "End of MAP",
        .rplEndOfStats: "End of STATS",
        .rplLUserOp: "operator(s) online",
        .rplLUserUnknown: "connection(s) not logged in",
        .rplLUserChannels: "channels formed",
        .rplUnAway: "You are no longer marked as being away",
        .rplNowAway: "You have been marked as being away",
        .rplWhoisOperator: "is an IRC operator",
        .rplEndOfWho: "End of WHO list",
        .rplWhoisIdle: "seconds idle, signon time",
        .rplEndOfWhois: "End of WHOIS list",
        .rplListStart: "Users  Name",
        .rplListEnd: "End of LIST",
        .rplWhoisAccount: "is logged in as",
        .rplNoTopic: "No topic is set",
        .rplWhoisBot: "is a bot",
        .rplEndOfInviteList: "End of invite list",
        .rplEndOfLinks: "End of LINKS list",
        .rplEndOfNames: "End of NAMES list",
        .rplEndOfBanList: "End of ban list",
        .rplEndOfWhowas: "End of WHOWAS",
        .rplEndOfInfo: "End of INFO list",
        .rplEndOfMotd: "End of MOTD",
        .rplYoureOper: "You are now an IRC operator",
        .rplRehashing: "Rehashing",
        .errNoSuchNick: "No such nick or channel",
        .errNoSuchServer: "No such server",
        .errNoSuchChannel: "No such channel",
        .errCannotSendToChan: "Cannot send to channel",
        .errTooManyChannels: "You have joined too many channels",
        .errWasNoSuchNick: "There was no such nickname",
        .errTooManyTargets: "Too many targets",
        .errNoOrigin: "No origin specified",
        .errInvalidCapCmd: "Invalid CAP command",
        .errNoRecipient: "No recipient given",
        .errNoTextToSend: "No text to send",
        .errInputTooLong: "Input line was too long",
        .errUnknownCommand: "Unknown command",
        .errNoMotd: "There is no message of the day",
        .errNoNicknameGiven: "No nickname given",
        .errErroneousNickname: "Erroneous nickname",
        .errNicknameInUse: "Nickname is already in use",
        .errUserNotInChannel: "They aren't on that channel",
        .errNotOnChannel: "You're not on that channel",
        .errUserOnChannel: "is already on channel",
        .errSummonDisabled: "SUMMON has been disabled",
        .errUsersDisabled: "USERS has been disabled",
        .errNoNickChange: "Your nickname is your username",
        .errNotRegistered: "You have not registered",
        .errNeedMoreParams: "Not enough parameters",
        .errAlreadyRegistered: "You may not reregister",
        .errPasswdMismatch: "Password incorrect",
        .errYoureBannedCreep: "You are banned from this server",
        .errChannelIsFull: "Cannot join channel (+l)",
        .errUnknownMode: "is unknown mode char to me",
        .errInviteOnlyChan: "Cannot join channel (+i)",
        .errBannedFromChan: "Cannot join channel (+b)",
        .errBadChannelKey: "Cannot join channel (+k)",
        .errBadChanMask: "Bad channel mask",
        .errNeedReggedNick: "You need an account for that",
        .errBanListFull: "Channel ban list is full",
        .errNoPrivileges: "Permission denied: you're not an IRC operator",
        .errChanOpPrivsNeeded: "You're not a channel operator",
        .errNoOperHost: "No operator privileges for your host",
        .errUModeUnknownFlag: "Unknown MODE flag",
        .errUsersDontMatch: "Can't change the mode of other users",
        .errHelpNotFound: "There is no help on this subject",
        .errCannotSendToUser: "They take no messages from you",
        .rplEndOfHelp: "End of HELP",
        .rplEndOfMonList: "End of MONITOR list",
        .errMonListFull: "Monitor list is full",
        .rplKeyNotSet: "key not set",
        .errNickLocked: "You must use a nick assigned to you",
        .rplSASLSuccess: "SASL authentication successful",
        .errSASLFail: "SASL authentication failed",
        .errSASLTooLong: "SASL message too long",
        .errSASLAborted: "SASL authentication aborted",
        .errSASLAlready: "You have already authenticated using SASL",
        .rplSASLMechs: "are available SASL mechanisms",
    ]
}
