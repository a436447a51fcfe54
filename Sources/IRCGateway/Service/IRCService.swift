import ChatDomain
import ChatService
import IRCWire

/// The server's own nick, which does what IRC has no verb for.
enum IRCService {
    static let name = "roost"

    /// It also hears to the names that clients have buttons for.
    static func isName(_ target: String) -> Bool {
        [name, "nickserv", "chanserv"].contains(CaseMapping.fold(target))
    }

    /// In the order in which `help` lists them.
    static let commands = entry + messages + rooms + account

    static func command(_ name: String) -> ServiceCommand? {
        let name = name.lowercased()
        return commands.first { $0.name == name || $0.aliases.contains(name) }
    }
}

/// One thing that `/msg roost` does.
struct ServiceCommand: Sendable {
    /// False when what it needs was not said: then it is explained.
    enum Work: Sendable {
        /// For anybody, logged in or not.
        case open(@Sendable (IRCConnection, inout ServiceWords) -> Bool)
        /// For who has logged in, with a token that was made for it.
        case needs(TokenScopes, @Sendable (IRCConnection, inout ServiceWords, Caller) -> Bool)
    }

    let name: String
    var aliases: [String] = []
    /// What stands behind the name.
    let arguments: String
    /// In one line.
    let about: String
    /// What `help NAME` says besides, line by line.
    var details: [String] = []
    let work: Work

    var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }
}

extension IRCConnection {
    var serviceSource: IRCSource { IRCSource(nick: IRCService.name, user: "roost", host: town.settings.serverName) }

    /// What the service says.
    func tell(_ text: String) {
        send { $0.append(serviceSource, .notice, [nick], trailing: text) }
    }

    /// PRIVMSG roost :command words
    func serve(_ text: String) {
        var words = ServiceWords(text)
        guard let name = words.next() else { return tell("Say: help") }
        guard let command = IRCService.command(name) else {
            return tell("There is no command \(name). Say: help")
        }
        switch command.work {
        case .open(let work): if !work(self, &words) { explain(command) }
        case .needs(let scope, let work):
            guard let caller else { return tell(registration.whatToDo) }
            do throws(Refusal) { try caller.check(scope) } catch { return tell(error.message) }
            if !work(self, &words, caller) { explain(command) }
        }
    }

    private func explain(_ command: ServiceCommand) {
        tell("Say: \(command.usage)")
        tell(command.about)
    }

    /// help, help COMMAND
    func serveHelp(_ words: inout ServiceWords) -> Bool {
        guard let name = words.next() else {
            tell("What I do, as /msg \(IRCService.name) COMMAND. help COMMAND tells more.")
            for command in IRCService.commands { tell("\(command.usage): \(command.about)") }
            return true
        }
        guard let command = IRCService.command(name) else {
            tell("There is no command \(name). Say: help")
            return true
        }
        explain(command)
        for line in command.details { tell(line) }
        return true
    }

    /// Asks the service behind all doors; what it refuses is told.
    func request<Value: Sendable>(
        _ question: (ChatService, @escaping Answer<Value>) -> Void,
        then: @escaping @Sendable (IRCConnection, Value) -> Void
    ) {
        ask(question) { connection, result in
            switch result {
            case .success(let value): then(connection, value)
            case .failure(let refusal): connection.tell(refusal.message)
            }
        }
    }
}

/// What was said behind a command, word by word.
struct ServiceWords {
    private var text: Substring

    init(_ text: String) { self.text = text[...] }

    /// Takes the next word; nil at the end.
    mutating func next() -> String? {
        text = text.drop { $0 == " " }
        let word = text.prefix { $0 != " " }
        text = text.dropFirst(word.count)
        return word.isEmpty ? nil : String(word)
    }

    /// All that is left.
    var rest: String { String(text).trimmingBlanks }

    /// `on` or `off`; nil for anything else.
    mutating func nextSwitch() -> Bool? {
        switch next()?.lowercased() {
        case "on": true
        case "off": false
        default: nil
        }
    }

    /// Seconds of `30m`, `12h`, `7d` or `2w`, if that is the next word.
    mutating func nextPeriod() -> Int64? {
        let before = text
        guard let word = next(), let unit = word.last, let number = Int64(word.dropLast()),
            (1...100_000).contains(number),
            let seconds: Int64 = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800][unit]
        else {
            text = before
            return nil
        }
        return number * seconds
    }
}
