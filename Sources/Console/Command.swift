/// One thing that can be asked for: what `help` lists and the grammar knows.
struct Command: Sendable {
    let verb: String
    let arguments: String
    /// Where it is understood.
    let places: Set<Place>
    let help: String
    /// More, for `help COMMAND`.
    let details: String
    /// Each without the slash.
    var examples: [String] = []
    /// What its words are, for completion; those behind are text.
    var takes: [Argument] = []
    /// Left out of the list for those who manage nobody.
    var isForAdmins = false
    let handler: @Sendable (isolated ChatConsole, String) async -> Void

    static func named(_ verb: String) -> Command? { all.first { $0.verb == verb } }

    /// In the order of the list, each part with its heading.
    static let parts: [(heading: String, commands: [Command])] = [
        ("Rooms", rooms), ("Conversations and ways in", conversations), ("Messages", messages),
        ("Reading and finding", reading), ("Order in a room", order), ("Yourself", yourself),
        ("People", people + entry),
        ("The program", leaving),
    ]

    static let all: [Command] = parts.flatMap(\.commands)

    private static let rooms: [Command] = [
        Command(
            verb: "register", arguments: "", places: [.door], help: "make an account",
            details: "Asks for a mail address, a username, the name that others see, and a password.",
            handler: { console, _ in await console.register() }),
        Command(
            verb: "login", arguments: "[NAME]", places: [.door], help: "log in",
            details: "NAME is your username or your mail address. The password is not shown while you write it.",
            handler: { await $0.logIn(as: $1) }),
        Command(
            verb: "rooms", arguments: "", places: [.lobby, .room], help: "list the rooms",
            details: "Yours are marked with a star. All others can be joined.",
            handler: { console, _ in await console.listRooms() }),
        Command(
            verb: "join", arguments: "NAME", places: [.lobby, .room], help: "go to a room, and join it where needed",
            details: "In the lobby the name alone is enough. You stay a member of the room that you come from.",
            examples: ["join kitchen", "join @ben"], takes: [.room], handler: { await $0.join($1) }),
        Command(
            verb: "create", arguments: "NAME", places: [.lobby, .room], help: "make a room and go there",
            details: "A name has up to 32 letters and digits of any script, - and _, with no spaces.",
            examples: ["create kitchen"], handler: { await $0.create($1) }),
        Command(
            verb: "who", arguments: "", places: [.room], help: "who belongs to this room, and who is here",
            details: "Those who are online come first.",
            handler: { console, _ in await console.listMembers() }),
        Command(
            verb: "history", arguments: "[N]", places: [.room], help: "show the latest N messages (50)",
            details: "At most 1000. Again, with a larger number, shows more.",
            examples: ["history", "history 200"], handler: { await $0.showHistory($1) }),
        Command(
            verb: "lobby", arguments: "", places: [.room], help: "go back to the lobby; you stay a member",
            details: "You are not told of new messages there.",
            handler: { console, _ in await console.goToLobby() }),
        Command(
            verb: "leave", arguments: "", places: [.room], help: "give up your membership of this room",
            details: "The others are told. You can join again.",
            handler: { console, _ in await console.leaveRoom() }),
    ]

    private static let leaving: [Command] = [
        Command(
            verb: "logout", arguments: "", places: [.lobby, .room], help: "log out on this computer",
            details: "The next start asks for a log-in again.",
            handler: { console, _ in await console.logOut() }),
        Command(
            verb: "help", arguments: "[COMMAND]", places: [.door, .lobby, .room],
            help: "this list, or more on one command",
            details: "In a room commands begin with a slash; a message that begins with one is written with two.",
            examples: ["help", "help poll"], takes: [.command], handler: { $0.showHelp($1) }),
        Command(
            verb: "exit", arguments: "", places: [.door, .lobby, .room], help: "disconnect and end",
            details: "Also Ctrl-C and Ctrl-D. Messages that did not get through are kept, and sent at the next start.",
            handler: { console, _ in await console.exit() }),
    ]

    /// The list for a place, one line a command, under headings.
    static func list(at place: Place, forAdmin: Bool = false) -> [String] {
        let slash = place == .room ? "/" : ""
        return parts.flatMap { part in
            let entries = part.commands.filter { $0.places.contains(place) && (forAdmin || !$0.isForAdmins) }
                .map { (usage: $0.usage(slash: $0.verb == "exit" ? "" : slash), help: $0.help) }
            let widest = entries.reduce(0) { max($0, $1.usage.count) }
            let rows = entries.map { entry in
                "  " + entry.usage + String(repeating: " ", count: widest - entry.usage.count + 2) + entry.help
            }
            return rows.isEmpty ? [] : ["", part.heading] + rows
        }
    }

    func usage(slash: String) -> String {
        slash + verb + (arguments.isEmpty ? "" : " " + arguments)
    }
}
