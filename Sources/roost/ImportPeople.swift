import ChatClient
import ChatWire
import Transcripts

/// Who of a history is who on the server.
struct ImportPeople {
    /// Somebody who has an account, or gets one that nobody can use.
    enum Match: Equatable {
        case known(AccountView, by: String)
        case made(handle: String, name: String, mail: String?)
    }

    private(set) var matches: [(author: ImportedAuthor, label: String, match: Match)] = []
    private var accounts: [ImportedAuthor: Int64] = [:]
    /// Accounts that are for use, by key of their user: who is put into the rooms.
    private(set) var members: [String: Int64] = [:]

    /// - Parameters:
    ///   - authors: who wrote, reacted, came or went; the others need no account.
    ///   - mapping: usernames by keys, handles or mail addresses, as they were given.
    init(
        _ history: ImportedHistory, authors: Set<ImportedAuthor>, people: [AccountView], mapping: [String: String]
    ) throws(Admin.Ending) {
        let byMail = Dictionary(
            people.compactMap { person in person.mail.map { ($0.lowercased(), person) } },
            uniquingKeysWith: { first, _ in first })
        let byName = Dictionary(people.map { ($0.username, $0) }, uniquingKeysWith: { first, _ in first })
        func find(_ keys: [String], mail: String?, handle: String) throws(Admin.Ending) -> Match? {
            if let wanted = keys.lazy.compactMap({ mapping[$0] }).first {
                guard let person = byName[wanted] else { throw .usage("--map: nobody here is called \(wanted).") }
                return .known(person, by: "as you say")
            }
            if let mail, let person = byMail[mail.lowercased()] { return .known(person, by: "by mail") }
            return byName[handle].map { .known($0, by: "by username") }
        }
        for user in history.users {
            let author = ImportedAuthor.user(user.key)
            let keys = [user.key, user.handle] + (user.mail.map { [$0] } ?? [])
            let found = try find(keys, mail: user.mail, handle: user.handle)
            if case .known(let person, _) = found, person.state != "deactivated" { members[user.key] = person.id }
            guard authors.contains(author) else { continue }
            let handle = user.handle.isEmpty ? "person-\(user.key)" : user.handle
            matches.append((author, user.handle, found ?? .made(handle: handle, name: user.name, mail: user.mail)))
        }
        let named = authors.compactMap { author -> String? in
            if case .named(let name) = author { name } else { nil }
        }
        for name in named.sorted() {
            let handle = Self.handle(name)
            matches.append(
                (
                    .named(name), name,
                    try find([name], mail: nil, handle: handle) ?? .made(handle: handle, name: name, mail: nil)
                ))
        }
    }

    /// A bot, or a guest from another house, as nobody else is called.
    private static func handle(_ name: String) -> String {
        let letters = name.lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
        }
        let words = String(letters.prefix(24)).split(separator: "-").joined(separator: "-")
        return words.isEmpty ? "imported" : words + "-imported"
    }

    subscript(author: ImportedAuthor) -> Int64? { accounts[author] }

    /// Makes the accounts that are missing, without a password and deactivated.
    mutating func make(_ api: ServerAPI) async throws(Admin.Ending) {
        for (author, label, match) in matches {
            switch match {
            case .known(let person, _): accounts[author] = person.id
            case .made(let handle, let name, let mail):
                let id = try await Self.make(api, handle, name, mail, label)
                try await Admin.Ending.mapping { () async throws(ClientError) in
                    _ = try await api.change(person: id, .active(false))
                }
                accounts[author] = id
            }
        }
    }

    private static func make(
        _ api: ServerAPI, _ handle: String, _ name: String, _ mail: String?, _ label: String
    ) async throws(Admin.Ending) -> Int64 {
        // Another may have the name, or one that looks like it; or it is none on this server.
        var (handle, mail, name): (String, String?, String?) = (handle, mail, name)
        for attempt in 2...20 {
            do throws(ClientError) {
                let person = NewPerson(mail: mail, username: handle, name: name, secret: .none)
                return try await api.addPerson(person).account.id
            } catch {
                guard case .refused(let refusal) = error else { throw Admin.Ending(error) }
                switch refusal.code {
                case "username_taken": handle = String(handle.prefix(28)) + "-\(attempt)"
                case "mail_invalid",
                    "mail_taken" where mail != nil:
                    mail = nil
                // The name for people may be what is wrong: it has fewer bounds to lose.
                case "name_invalid" where name != nil: name = nil
                case "name_invalid": handle = "imported-\(attempt)"
                default: throw Admin.Ending(error)
                }
            }
        }
        throw .other("No username could be found for \(label). Give one with --map.")
    }
}
