import Foundation
import Testing

@testable import ChatClient
@testable import Console

@Suite("What a line means")
struct LineGrammarTests {
    @Test(
        "In a room everything is a message, but exit alone and what begins with one slash",
        arguments: [
            ("help", Intent.message("help")), ("rooms please", .message("rooms please")),
            ("exit now", .message("exit now")), ("exit", .command(verb: "exit", argument: "")),
            (" exit ", .command(verb: "exit", argument: "")), ("//slash", .message("/slash")), ("//", .message("/")),
            ("/who", .command(verb: "who", argument: "")), ("/HISTORY  20 ", .command(verb: "history", argument: "20")),
            ("/join the den", .command(verb: "join", argument: "the den")), ("/shrug", .unknown("shrug")),
            ("/", .unknown("")), ("/login ada", .elsewhere(verb: "login")), ("", .nothing), ("   ", .nothing),
            ("  two  ", .message("  two  ")), ("one\ntwo", .message("one\ntwo")),
        ])
    func inRoom(line: String, intent: Intent) {
        #expect(LineGrammar.intent(of: line, at: .room) == intent)
    }

    @Test(
        "In the lobby words are commands, and all else is a room's name",
        arguments: [
            ("rooms", Intent.command(verb: "rooms", argument: "")),
            ("Create Den", .command(verb: "create", argument: "Den")),
            ("kitchen", .join("kitchen")), ("/rooms", .command(verb: "rooms", argument: "")),
            ("/kitchen", .unknown("kitchen")), ("who", .elsewhere(verb: "who")),
            ("exit", .command(verb: "exit", argument: "")),
        ])
    func inLobby(line: String, intent: Intent) {
        #expect(LineGrammar.intent(of: line, at: .lobby) == intent)
    }

    @Test("At the door only the way in is understood")
    func atTheDoor() {
        #expect(LineGrammar.intent(of: "login ada", at: .door) == .command(verb: "login", argument: "ada"))
        #expect(LineGrammar.intent(of: "rooms", at: .door) == .elsewhere(verb: "rooms"))
        #expect(LineGrammar.intent(of: "hello", at: .door) == .unknown("hello"))
    }

    @Test("Every command is in the list of its places, and fits 80 columns")
    func help() {
        for place in [Place.door, .lobby, .room] {
            let list = Command.list(at: place, forAdmin: true).filter { $0.hasPrefix("  ") }
            #expect(list.count == Command.all.count { $0.places.contains(place) })
            #expect(list.allSatisfy { $0.count <= 80 }, "\(list.filter { $0.count > 80 })")
            // Who manages nobody is not shown what he may not do.
            let members = Command.list(at: place).filter { $0.hasPrefix("  ") }
            #expect(members.count == Command.all.count { $0.places.contains(place) && !$0.isForAdmins })
        }
        #expect(Set(Command.all.map(\.verb)).count == Command.all.count)
    }
}

@Suite("Options")
struct ConsoleOptionsTests {
    @Test("Options are read in both spellings")
    func read() throws {
        let options = try ConsoleOptions(arguments: [
            "--server", "http://example.org:81", "--login=ada", "--register", "--mail", "a@b.c", "--plain",
            "--room=den",
        ])
        #expect(options.server == ServerAddress(host: "example.org", port: 81))
        #expect(options.login == "ada" && options.mail == "a@b.c" && options.room == "den")
        #expect(options.register && options.plain && !options.json && !options.help)
        #expect(try ConsoleOptions(arguments: []) == ConsoleOptions())
    }

    @Test(
        "What makes no sense is refused with a sentence that names it",
        arguments: [
            (["--sever", "x"], "--sever"), (["--login"], "--login"), (["--login="], "--login"), (["ada"], "ada"),
            (["--plain=yes"], "--plain"), (["--plain", "--json"], "--json"), (["--server", "https://x"], "https"),
        ])
    func refused(arguments: [String], named: String) {
        let fault = #expect(throws: ConsoleOptions.Fault.self) { try ConsoleOptions(arguments: arguments) }
        #expect(fault?.message.contains(named) == true)
    }
}

@Suite("What is written of the console")
struct ConsoleDocumentTests {
    @Test("docs/console.md lists every command")
    func commands() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/console.md"), encoding: .utf8)
        for command in Command.all {
            #expect(text.contains("`\(command.verb)`") || text.contains("`\(command.verb) "), "\(command.verb)")
        }
    }

    @Test("Every command has its usage, a sentence and, where it takes words, examples that begin with it")
    func examples() {
        for command in Command.all {
            #expect(command.details.hasSuffix("."), "\(command.verb)")
            #expect(
                command.arguments.isEmpty || command.verb == "login" || !command.examples.isEmpty, "\(command.verb)")
            for example in command.examples {
                #expect(example == command.verb || example.hasPrefix(command.verb + " "), "\(example)")
                #expect(command.places.contains { LineGrammar.intent(of: "/" + example, at: $0).isCommand })
            }
        }
    }
}

extension Intent {
    fileprivate var isCommand: Bool { if case .command = self { true } else { false } }
}
