/// Oneself, and what others know of one.
extension Command {
    static let yourself: [Command] = [
        Command(
            verb: "profile", arguments: "[WHO | FIELD VALUE]", places: [.lobby, .room],
            help: "show somebody, or change yourself",
            details:
                "Fields: name, about, pronouns, zone (Europe/Berlin), homepage (https://…), direct all|rooms|none (who may write to you alone), hidden on|off (whether you are there), receipts on|off, picture off. A dash as VALUE takes it away.",
            examples: ["profile", "profile ben", "profile about I cook.", "profile direct rooms"],
            takes: [.person],
            handler: { await $0.profile($1) }),
        Command(
            verb: "status", arguments: "[until=WHEN] TEXT|off", places: [.lobby, .room], help: "say what you are doing",
            details: "An emoji may stand before the text.",
            examples: ["status 🍲 At lunch", "status until=18:00 In a meeting", "status off"],
            handler: { await $0.setStatus($1) }),
        Command(
            verb: "presence", arguments: "HOW", places: [.lobby, .room], help: "how you are shown",
            details: "HOW is online, away, dnd (do not disturb) or invisible.",
            examples: ["presence away"],
            takes: [.choice(["online", "away", "dnd", "invisible"])],
            handler: { await $0.setPresence($1) }),
        Command(
            verb: "block", arguments: "WHO", places: [.lobby, .room], help: "hear nothing of somebody",
            details: "He is not told. He cannot write to you alone, and you are not told of what he writes.",
            examples: ["block ben"],
            takes: [.person],
            handler: { await $0.block($1, isOn: true) }),
        Command(
            verb: "unblock", arguments: "WHO", places: [.lobby, .room], help: "hear of somebody again",
            details: "What he wrote meanwhile is there to be read.",
            examples: ["unblock ben"],
            takes: [.person],
            handler: { await $0.block($1, isOn: false) }),
        Command(
            verb: "blocks", arguments: "", places: [.lobby, .room], help: "whom you have blocked",
            details: "Nobody else sees this.",
            handler: { console, _ in await console.listBlocks() }),
        Command(
            verb: "tokens", arguments: "[new NAME …|end N]", places: [.lobby, .room],
            help: "tokens by which scripts log in as you",
            details:
                "\"new\" takes what the token may (read, write, manage; all where nothing is said) and for how long (90d).",
            examples: ["tokens", "tokens new backup read 90d", "tokens end 1"],
            takes: [.choice(["new", "end"])],
            handler: { await $0.tokens($1) }),
        Command(
            verb: "irc", arguments: "[reactions …|history N|bot …]", places: [.lobby, .room],
            help: "how you are served by IRC",
            details:
                "Whether reactions come as notices to clients that do not understand tags; how many messages (0 to 200) a client that cannot ask for history is shown on joining; whether you are a bot, which others see.",
            examples: ["irc", "irc history 50", "irc bot on"],
            takes: [.choice(["reactions", "history", "bot"])],
            handler: { await $0.irc($1) }),
        Command(
            verb: "scram", arguments: "[on|off]", places: [.lobby, .room],
            help: "logging in by a proof of your password",
            details:
                "IRC clients may then use SCRAM-SHA-256, which does not send the password. What it needs is made at your next log-in by password; \"off\" forgets it.",
            examples: ["scram", "scram on"],
            takes: [.choice(["on", "off"])],
            handler: { await $0.scram($1) }),
        Command(
            verb: "unregister", arguments: "", places: [.lobby, .room], help: "remove your own account for good",
            details: "Asks for your password. What you wrote stays, by nobody.",
            handler: { console, _ in await console.removeOneself() }),
    ]

    static let entry: [Command] = [
        Command(
            verb: "invites", arguments: "[new …|end N]", places: [.lobby, .room],
            help: "links by which people make accounts",
            details:
                "\"new\" takes a role (member, guest), a period (2d), how many may use it, and rooms to put the new people into.",
            examples: ["invites new", "invites new guest 2d 5 kitchen", "invites end 1"],
            takes: [.choice(["new", "end"])],
            isForAdmins: true, handler: { await $0.invites($1) }),
        Command(
            verb: "audit", arguments: "[N]", places: [.lobby, .room], help: "what those who keep order did (20)",
            details: "At most 200. Who did what, on whom, when and from where.",
            examples: ["audit", "audit 100"],
            isForAdmins: true, handler: { await $0.listAudit($1) }),
        Command(
            verb: "addresses", arguments: "[ban ADDRESS …|unban N]", places: [.lobby, .room],
            help: "addresses that are kept out",
            details:
                "ADDRESS is an address or a block such as 192.0.2.0/24. Who comes from there is told REASON, at every door, and who is there is cut off.",
            examples: ["addresses", "addresses ban 192.0.2.0/24 2d spam", "addresses unban 1"],
            takes: [.choice(["ban", "unban"])],
            isForAdmins: true, handler: { await $0.addresses($1) }),
        Command(
            verb: "registration", arguments: "[open|link|closed|…]", places: [.lobby, .room],
            help: "who may make an account; set it",
            details:
                "\"mail\" names the domains of mail addresses that are let in; \"mail all\" lets in all. \"guests on\" lets anyone come in by IRC under a free name, who is gone when he leaves. For owners.",
            examples: ["registration link", "registration mail example.org"],
            takes: [.choice(["open", "link", "closed", "mail", "guests"])],
            isForAdmins: true, handler: { await $0.registration($1) }),
    ]
}
