import ChatDomain
import ChatService
import IRCWire

// What clients are told of the server's ways.
extension IRCTown {
    /// The network's name: what the server is called, as one word.
    func network(_ rules: EntryRules?) -> String {
        let name = (rules?.name ?? "Roost").split(whereSeparator: \.isWhitespace).joined(separator: "-")
        return name.isEmpty ? "Roost" : name
    }

    static let maximumMonitored = 200
    static let maximumTargets = 10
    var multiline: MultilineLimits { MultilineLimits(bytes: settings.limits.messageBytes, lines: 200) }

    func support(for rules: EntryRules?) -> ISupport {
        var support = ISupport()
        let modes = ChannelSettings.modes
        support.add("NETWORK", network(rules))
        support.add("CASEMAPPING", CaseMapping.name)
        support.add("CHANTYPES", "#")
        support.add("CHANMODES", modes.chanModes)
        support.add("PREFIX", modes.prefix)
        support.add("MODES", Self.maximumModes)
        support.add("MAXLIST", "b:\(settings.limits.roomBans)")
        support.add("EXTBAN", ",m")
        support.add("NICKLEN", Handle.maximumLength)
        support.add("CHANNELLEN", Handle.maximumLength + 1)
        support.add("USERLEN", 20)
        support.add("HOSTLEN", 64)
        support.add("NAMELEN", settings.limits.displayNameLength)
        support.add("TOPICLEN", settings.limits.roomTopicLength)
        support.add("KICKLEN", settings.limits.reasonLength)
        support.add("AWAYLEN", settings.limits.statusLength)
        support.add(
            "TARGMAX",
            "PRIVMSG:\(Self.maximumTargets),NOTICE:\(Self.maximumTargets),JOIN:,PART:,KICK:\(Self.maximumTargets),WHOIS:1,NAMES:1"
        )
        support.add("MAXTARGETS", Self.maximumTargets)
        support.add("ELIST", ListRequest.elist)
        support.add("SAFELIST")
        support.add("MONITOR", Self.maximumMonitored)
        support.add("WHOX")
        support.add("BOT", "B")
        support.add("UTF8ONLY")
        support.add("CHATHISTORY", settings.limits.historyPage)
        support.add("MSGREFTYPES", "msgid,timestamp")
        support.add("CLIENTTAGDENY", "*,-typing,-reply,-draft/react,-draft/unreact,-draft/reply,-draft/edit")
        return support
    }

    func offer(for rules: EntryRules?) -> CapabilityOffer {
        var offer = CapabilityOffer(.all)
        offer.add(.sasl, value: "PLAIN,SCRAM-SHA-256")
        offer.add(.multiline, value: "max-bytes=\(multiline.bytes),max-lines=\(multiline.lines)")
        offer.add(
            .accountRegistration,
            value: rules?.registration == .closed ? nil : "before-connect,email-required,custom-account-name")
        offer.add(
            .metadata, value: "before-connect,max-subs=\(Self.mostFollowed),max-keys=\(MetadataKey.allCases.count)")
        return offer
    }

    /// Metadata keys that a client may follow.
    static let mostFollowed = 16
}
