import ChatDomain
import ChatStore
import Secrets
import Testing

@testable import ChatService

@Suite("People")
struct AccountTests {
    private func code(of body: () throws -> Void) -> RefusalCode? {
        do {
            try body()
            return nil
        } catch let refusal as Refusal {
            return refusal.code
        } catch {
            Issue.record("not a refusal: \(error)")
            return nil
        }
    }

    @Test("The first account needs the code, and is the owner; the next needs none")
    func firstAccount() throws {
        let house = try House()
        #expect(house.service.needsOwner)
        #expect(code { _ = try house.register("ada") } == .ownerCodeNeeded)
        let other = OneTimeCode(from: try SecureRandom())
        #expect(code { _ = try house.register("ada", code: other) } == .ownerCodeNeeded)
        #expect(try house.register("ada", code: house.code).account.role == "owner")
        #expect(!house.service.needsOwner)
        #expect(try house.register("ben").account.role == "member")
    }

    @Test("Of two who register first with the code at once, one becomes the owner")
    func twoOwners() throws {
        for _ in 0..<20 {
            let house = try House()
            let results = Locked<[Result<LoggedIn, Refusal>]>([])
            for name in ["ada", "ben"] {
                house.service.register(
                    Registration(
                        mail: "\(name)@example.org", username: name, name: nil, password: "password",
                        ownerCode: house.code.text), address: "192.0.2.1"
                ) { result in results.with { $0.append(result) } }
            }
            let both = try results.wait { $0.count == 2 ? $0 : nil }
            let owners = both.compactMap { try? $0.get() }.filter { $0.account.role == "owner" }
            #expect(owners.count == 1)
        }
    }

    @Test(
        "A username that is taken, in another case or looking alike, is refused",
        arguments: ["ada", "Ada", "ADA", "аdа", "ａｄａ"])
    func lookAlikes(name: String) throws {
        let house = try House()
        _ = try house.register("ada", code: house.code)
        let refused = code {
            _ = try house.call {
                house.service.register(
                    Registration(
                        mail: "other@example.org", username: name, name: nil, password: "password", ownerCode: nil),
                    address: "192.0.2.1", answer: $0)
            }
        }
        // A mix of scripts is refused for itself.
        #expect(refused == .usernameTaken || refused == .nameInvalid)
    }

