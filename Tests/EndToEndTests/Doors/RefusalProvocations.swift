import Foundation

/// A way to be refused with one code, as somebody from outside would be.
struct Provocation: Sendable {
    let code: String
    /// Where the refusal is heard.
    let door: Door
    /// Gives the code that was heard.
    let provoke: @Sendable (ProvokedServer) throws -> String?

    enum Door { case http, live }

    init(_ code: String, _ door: Door = .http, _ provoke: @escaping @Sendable (ProvokedServer) throws -> String?) {
        (self.code, self.door, self.provoke) = (code, door, provoke)
    }
}

/// A server with an owner and two members, for all provocations that need none of their own.
final class ProvokedServer {
    static let settings = ["--pins-per-room", "1", "--rooms-per-account", "25", "--subscriptions-per-connection", "1"]

    let server: ServerProcess
    let ada: Person
    let ben: Person
    let cid: Person
    private var number = 0

    init(_ server: ServerProcess) throws {
        self.server = server
        (ada, ben, cid) = (try server.owner("ada"), try server.register("ben"), try server.register("cid"))
    }

    func word() -> String {
        number += 1
        return "x\(number)"
    }

    /// A room of Ada's, with Ben in it.
    func room(_ settings: [String: Any] = [:]) throws -> Int {
        let form = settings.merging(["handle": word()]) { $1 }
        let room = try ada.ask("POST", "/v1/rooms", form).room?.id ?? 0
        try ben.join(room)
        return room
    }

    func message(_ room: Int, by person: Person, _ more: [String: Any] = [:]) throws -> Int {
        let form = more.merging(["key": Key.next(), "text": "hello"]) { $1 }
        return try person.ask("POST", "/v1/rooms/\(room)/messages", form).seq ?? 0
    }

    /// Registers with something that is wrong.
    func register(_ change: [String: Any]) throws -> String? {
        let name = word()
        let form: [String: Any] = ["mail": "\(name)@example.org", "username": name, "password": Person.password]
        return try server.http.call("POST", "/v1/accounts", form.merging(change) { $1 }).code
    }

    /// While the owner has set something.
    func under(_ setting: [String: Any], after: [String: Any], _ body: () throws -> String?) throws -> String? {
        try ada.ask("PATCH", "/v1/server/settings", setting)
        defer { _ = try? ada.ask("PATCH", "/v1/server/settings", after) }
        return try body()
    }

    /// What the live stream answers.
    func live(_ requests: String...) throws -> String? {
        let live = try ben.live()
        try live.expect("welcome")
        for request in requests { try live.say(request) }
        return try live.skip(to: "error").found.code
    }
}

extension Provocation {
    static let all = requests + rights + rooms + messages + overload

