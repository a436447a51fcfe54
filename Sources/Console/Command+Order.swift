import ChatDomain

/// How a room is run, and what moderators and owners do.
extension Command {
    static let order: [Command] = [
        Command(
            verb: "topic", arguments: "[TEXT|-]", places: [.room], help: "what the room is about; set it",
            details: "A dash takes it away.",
            examples: ["topic The menu of the week", "topic -"],
            handler: { await $0.setTopic($1) }),
        Command(
            verb: "room", arguments: "[SETTING VALUE]", places: [.room], help: "how this room is run; set it",
            details:
                "Settings: name, title, description, listed yes|no, guests yes|no, entry open|invited, history all|joined, post|invite|call|pin member|speaker|moderator|owner, slow 30s|off, keep 90d|all.",
            examples: ["room", "room entry invited", "room post moderator", "room slow 30s", "room keep 90d"],
            takes: [.choice(ChatConsole.settings.keys.sorted())],
            handler: { await $0.roomSettings($1) }),
        Command(
            verb: "put", arguments: "WHO", places: [.room], help: "put somebody into this room",
            details: "Without asking him; as a moderator.",
            examples: ["put ben"],
            takes: [.person],
            handler: { await $0.bringIn($1) }),
        Command(
            verb: "kick", arguments: "WHO [REASON]", places: [.room], help: "put somebody out of this room",
            details: "He can come back, if the room is open. The reason is shown in the room.",
            examples: ["kick ben", "kick ben Calm down first"],
            takes: [.person],
            handler: { await $0.kick($1) }),
        Command(
            verb: "ban", arguments: "WHO [PERIOD] [REASON]", places: [.room], help: "put somebody out and keep him out",
            details: "For good where no period is given. He is told the reason.",
            examples: ["ban ben", "ban ben 2d Calm down first"],
            takes: [.person],
            handler: { await $0.ban($1) }),
        Command(
            verb: "unban", arguments: "WHO", places: [.room], help: "keep somebody out no longer",
            details: "He can join again.",
            examples: ["unban ben"],
            takes: [.person],
            handler: { await $0.unban($1) }),
        Command(
            verb: "bans", arguments: "", places: [.room], help: "who is kept out of this room",
            details: "And until when.",
            handler: { console, _ in await console.listBans() }),
        Command(
            verb: "mute", arguments: "WHO [PERIOD]", places: [.room], help: "let somebody only read for a while",
            details: "An hour where no period is given.",
            examples: ["mute ben", "mute ben 10m"],
            takes: [.person],
            handler: { await $0.mute($1) }),
        Command(
            verb: "unmute", arguments: "WHO", places: [.room], help: "let somebody speak again",
            details: "At once.",
            examples: ["unmute ben"],
            takes: [.person],
            handler: { await $0.unmute($1) }),
        Command(
            verb: "make", arguments: "WHO ROLE", places: [.room], help: "give somebody another role in this room",
            details: "ROLE is owner, moderator, speaker or member. Speakers write where \"room post speaker\" is set.",
            examples: ["make ben moderator"],
            takes: [.person, .choice(RoomRole.allCases.reversed().map(\.rawValue))],
            handler: { await $0.makeRole($1) }),
        Command(
            verb: "handover", arguments: "WHO", places: [.room], help: "make another the owner in your place",
            details: "You stay as a moderator.",
            examples: ["handover ben"],
            takes: [.person],
            handler: { await $0.handOver($1) }),
        Command(
            verb: "archive", arguments: "", places: [.room], help: "only let the room be read",
            details: "For owners. \"unarchive\" takes it back.",
            handler: { console, _ in await console.archive(true) }),
        Command(
            verb: "unarchive", arguments: "", places: [.room], help: "bring the room back into use",
            details: "For owners.",
            handler: { console, _ in await console.archive(false) }),
        Command(
            verb: "deleteroom", arguments: "", places: [.room], help: "delete this room",
            details: "For owners. \"restore\" brings it back, for some days.",
            handler: { console, _ in await console.deleteRoom() }),
        Command(
            verb: "report", arguments: "MESSAGE|WHO REASON", places: [.lobby, .room],
            help: "tell the moderators of a message or a person",
            details: "They see who reported; he who is reported does not.",
            examples: ["report #42 This is spam", "report ben Writes to everybody"],
            takes: [.message],
            handler: { await $0.report($1) }),
        Command(
            verb: "reports", arguments: "[take|drop|ACTION N …]", places: [.lobby, .room],
            help: "reports to handle, and your own",
            details:
                "ACTION is delete, warn, mute, ban or dismiss; behind N may stand a PERIOD for mute and ban, and a note to who reported.",
            examples: ["reports", "reports take 3", "reports mute 3 2h Enough", "reports dismiss 3 It was a joke"],
            takes: [.choice(["take", "drop"] + ChatConsole.reportActions)],
            handler: { await $0.reports($1) }),
        Command(
            verb: "restore", arguments: "[ROOM]", places: [.lobby, .room], help: "bring a deleted room of yours back",
            details: "Without a name, lists them.",
            examples: ["restore", "restore kitchen"],
            handler: { await $0.restore($1) }),
    ]
}
