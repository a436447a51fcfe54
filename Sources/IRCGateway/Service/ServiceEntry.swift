import ChatDomain
import ChatService
import IRCWire
import Secrets

// Coming in, for clients that cannot log in by themselves.
extension IRCService {
    static let entry = [
        ServiceCommand(
            name: "help", arguments: "[COMMAND]", about: "what I do",
            work: .open { $0.serveHelp(&$1) }),
        ServiceCommand(
            name: "login", aliases: ["identify"], arguments: "[NAME] PASSWORD", about: "log in",
            details: ["Without a NAME, the one you have taken as nick. An access token does instead of the password."],
            work: .open { $0.serveLogIn(&$1) }),
        ServiceCommand(
            name: "register", arguments: "MAIL PASSWORD [LINK]", about: "make an account under your nick",
            details: ["Where accounts are made by link, LINK is what stands at the end of it."],
            work: .open { $0.serveRegister(&$1) }),
    ]
}

extension IRCConnection {
    fileprivate func serveLogIn(_ words: inout ServiceWords) -> Bool {
        guard caller == nil else {
            tell("You are logged in as \(nick).")
            return true
        }
        guard let first = words.next() else { return false }
        let second = words.next()
        let (login, password) = second.map { (first, $0) } ?? (nick, first)
        let end: LogInEnd = { connection, refusal in
            connection.tell(refusal?.message ?? "You are logged in as \(connection.nick).")
        }
        if let token = Token(text: password) {
            logIn(token: token, as: second == nil ? nil : login, then: end)
        } else {
            logIn(login, password: password, then: end)
        }
        return true
    }

    fileprivate func serveRegister(_ words: inout ServiceWords) -> Bool {
        guard caller == nil else {
            tell("You are logged in as \(nick).")
            return true
        }
        guard let mail = words.next(), let password = words.next() else { return false }
        register(nick, mail: mail, password: password, link: words.next()) { connection, refusal in
            connection.tell(
                refusal?.message ?? "Welcome, \(connection.nick): the account is yours, and you are logged in.")
        }
        return true
    }
}