    private static let requests = [
        Provocation("bad_request") { try $0.ada.call("POST", "/v1/rooms", [:]).code },
        Provocation("unknown_operation", .live) { try $0.live(#"{"op":"fly","id":1}"#) },
        Provocation("not_found") { try $0.ada.call("GET", "/v1/nothing").code },
        Provocation("method_not_allowed") { try $0.ada.call("DELETE", "/v1/rooms").code },
        Provocation("too_large") { try $0.ada.post(String(repeating: "x", count: 17_000), to: 1).code },
        Provocation("name_invalid") { try $0.ada.call("POST", "/v1/rooms", ["handle": "a b"]).code },
        Provocation("mail_invalid") { try $0.register(["mail": "nobody"]) },
        Provocation("password_invalid") { try $0.register(["password": "x"]) },
        Provocation("key_invalid") { try $0.ada.post("x", to: 1, key: "0").code },
        Provocation("text_invalid") { try $0.ada.post("  ", to: 1).code },
        Provocation("picture_invalid") { world in
            try world.server.http.call(
                "PUT", "/v1/me/picture", token: world.ada.token, fields: [("Content-Type", "image/png")],
                bytes: [1, 2, 3]
            ).code
        },
        Provocation("search_invalid") { try $0.ada.call("GET", "/v1/search?q=before:x").code },
    ]

    private static let rights = [
        Provocation("not_logged_in") { try $0.server.http.call("GET", "/v1/me").code },
        Provocation("bad_credentials") { try $0.server.logIn("ada", "wrong password").code },
        Provocation("registration_closed") { world in
            try world.under(["registration": "closed"], after: ["registration": NSNull()]) { try world.register([:]) }
        },
        Provocation("owner_code_needed") { _ in
            let fresh = try ServerProcess(settings: [])
            try fresh.start()
            return try fresh.http.call(
                "POST", "/v1/accounts", ["mail": "a@example.org", "username": "ada", "password": Person.password]
            ).code
        },
        Provocation("invite_invalid") { world in
            try world.under(["registration": "link"], after: ["registration": NSNull()]) {
                try world.register(["invite": "nothing"])
            }
        },
        Provocation("mail_not_allowed") { world in
            try world.under(["mail_domains": ["example.net"]], after: ["mail_domains": [String]()]) {
                try world.register([:])
            }
        },
        Provocation("account_deactivated") { world in
            let dan = try world.server.register(world.word())
            try world.ada.ask("PATCH", "/v1/people/\(dan.id)", ["active": false])
            return try world.server.logIn(dan.username).code
        },
        Provocation("not_allowed") { try $0.ben.call("PATCH", "/v1/server/settings", ["registration": "open"]).code },
        Provocation("scope_needed") { try $0.ben.script("read").post("x", to: 1).code },
        Provocation("last_owner") { try $0.ada.call("PATCH", "/v1/people/\($0.ada.id)", ["role": "member"]).code },
        Provocation("wrong_origin") { world in
            let form: [String: Any] = ["login": "ben", "password": Person.password, "cookie": true]
            let entered = try world.server.http.call("POST", "/v1/sessions", form)
            let cookie = entered.headers["set-cookie"].map { String($0.prefix { $0 != ";" }) } ?? ""
            return try world.server.http.call(
                "POST", "/v1/rooms", ["handle": world.word()],
                fields: [("Cookie", cookie), ("Origin", "http://elsewhere.example")]
            ).code
        },
        Provocation("username_taken") { try $0.register(["username": "ada"]) },
        Provocation("mail_taken") { try $0.register(["mail": "ada@example.org"]) },
        Provocation("person_unknown") { try $0.ada.call("GET", "/v1/people/999999").code },
    ]

    private static let rooms = [
        Provocation("not_a_member") { try $0.cid.call("GET", "/v1/rooms/\(try $0.room())/events").code },
        Provocation("room_unknown", .live) { try $0.live(#"{"op":"subscribe","id":1,"room":99999}"#) },
        Provocation("room_gone") { world in
            let room = try world.room()
            try world.ada.ask("DELETE", "/v1/rooms/\(room)")
            return try world.ben.call("GET", "/v1/rooms/\(room)/events").code
        },
        Provocation("room_archived") { world in
            let room = try world.room()
            try world.ada.ask("PATCH", "/v1/rooms/\(room)", ["archived": true])
            return try world.ben.post("x", to: room).code
        },
        Provocation("room_name_taken") { try $0.ben.call("POST", "/v1/rooms", ["handle": "everyone"]).code },
        Provocation("muted") { world in
            let room = try world.room()
            try world.ada.ask(
                "PUT", "/v1/rooms/\(room)/members/\(world.ben.id)", ["muted_until": 4_000_000_000_000])
            return try world.live(LiveProbe.send("x", to: room, id: 1, key: Key.next()))
        },
        Provocation("banned") { world in
            let room = try world.room()
            try world.ada.ask("PUT", "/v1/rooms/\(room)/bans/\(world.ben.id)", [:])
            return try world.ben.call("PUT", "/v1/rooms/\(room)/members/me").code
        },
        Provocation("slow_mode") { world in
            let room = try world.room(["slow_mode": 3_600])
            _ = try world.message(room, by: world.ben)
            return try world.ben.post("again", to: room).code
        },
        Provocation("link_invalid") { try $0.cid.call("POST", "/v1/links/join", ["token": "nothing"]).code },
        Provocation("too_many_rooms") { world in
            for _ in 0..<26 {
                let answer = try world.cid.call("POST", "/v1/rooms", ["handle": world.word()])
                if answer.status != 201 { return answer.code }
            }
            return nil
        },
    ]

    private static let messages = [
        Provocation("message_unknown") { try $0.ada.call("GET", "/v1/rooms/1/messages/99999").code },
        Provocation("message_gone") { world in
            let room = try world.room()
            let message = try world.message(room, by: world.ben)
            try world.ben.ask("DELETE", "/v1/rooms/\(room)/messages/\(message)")
            return try world.ben.call("PATCH", "/v1/rooms/\(room)/messages/\(message)", ["text": "x"]).code
        },
        Provocation("too_many") { world in
            let room = try world.room()
            let messages = try (0..<2).map { _ in try world.message(room, by: world.ben) }
            try world.ada.ask("PUT", "/v1/rooms/\(room)/pins/\(messages[0])")
            return try world.ada.call("PUT", "/v1/rooms/\(room)/pins/\(messages[1])").code
        },
        Provocation("poll_closed") { world in
            let room = try world.room()
            let poll = try world.message(room, by: world.ben, ["poll": ["options": ["a", "b"]]])
            try world.ben.ask("POST", "/v1/rooms/\(room)/messages/\(poll)/close")
            return try world.ada.call("PUT", "/v1/rooms/\(room)/messages/\(poll)/vote", ["options": [0]]).code
        },
        Provocation("report_closed") { world in
            let form: [String: Any] = ["person": world.ben.id, "reason": "shouts"]
            let report = try world.cid.json("POST", "/v1/reports", form)["id"] as? Int ?? 0
            let path = "/v1/reports/\(report)/resolution"
            try world.ada.ask("POST", path, ["action": "dismiss"])
            return try world.ada.call("POST", path, ["action": "dismiss"]).code
        },
    ]

    private static let overload = [
        Provocation("too_many_subscriptions", .live) { world in
            let room = try world.room()
            return try world.live(
                #"{"op":"subscribe","id":1,"room":1}"#, #"{"op":"subscribe","id":2,"room":\#(room)}"#)
        },
        Provocation("rate_limited") { _ in
            let strict = try ServerProcess(settings: ["--login-failures", "1"])
            try strict.start()
            _ = try strict.owner("ada")
            for _ in 0..<5 {
                let answer = try strict.logIn("ada", "wrong password")
                if answer.code != "bad_credentials" { return answer.code }
            }
            return nil
        },
        Provocation("overloaded") { _ in
            let small = try ServerProcess(settings: ["--max-connections", "2"])
            try small.start()
            // The loops may take the last connection first, which then has a place: so once more, with new ones.
            var code: String?
            try eventually("every place to be taken") {
                let held = try (0..<3).map { _ in try RawSocket(port: small.port) }
                defer { withExtendedLifetime(held) {} }
                code = try small.http.call("GET", "/v1/server").code
                return code != nil
            }
            return code
        },
    ]
}