    @Test("A mail address is unique without regard to case")
    func mailIsUnique() throws {
        let house = try House()
        _ = try house.register("ada", code: house.code)
        let registration = Registration(
            mail: "ADA@Example.org", username: "adele", name: nil, password: "password", ownerCode: nil)
        #expect(
            code {
                _ = try house.call { house.service.register(registration, address: "a", answer: $0) }
            } == .mailTaken)
    }

    @Test(
        "Bad names, addresses and passwords are refused with their codes",
        arguments: [
            ("", "a@b.de", "password", RefusalCode.nameInvalid),
            ("-a", "a@b.de", "password", .nameInvalid),
            ("a b", "a@b.de", "password", .nameInvalid),
            ("a\u{7}b", "a@b.de", "password", .nameInvalid),
            ("a\u{202E}b", "a@b.de", "password", .nameInvalid),
            (String(repeating: "a", count: 33), "a@b.de", "password", .nameInvalid),
            (String(repeating: "a", count: 10_000_000), "a@b.de", "password", .nameInvalid),
            ("ada", "a@b@c", "password", .mailInvalid),
            ("ada", "nobody", "password", .mailInvalid),
            ("ada", "a b@c.de", "password", .mailInvalid),
            ("ada", "a@b.de", "short", .passwordInvalid),
            ("ada", "a@b.de", String(repeating: "x", count: 1_025), .passwordInvalid),
        ])
    func badInput(username: String, mail: String, password: String, expected: RefusalCode) throws {
        let house = try House()
        let registration = Registration(
            mail: mail, username: username, name: nil, password: password, ownerCode: house.code.text)
        #expect(
            code {
                _ = try house.call { house.service.register(registration, address: "a", answer: $0) }
            } == expected)
        #expect(house.service.needsOwner)
    }

    @Test("Letters of any script make a username", arguments: ["北京", "мария", "ελένη", "5b", "jean-luc_2"])
    func anyScript(name: String) throws {
        let house = try House()
        let registration = Registration(
            mail: "a@b.de", username: name, name: nil, password: "password", ownerCode: house.code.text)
        let session = try house.call { house.service.register(registration, address: "a", answer: $0) }
        #expect(session.account.username == name)
    }

    @Test("Where registration is closed, only the owner's first account can be made")
    func closed() throws {
        let house = try House(registration: .closed)
        _ = try house.register("ada", code: house.code)
        #expect(code { _ = try house.register("ben") } == .registrationClosed)
    }

    @Test("An unknown name and a wrong password get the same answer")
    func sameAnswer() throws {
        let house = try House()
        _ = try house.register("ada", code: house.code)
        func attempt(_ login: String, _ password: String) -> Refusal? {
            do {
                _ = try house.call {
                    house.service.logIn(login, password: password, client: "tests", address: "a", answer: $0)
                }
                return nil
            } catch {
                return error as? Refusal
            }
        }
        #expect(attempt("ada", "password") == nil)
        #expect(attempt("ADA", "password") == nil)
        #expect(attempt("ada@EXAMPLE.org", "password") == nil)
        let wrong = attempt("ada", "passwort")
        #expect(wrong?.code == .badCredentials)
        #expect(attempt("nobody", "password") == wrong)
        #expect(attempt("no\u{0}body", "password") == wrong)
    }

    @Test("The decoy is a real hash of the configured cost that no password fits")
    func decoy() throws {
        let hash = try PasswordHash(encoded: PasswordDecoy.encoded(cost: .minimal))
        #expect(!hash.needsRehash(cost: .minimal))
        let matches = try hash.verify(password: Array("password".utf8).span)
        #expect(!matches)
    }

    @Test("Failed log-ins are slowed for the name and for the address, more each time, and a pause ends")
    func throttled() throws {
        let house = try House { limits in
            limits.loginFailures = 3
            limits.loginDelaySeconds = 8
        }
        _ = try house.register("ada", code: house.code)
        func attempt(_ password: String, from address: String = "198.51.100.1") -> Refusal? {
            do {
                _ = try house.call {
                    house.service.logIn("ada", password: password, client: "tests", address: address, answer: $0)
                }
                return nil
            } catch {
                return error as? Refusal
            }
        }
        for _ in 0..<3 { #expect(attempt("wrong")?.code == .badCredentials) }
        let slowed = attempt("password")
        #expect(slowed?.code == .rateLimited)
        #expect(slowed?.retryAfter == 1)
        #expect(slowed?.limit?.name == "login_failures")
        // Another address does not help to guess this account's password.
        #expect(attempt("password", from: "198.51.100.2")?.code == .rateLimited)
        house.clock.advance(seconds: 1)
        #expect(attempt("wrong")?.code == .badCredentials)
        #expect(attempt("password")?.retryAfter == 2)
        house.clock.advance(seconds: 2)
        #expect(attempt("password") == nil)
        #expect(attempt("wrong")?.code == .badCredentials)
    }

    @Test("Many good log-ins at the same moment from one address are no failures")
    func classroom() throws {
        let house = try House { $0.loginFailures = 2 }
        _ = try house.register("ada", code: house.code)
        for number in 0..<20 { _ = try house.register("pupil\(number)") }
        let results = Locked<[Result<LoggedIn, Refusal>]>([])
        for number in 0..<20 {
            house.service.logIn("pupil\(number)", password: "password", client: "", address: "a") { result in
                results.with { $0.append(result) }
            }
        }
        let all = try results.wait { $0.count == 20 ? $0 : nil }
        #expect(all.allSatisfy { (try? $0.get()) != nil })
    }

    @Test("Logging out ends the session and its live connections")
    func logOut() throws {
        let house = try House()
        let session = try house.register("ada", code: house.code)
        let caller = try house.caller(session)
        let connection = ConnectionID(outlet: 0, serial: 7)
        house.service.connected(connection, caller)
        try house.call { house.service.logOut(caller, answer: $0) }
        let ended = try house.outlet.first { message -> ConnectionID? in
            if case .endConnection(let connection, _) = message { connection } else { nil }
        }
        #expect(ended == connection)
        #expect(code { _ = try house.caller(session) } == .notLoggedIn)
        // One that was opened a moment too late ends as well.
        house.service.connected(ConnectionID(outlet: 0, serial: 8), caller)
        _ = try house.outlet.first { message -> Bool? in
            if case .endConnection(let connection, _) = message, connection.serial == 8 { true } else { nil }
        }
    }

    @Test("A registration whose commit failed can be tried again, kept or not")
    func failedRegistration() throws {
        for failure in [true, false] {
            let house = try House()
            house.store.failNextCommit(failure ? .allKept : .nothingKept)
            #expect(code { _ = try house.register("ada", code: house.code) } == .outcomeUnknown)
            #expect(house.service.needsOwner != failure)
            if failure {
                #expect(
                    try house.call {
                        house.service.logIn("ada", password: "password", client: "tests", address: "a", answer: $0)
                    }
                    .account.role == "owner")
            } else {
                #expect(try house.register("ada", code: house.code).account.role == "owner")
            }
        }
    }
}
