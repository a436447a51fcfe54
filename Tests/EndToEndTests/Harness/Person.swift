import Foundation

/// Somebody with an account and a session.
struct Person {
    static let password = "correct horse battery"
    static let firstRoom = 1
    /// The number of the first one, who owns the server.
    static let first = 1

    let server: ServerProcess
    let id: Int
    let username: String
    let token: String

    struct Refused: Error {
        let status: Int
        let code: String?
    }

    func call(_ method: String, _ path: String, _ json: [String: Any]? = nil) throws -> Answer {
        try server.http.call(method, path, json, token: token)
    }

    /// The answer's content; anything but success throws.
    @discardableResult
    func ask(_ method: String, _ path: String, _ json: [String: Any]? = nil) throws -> Said {
        let answer = try call(method, path, json)
        guard (200...299).contains(answer.status) else { throw Refused(status: answer.status, code: answer.code) }
        return try answer.said
    }

    /// The answer as it is; anything but success throws.
    func json(_ method: String, _ path: String, _ json: [String: Any]? = nil) throws -> [String: Any] {
        let answer = try call(method, path, json)
        guard (200...299).contains(answer.status) else { throw Refused(status: answer.status, code: answer.code) }
        return try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] ?? [:]
    }

    /// The same person by a token with these scopes.
    func script(_ scopes: String...) throws -> Person {
        let made = try json("POST", "/v1/me/tokens", ["name": "script", "scopes": scopes])
        return Person(server: server, id: id, username: username, token: made["token"] as? String ?? "")
    }

    /// The new room's number.
    func createRoom(_ handle: String, title: String? = nil) throws -> Int {
        var form = ["handle": handle]
        form["title"] = title
        guard let room = try ask("POST", "/v1/rooms", form).room else { throw Refused(status: 0, code: nil) }
        return room.id
    }

    func join(_ room: Int) throws { try ask("PUT", "/v1/rooms/\(room)/members/me") }
    func leave(_ room: Int) throws { try ask("DELETE", "/v1/rooms/\(room)/members/me") }

    func post(_ text: String, to room: Int, key: String = Key.next()) throws -> Answer {
        try call("POST", "/v1/rooms/\(room)/messages", ["key": key, "text": text])
    }

    /// The room's whole log, page by page.
    func history(of room: Int) throws -> [Event] {
        var events: [Event] = []
        while true {
            let said = try ask("GET", "/v1/rooms/\(room)/events?after=\(events.last?.seq ?? 0)&limit=200")
            let page = said.events ?? []
            events += page
            if page.isEmpty { return events }
        }
    }

    func live(receiveBuffer: Int32? = nil, deflates: Bool = false) throws -> LiveProbe {
        try LiveProbe(port: server.port, token: token, receiveBuffer: receiveBuffer, deflates: deflates)
    }

    /// A live stream that has heard its welcome and follows the room; what it missed is passed over.
    func follow(_ room: Int = firstRoom, receiveBuffer: Int32? = nil) throws -> LiveProbe {
        let live = try live(receiveBuffer: receiveBuffer)
        try live.expect("welcome")
        try live.subscribe(room)
        try live.skip(to: "caught_up")
        return live
    }
}
