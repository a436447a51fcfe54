/// What is unread, looking things up, and of what one is told.
extension Command {
    static let reading: [Command] = [
        Command(
            verb: "unread", arguments: "", places: [.lobby, .room], help: "where something is unread",
            details: "Rooms in which you are called come first.",
            handler: { console, _ in await console.showUnread() }),
        Command(
            verb: "next", arguments: "", places: [.lobby, .room], help: "go to the next room with something unread",
            details: "Rooms in which you are called come first.",
            handler: { console, _ in await console.goToNextUnread() }),
        Command(
            verb: "mark", arguments: "[MESSAGE]", places: [.room], help: "have it unread again, from there on",
            details: "And goes to the lobby, so that it stays so.",
            examples: ["mark #42"],
            takes: [.message],
            handler: { await $0.markUnread($1) }),
        Command(
            verb: "receipts", arguments: "", places: [.room], help: "how far others have read here",
            details: "In small rooms, and of who lets it be known.",
            handler: { console, _ in await console.listReceipts() }),
        Command(
            verb: "notices", arguments: "", places: [.lobby, .room], help: "what calls or answers you",
            details: "The latest twenty, of all rooms.",
            handler: { console, _ in await console.listNotices() }),
        Command(
            verb: "search", arguments: "[WORDS]", places: [.lobby, .room],
            help: "find messages; without words, more of them",
            details: "In all of your rooms. \"Phrases\", from:ben, in:kitchen and more: docs/protocol/search.md.",
            examples: ["search pizza", "search from:ben \"on Friday\"", "search"],
            handler: { await $0.search($1) }),
        Command(
            verb: "show", arguments: "[MESSAGE]", places: [.room], help: "show a message as it is now",
            details: "With its reactions, and the votes of a poll.",
            examples: ["show #42"],
            takes: [.message],
            handler: { await $0.showMessage($1) }),
        Command(
            verb: "versions", arguments: "[MESSAGE]", places: [.room], help: "all texts that a message had",
            details: "The first one first.",
            examples: ["versions #42"],
            takes: [.message],
            handler: { await $0.showVersions($1) }),
        Command(
            verb: "around", arguments: "MESSAGE", places: [.room], help: "what was said around a message",
            details: "Twenty lines.",
            examples: ["around #42"],
            takes: [.message],
            handler: { await $0.showAround($1) }),
        Command(
            verb: "news", arguments: "", places: [.lobby, .room], help: "what happened to you",
            details: "Where you were put, invited, warned, and what became of your reports.",
            handler: { console, _ in await console.listNews() }),
        Command(
            verb: "saved", arguments: "", places: [.lobby, .room], help: "what you saved",
            details: "The last one first.",
            handler: { console, _ in await console.listSaved() }),
        Command(
            verb: "notify", arguments: "[LEVEL] [PERIOD]", places: [.lobby, .room], help: "of what you are told",
            details:
                "LEVEL is all, mentions, none or usual; for a PERIOD (2h) you are told of nothing. \"everywhere\" before them means all rooms that say nothing else. \"quiet 22:00-07:00\" is for every day.",
            examples: [
                "notify", "notify mentions", "notify 2h", "notify everywhere all", "notify quiet 22:00-07:00",
                "notify quiet off",
            ],
            takes: [.choice(["all", "mentions", "none", "usual", "everywhere", "quiet"])],
            handler: { await $0.notify($1) }),
        Command(
            verb: "why", arguments: "[MESSAGE]", places: [.room], help: "why a message was told to you, or not",
            details: "The reason in one sentence.",
            examples: ["why #42"],
            takes: [.message],
            handler: { await $0.explainNotification($1) }),
        Command(
            verb: "bell", arguments: "[on|off]", places: [.lobby, .room], help: "ring for what is meant for you",
            details: "From now on; --no-bell does so from the start.",
            examples: ["bell off"],
            takes: [.choice(["on", "off"])],
            handler: { $0.setBell($1) }),
    ]
}
