/// What can be asked for about people and about oneself.
extension Command {
    static let people: [Command] = [
        Command(
            verb: "people", arguments: "", places: [.lobby, .room], help: "everybody with an account here",
            details:
                "Those who are online come first. Who manages people also sees mail addresses and who is deactivated.",
            handler: { console, _ in await console.listPeople() }),
        Command(
            verb: "password", arguments: "", places: [.lobby, .room], help: "change your password",
            details: "Asks for the old one and twice for the new one, unseen. All your other log-ins end.",
            handler: { console, _ in await console.changePassword() }),
        Command(
            verb: "sessions", arguments: "[end N|others]", places: [.lobby, .room],
            help: "where you are logged in; end one",
            details: "N is the number in the list. What is ended is cut off at once.",
            examples: ["sessions", "sessions end 2", "sessions end others"], takes: [.choice(["end"])],
            handler: { await $0.sessions($1) }),
        Command(
            verb: "add", arguments: "MAIL NAME", places: [.lobby, .room], help: "make an account for somebody",
            details:
                "Asks for the password, unseen; with an empty one the server makes one up, shown this once. "
                + "A username does in place of a mail address.",
            examples: ["add ben@example.org Ben Baker", "add bot"], isForAdmins: true,
            handler: { await $0.addPerson($1) }),
        Command(
            verb: "remove", arguments: "WHO", places: [.lobby, .room], help: "remove somebody for good",
            details: "WHO is a mail address or a username. He is logged out everywhere at once; his messages stay.",
            examples: ["remove ben@example.org"], takes: [.person], isForAdmins: true,
            handler: { await $0.removePerson($1) }),
        Command(
            verb: "deactivate", arguments: "WHO", places: [.lobby, .room], help: "let somebody in no more, for now",
            details:
                "He is logged out everywhere at once. Nothing of his is lost, and \"reactivate\" lets him in again.",
            examples: ["deactivate ben@example.org"], takes: [.person], isForAdmins: true,
            handler: { await $0.setActive(false, $1) }),
        Command(
            verb: "reactivate", arguments: "WHO", places: [.lobby, .room], help: "let somebody in again",
            details: "With the password that he had.",
            examples: ["reactivate ben@example.org"], takes: [.person], isForAdmins: true,
            handler: { await $0.setActive(true, $1) }),
        Command(
            verb: "role", arguments: "WHO ROLE", places: [.lobby, .room], help: "make somebody something else",
            details:
                "ROLE is owner, admin, member or guest. Owners manage everybody, admins members and guests; "
                + "guests see only the rooms that they were put in. The last owner stays.",
            examples: ["role ben admin"], takes: [.person, .choice(["owner", "admin", "member", "guest"])],
            isForAdmins: true,
            handler: { await $0.setRole($1) }),
    ]
}
