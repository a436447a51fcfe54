/// What leads to others: direct conversations, groups, invitations and links.
extension Command {
    static let conversations: [Command] = [
        Command(
            verb: "dm", arguments: "WHO [TEXT]", places: [.lobby, .room], help: "write to somebody alone",
            details: "Goes to the conversation of you two, and makes it where there is none. TEXT is sent at once.",
            examples: ["dm ben", "dm ben Lunch?"],
            takes: [.person],
            handler: { await $0.openDirect($1) }),
        Command(
            verb: "group", arguments: "WHO… [: TITLE]", places: [.lobby, .room], help: "begin a conversation of a few",
            details: "Everybody who is named is in it from the start. Without a title it is called by who is in it.",
            examples: ["group ben eve", "group ben eve : Trip to Rome"],
            takes: [.people],
            handler: { await $0.makeGroup($1) }),
        Command(
            verb: "invite", arguments: "WHO", places: [.room], help: "invite somebody to this room",
            details: "He is told, and comes in with \"accept\".",
            examples: ["invite ben"],
            takes: [.person],
            handler: { await $0.invite($1) }),
        Command(
            verb: "uninvite", arguments: "WHO", places: [.room], help: "take an invitation back",
            details: "Your own, or as a moderator any.",
            examples: ["uninvite ben"],
            takes: [.person],
            handler: { await $0.uninvite($1) }),
        Command(
            verb: "invitations", arguments: "", places: [.lobby, .room], help: "who is invited, you and to this room",
            details: "Your own come first.",
            handler: { console, _ in await console.listInvitations() }),
        Command(
            verb: "accept", arguments: "[ROOM]", places: [.lobby, .room], help: "follow an invitation",
            details: "Without a name, the only one that you have.",
            examples: ["accept", "accept kitchen"],
            takes: [.room],
            handler: { await $0.accept($1) }),
        Command(
            verb: "decline", arguments: "[ROOM]", places: [.lobby, .room], help: "decline an invitation",
            details: "Without a name, the only one that you have.",
            examples: ["decline kitchen"],
            takes: [.room],
            handler: { await $0.decline($1) }),
        Command(
            verb: "links", arguments: "[new [2d] [USES]|end N]", places: [.room], help: "links by which others come in",
            details:
                "\"new\" makes one, for a week or as long as you say (\"forever\" until it is ended), for any number of people or so many. N is the number in the list.",
            examples: ["links", "links new", "links new 2d 10", "links end 1"],
            takes: [.choice(["new", "end"])],
            handler: { await $0.links($1) }),
        Command(
            verb: "enter", arguments: "LINK", places: [.lobby, .room], help: "come into a room by a link",
            details: "LINK is what \"links new\" showed.",
            examples: ["enter rl_2Fq…"],
            handler: { await $0.enter(link: $1) }),
    ]
}
