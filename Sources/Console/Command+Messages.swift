/// What is done to messages.
extension Command {
    static let messages: [Command] = [
        Command(
            verb: "reply", arguments: "MESSAGE TEXT", places: [.room], help: "answer a message",
            details: "A message is named by its number, #42, or ^ for the last one, ^2 for the one before.",
            examples: ["reply #42 I agree", "reply ^ Me too"],
            takes: [.message],
            handler: { await $0.reply($1) }),
        Command(
            verb: "thread", arguments: "[MESSAGE] [TEXT]", places: [.room],
            help: "show a thread, or say something in it",
            details: "A thread begins with any message.",
            examples: ["thread #42", "thread #42 Let us talk about it here"],
            takes: [.message],
            handler: { await $0.thread($1) }),
        Command(
            verb: "edit", arguments: "[MESSAGE] [TEXT]", places: [.room], help: "change a message of yours",
            details:
                "Without TEXT the old one comes into the line, to be changed there; without a number, that of your last message.",
            examples: ["edit", "edit #42", "edit ^ It is at six, not at five"],
            takes: [.message],
            handler: { await $0.edit($1) }),
        Command(
            verb: "delete", arguments: "MESSAGE [REASON]", places: [.room], help: "delete a message",
            details:
                "Its text goes with all its versions. Moderators may delete what others wrote; the reason is kept for those who manage people.",
            examples: ["delete #42"],
            takes: [.message],
            handler: { await $0.delete($1) }),
        Command(
            verb: "react", arguments: "[MESSAGE] EMOJI", places: [.room], help: "put an emoji on a message",
            details: "On the last one where none is named.",
            examples: ["react 👍", "react #42 🎉"],
            takes: [.message],
            handler: { await $0.react($1, isOn: true) }),
        Command(
            verb: "unreact", arguments: "[MESSAGE] EMOJI", places: [.room], help: "take your emoji back",
            details: "From the last message where none is named.",
            examples: ["unreact #42 🎉"],
            takes: [.message],
            handler: { await $0.react($1, isOn: false) }),
        Command(
            verb: "pin", arguments: "[MESSAGE]", places: [.room], help: "pin a message for all",
            details: "The last one where none is named.",
            examples: ["pin #42"],
            takes: [.message],
            handler: { await $0.pin($1, isOn: true) }),
        Command(
            verb: "unpin", arguments: "MESSAGE", places: [.room], help: "take a pin away",
            details: "Whoever may pin may take away.",
            examples: ["unpin #42"],
            takes: [.message],
            handler: { await $0.pin($1, isOn: false) }),
        Command(
            verb: "pins", arguments: "", places: [.room], help: "show the pinned messages",
            details: "The last pinned one comes last.",
            handler: { console, _ in await console.listPins() }),
        Command(
            verb: "save", arguments: "[MESSAGE]", places: [.room], help: "keep a message for yourself",
            details: "Nobody else sees what you save.",
            examples: ["save", "save #42"],
            takes: [.message],
            handler: { await $0.save($1, isOn: true) }),
        Command(
            verb: "unsave", arguments: "MESSAGE", places: [.room], help: "forget that you saved a message",
            details: "In the room where it stands.",
            examples: ["unsave #42"],
            takes: [.message],
            handler: { await $0.save($1, isOn: false) }),
        Command(
            verb: "forward", arguments: "MESSAGE ROOM", places: [.room], help: "say a message again elsewhere",
            details: "Who reads it there sees whose it was.",
            examples: ["forward #42 kitchen", "forward ^ @ben"],
            takes: [.message, .room],
            handler: { await $0.forward($1) }),
        Command(
            verb: "poll", arguments: "QUESTION | A | B …", places: [.room], help: "ask a question with answers",
            details: "Before the question may stand: multiple (several answers), anonymous, until=WHEN.",
            examples: ["poll Lunch? | Pizza | Soup", "poll multiple until=18:00 Which days? | Mo | Tu | We"],
            takes: [.choice(["multiple", "anonymous", "until="])],
            handler: { await $0.poll($1) }),
        Command(
            verb: "vote", arguments: "[MESSAGE] N…|none", places: [.room], help: "choose among the answers of a poll",
            details: "In the last poll where none is named. \"none\" takes your vote back.",
            examples: ["vote 2", "vote #42 1 3", "vote none"],
            takes: [.message],
            handler: { await $0.vote($1) }),
        Command(
            verb: "close", arguments: "[MESSAGE]", places: [.room], help: "end a poll",
            details: "Your own, or as a moderator any.",
            examples: ["close #42"],
            takes: [.message],
            handler: { await $0.closePoll($1) }),
        Command(
            verb: "schedule", arguments: "WHEN TEXT", places: [.room], help: "send a message later",
            details:
                "WHEN is a period (90s, 10m, 2h, 3d, 1w), a time (18:30), or a day with or without one (2026-12-24T18:30).",
            examples: ["schedule 18:30 Dinner!", "schedule 2d How did it go?"],
            handler: { await $0.schedule($1) }),
        Command(
            verb: "later", arguments: "[remove|move|edit N …]", places: [.lobby, .room],
            help: "what waits to be sent; change it",
            details: "N is the number in the list.",
            examples: ["later", "later move 1 19:00", "later edit 1 Dinner at seven!", "later remove 1"],
            takes: [.choice(["remove", "move", "edit"])],
            handler: { await $0.later($1) }),
    ]
}
