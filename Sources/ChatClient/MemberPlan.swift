public import ChatWire

/// What a member file asks for, compared with who is there. Pure: it decides, another does it.
public struct MemberPlan: Sendable, Equatable {
    public enum Step: Sendable, Equatable {
        case add(MemberFile.Member)
        /// Nothing in it is known to differ but the name; the server leaves a password alone that is so already.
        case change(AccountView, MemberFile.Member, [PersonChange])
        case remove(AccountView)
    }

    public var steps: [Step] = []

    /// - Parameters:
    ///   - people: everybody, as those see them who manage people.
    ///   - caller: who asks. Never removed, and changed last, since another password ends his session.
    ///   - sync: makes the members those of the file: who is absent is removed, who is deactivated is let in again. One
    ///     who is absent and deactivated stays deactivated. Nobody is removed by a file that has faults.
    public init(file: MemberFile, people: [AccountView], caller: Int64, sync: Bool) {
        var byLogin: [String: AccountView] = [:]
        for person in people {
            byLogin[person.username.lowercased()] = person
            if let mail = person.mail { byLogin[mail.lowercased()] = person }
        }
        var mentioned: Set<Int64> = [caller]
        var last: [Step] = []
        for member in file.members {
            guard let person = byLogin[member.login.lowercased()] else {
                steps.append(.add(member))
                continue
            }
            mentioned.insert(person.id)
            let changes = Self.changes(of: person, to: member, sync: sync)
            if changes.isEmpty { continue }
            let step = Step.change(person, member, changes)
            if person.id == caller { last.append(step) } else { steps.append(step) }
        }
        if sync, file.faults.isEmpty {
            steps += people.filter { !mentioned.contains($0.id) && $0.state != "deactivated" }.map { .remove($0) }
        }
        steps += last
    }

    private static func changes(of person: AccountView, to member: MemberFile.Member, sync: Bool) -> [PersonChange] {
        var changes: [PersonChange] = []
        if sync, person.state == "deactivated" { changes.append(.active(true)) }
        if let name = member.name, name != person.name { changes.append(.name(name)) }
        if !member.password.isEmpty {
            changes.append(member.isHashed ? .hash(member.password) : .password(member.password))
        }
        return changes
    }

    // MARK: What would change

    public var added: [MemberFile.Member] {
        steps.compactMap { if case .add(let member) = $0 { member } else { nil } }
    }

    public var removed: [AccountView] {
        steps.compactMap { if case .remove(let person) = $0 { person } else { nil } }
    }

    public var reactivated: [AccountView] {
        steps.compactMap { step in
            if case .change(let person, _, let changes) = step, changes.contains(.active(true)) { person } else { nil }
        }
    }
}

extension MemberFile {
    /// The file that makes the same members with the same log-ins, here or on another server. Who is deactivated is
    /// named in a comment alone.
    ///
    /// - Parameter hashes: argon2id strings by account.
    public static func text(of people: [AccountView], hashes: [Int64: String]) -> String {
        var text = "# mail:password[:name], with hashes in place of the passwords. Keep it to yourself.\n"
        for person in people {
            let login = person.mail ?? person.username
            if person.state == "deactivated" {
                text += "# deactivated, and left out: \(login)\n"
                continue
            }
            let member = Member(
                login: login, password: hashes[person.id] ?? "", name: person.name,
                username: person.mail == nil ? nil : person.username,
                role: person.role == "member" ? nil : person.role)
            text += line(member) + "\n"
        }
        return text
    }
}
