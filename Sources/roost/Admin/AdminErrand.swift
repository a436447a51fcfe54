import ChatClient
import ChatWire
import Console
import Glibc

/// What a command is carried out with: the server, and what stood on the command line.
struct AdminErrand: Sendable {
    let api: ServerAPI
    /// As many as the command takes.
    let arguments: [String]
    let words: CommandWords

    /// The words from a place on, of a command that takes several.
    func arguments(from place: Int) -> [String] { Array(arguments.dropFirst(place)) }

    /// Empty where an optional one was left out.
    func argument(_ place: Int) -> String { arguments.dropFirst(place).first ?? "" }

    /// Asks the server, and ends as it was answered.
    func ask<Value>(
        _ question: (ServerAPI) async throws(ClientError) -> Value
    ) async throws(Admin.Ending) -> Value {
        do throws(ClientError) {
            return try await question(api)
        } catch {
            throw Admin.Ending(error)
        }
    }

    /// Does something for each of the words. What is refused for one is said, and the others go on.
    func forEach(
        _ names: [String], _ act: (String) async throws(ClientError) -> Void
    ) async throws(Admin.Ending) {
        var isRefused = false
        for name in names {
            do throws(ClientError) {
                try await act(name)
            } catch {
                guard case .refused(let refusal) = error, refusal.code != "not_logged_in" else {
                    throw Admin.Ending(error)
                }
                Admin.say(names.count == 1 ? refusal.message : "\(name): \(refusal.message)")
                isRefused = true
            }
        }
        if isRefused { throw .refused }
    }

    // MARK: What is meant

    /// Everybody, to find people in.
    func people() async throws(Admin.Ending) -> [AccountView] {
        try await ask { (api) async throws(ClientError) in try await api.people() }
    }

    static func person(_ who: String, in people: [AccountView]) throws(ClientError) -> AccountView {
        guard let person = people.first(where: { $0.isMeant(by: who) }) else {
            throw .refused(
                RefusalView(
                    code: "person_unknown",
                    message: "Nobody has the username or mail address \(who). See roost admin users list."))
        }
        return person
    }

    /// Rooms are found by their name, with or without `#`, or by their number.
    static func room(_ name: String, in rooms: [RoomView]) throws(ClientError) -> RoomView {
        let handle = (name.hasPrefix("#") ? String(name.dropFirst()) : name).lowercased()
        if !handle.isEmpty, let room = rooms.first(where: { $0.handle.lowercased() == handle }) { return room }
        guard let number = Int64(handle), let room = rooms.first(where: { $0.id == number }) else {
            throw .refused(
                RefusalView(
                    code: "room_unknown",
                    message: "There is no room \(name) that you can see. See roost admin rooms list."))
        }
        return room
    }

    /// A number that the command takes in a place, such as that of a report.
    func number(_ text: String, of what: String) throws(Admin.Ending) -> Int64 {
        guard let number = Int64(text), number > 0 else {
            throw .usage("\"\(text)\" is not the number of \(what).")
        }
        return number
    }

    /// A moment to come: a period from now, or a day, with or without a time.
    func moment(_ option: String) throws(Admin.Ending) -> Int64? {
        guard let text = words[option] else { return nil }
        guard let moment = WrittenTime.moment(text, now: WrittenTime.now) else {
            throw .usage("\(option) must be a period such as 2d, or a day such as 2026-12-24.")
        }
        return moment
    }

    /// One of a few words.
    func choice(_ text: String, _ choices: [String], what: String) throws(Admin.Ending) -> String {
        guard choices.contains(text.lowercased()) else {
            let list = choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
            throw .usage("\(what) must be \(list), not \"\(text)\".")
        }
        return text.lowercased()
    }

    // MARK: What is told

    var isJSON: Bool { words.has("--json") }

    /// Everything on standard output: columns, or with `--json` one object a line.
    func list<Item>(
        _ items: [Item], _ titles: [String], empty: String, json: (Item) -> [UInt8], _ cells: (Item) -> [String]
    ) {
        if isJSON { return items.forEach { print(String(decoding: json($0), as: UTF8.self)) } }
        if items.isEmpty { return Admin.say(empty) }
        var columns = Columns(titles)
        for item in items { columns.add(cells(item)) }
        columns.lines.forEach { print($0) }
    }

    /// What was done: a sentence for people, on standard error, or with `--json` the object on standard output.
    func tell(_ sentence: String, json: [UInt8]) {
        if isJSON { print(String(decoding: json, as: UTF8.self)) } else { Admin.say(sentence) }
        fflush(nil)
    }

    /// A secret, which is told here and never again: alone on standard output, so that a script can take it.
    func tell(secret: String, _ sentence: String, json: @autoclosure () -> [UInt8]) {
        if isJSON {
            print(String(decoding: json(), as: UTF8.self))
        } else {
            Admin.say(sentence)
            print(secret)
        }
        fflush(nil)
    }
}
