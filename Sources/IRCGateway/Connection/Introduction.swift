import IRCWire
import Secrets

/// What a client has said of itself before it is let in.
struct Introduction {
    var nick: String?
    var user: String?
    var realName: String?
    var password: String?
    /// What the client said behind `CAP LS`; 301 for the oldest.
    var capVersion = 301
    /// Between CAP LS or REQ and CAP END.
    var isNegotiating = false
    /// Whether the greeting was sent.
    var isWelcome = false
    /// What has come of a message of SASL.
    var sasl = SASLMessage()
    var mechanism: Mechanism?
    /// What AWAY said before.
    var away: String?
    /// What who is not logged in may do about it.
    var whatToDo = ""

    enum Mechanism {
        case plain
        case scram(SCRAMExchange?)
        /// The proof was right; the client's last word is awaited.
        case scramDone(Token)
    }

    /// Whether all is said that RFC 1459 asks for.
    var isComplete: Bool { nick != nil && user != nil && !isNegotiating && !isWelcome }
}
