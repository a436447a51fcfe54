import ChatDomain
import ChatService
import IRCWire
import Secrets

// New accounts (draft/account-registration).
extension IRCConnection {
    /// REGISTER account mail password [link]. `*` is the nick. Where a link is needed, or the owner's code, it comes last,
    /// or was said before as PASS.
    func register(_ message: IRCMessage) {
        guard let wanted = message[0], let mail = message[1], let password = message[2] else {
            return fail(.register, "NEED_MORE_PARAMS", [], "REGISTER takes an account, a mail address and a password.")
        }
        guard caller == nil else {
            return fail(.register, "ALREADY_AUTHENTICATED", [nick], "You are logged in as \(nick).")
        }
        guard let account = wanted == "*" ? registration.nick : wanted else {
            return fail(.register, "NEED_NICK", ["*"], "Say NICK first, or name the account.")
        }
        guard mail != "*" else {
            return fail(.register, "INVALID_EMAIL", [account], "An account needs a mail address here.")
        }
        register(account, mail: mail, password: password, link: message.nonEmpty(3)) { connection, refusal in
            guard let refusal else {
                return connection.send {
                    $0.append(
                        connection.town.source, .register, ["SUCCESS", connection.nick],
                        trailing: "The account \(connection.nick) is yours. Welcome!")
                }
            }
            connection.fail(.register, refusal.registrationCode, [account], refusal.message)
        }
    }

    /// VERIFY account code. Nothing is verified by mail here: an account is good at once.
    func verify(_ message: IRCMessage) {
        guard caller == nil else {
            return fail(.verify, "ALREADY_AUTHENTICATED", [nick], "You are logged in as \(nick).")
        }
        fail(.verify, "INVALID_CODE", [message[0] ?? "*"], "Accounts need no verification here: log in.")
    }

    /// Makes an account and logs in.
    /// - Parameter link: an invitation link or its token; for the first account of a server, the owner's code.
    func register(
        _ account: String, mail: String, password: String, link: String?, then: @escaping LogInEnd
    ) {
        let given = link ?? registration.password
        // Of a link that was copied whole, the token is the end.
        let token = given?.split { "/=#?".contains($0) }.last.map(String.init)
        var form = Registration(
            mail: mail, username: account, name: registration.realName, password: password, ownerCode: token,
            invite: token)
        form.client = clientName
        form.lasts = .connection
        let peer = peer
        ask({ [form] service, answer in service.register(form, address: peer, answer: answer) }) { connection, result in
            switch result {
            case .success(let entered):
                connection.registration.password = nil
                connection.logIn(token: entered.token, as: nil, ownsSession: true, then: then)
            case .failure(let refusal): then(connection, refusal)
            }
        }
    }
}

extension Refusal {
    /// As draft/account-registration names it; otherwise by its own name.
    fileprivate var registrationCode: String {
        switch code {
        case .usernameTaken: "ACCOUNT_EXISTS"
        case .nameInvalid: "BAD_ACCOUNT_NAME"
        case .mailInvalid: "INVALID_EMAIL"
        case .mailTaken, .mailNotAllowed: "UNACCEPTABLE_EMAIL"
        case .passwordInvalid: limit?.name == "password_minimum_length" ? "WEAK_PASSWORD" : "UNACCEPTABLE_PASSWORD"
        case .rateLimited, .overloaded, .shuttingDown, .outcomeUnknown, .internalFault: "TEMPORARILY_UNAVAILABLE"
        default: code.rawValue.uppercased()
        }
    }
}
