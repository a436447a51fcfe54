import ChatDomain
import ChatService
import IRCWire

/// The server's own nick, which does what IRC has no verb for.
enum IRCService {
    static let name = "roost"

    /// It also hears to the names that clients have buttons for.
    static func isName(_ target: String) -> Bool {
        ["roost", "nickserv", "chanserv"].contains(CaseMapping.fold(target))
    }
}

extension IRCConnection {
    var serviceSource: IRCSource { IRCSource(nick: IRCService.name, user: "roost", host: town.settings.serverName) }

    func tell(_ text: String) {
        send { $0.append(serviceSource, .notice, [nick], trailing: text) }
    }

    /// PRIVMSG roost :command words
    func serve(_ text: String, isNotice: Bool) {
        guard !isNotice else { return }
        let words = text.split(separator: " ").map(String.init)
        switch words.first?.lowercased() {
        case "login", "identify": serveLogIn(Array(words.dropFirst()))
        case "register": serveRegister(Array(words.dropFirst()))
        default: tell("login NAME PASSWORD: log in. register MAIL PASSWORD [LINK]: make an account under your nick.")
        }
    }

    /// Makes an account that is named as one's nick.
    func serveRegister(_ words: [String]) {
        guard caller == nil else { return tell("You are logged in as \(nick).") }
        guard words.count == 2 || words.count == 3 else { return tell("Say: register MAIL PASSWORD [LINK]") }
        register(nick, mail: words[0], password: words[1], link: words.count == 3 ? words[2] : nil) {
            connection, refusal in
            connection.tell(refusal?.message ?? "You are logged in as \(connection.nick).")
        }
    }

    private func serveLogIn(_ words: [String]) {
        guard caller == nil else { return tell("You are logged in as \(nick).") }
        guard let password = words.last else { return tell("Say: login NAME PASSWORD") }
        let login = words.count > 1 ? words[0] : nick
        logIn(login, password: password) { connection, refusal in
            connection.tell(refusal?.message ?? "You are logged in as \(connection.nick).")
        }
    }
}
