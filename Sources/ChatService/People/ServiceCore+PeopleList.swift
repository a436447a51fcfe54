public import ChatDomain
public import ChatWire
import UnicodeText

/// Which people are asked for.
public struct PeopleRange: Sendable {
    /// Part of a name or username, in any case; nil for everybody.
    public var text: String?
    /// Those with higher numbers alone.
    public var after: AccountID?
    public var limit: Int

    public init(text: String? = nil, after: AccountID? = nil, limit: Int) {
        self.text = text
        self.after = after
        self.limit = limit
    }
}

public struct PeoplePage: Sendable {
    public var people: [AccountView]
    /// What to ask the next page with; nil on the last.
    public var next: AccountID?
}

extension ServiceCore {
    /// People in the order of their numbers. Who manages people sees mail addresses, and who is deactivated.
    func people(_ range: PeopleRange, for caller: Caller, answer: Answer<PeoplePage>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let role = directory.accounts[caller.account]?.role ?? .guest
            guard role != .guest else { throw .notAllowed("Guests see only who is in their rooms.") }
            let wanted = range.text.flatMap { SearchKeys.key($0) }
            var page = PeoplePage(people: [], next: nil)
            for id in directory.accounts.keys.sorted() where range.after.map({ id > $0 }) ?? true {
                guard let person = directory.accounts[id],
                    person.state == .active || role.managesPeople && person.state == .deactivated,
                    wanted.map({ searchKeys.contains($0, in: person) }) ?? true
                else { continue }
                guard page.people.count < range.limit else {
                    page.next = page.people.last.map { AccountID(rawValue: $0.id) }
                    break
                }
                page.people.append(listed(person, for: role))
            }
            answer(.success(page))
        } catch {
            answer(.failure(error))
        }
    }

    private func listed(_ person: Account, for role: ServerRole) -> AccountView {
        var view = shownView(person)
        view.role = person.role.name
        if role.managesPeople {
            view.mail = person.knownMail
            view.state = person.state.name
        }
        return view
    }
}

/// Names in the form in which they are searched, made once for each name: folding costs more than looking.
struct SearchKeys {
    private struct Entry {
        var name: String
        var username: String
        var key: [UInt8]
    }

    private var entries: [AccountID: Entry] = [:]

    /// Nil for a text that cannot be searched for.
    static func key(_ text: String) -> [UInt8]? {
        TextForm.caseFoldedNFKC(text, maximumBytes: 1_024).map { Array($0.utf8) }
    }

    mutating func contains(_ wanted: [UInt8], in account: Account) -> Bool {
        var entry = entries[account.id]
        if entry?.name != account.displayName || entry?.username != account.username.text {
            let key = Self.key("\(account.username.text)\n\(account.displayName)") ?? []
            entry = Entry(name: account.displayName, username: account.username.text, key: key)
            entries[account.id] = entry
        }
        return entry.map { Self.find(wanted, in: $0.key) } ?? false
    }

    private static func find(_ wanted: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        guard text.count >= wanted.count else { return false }
        for start in 0...(text.count - wanted.count) where text[start] == first {
            if text[start..<start + wanted.count].elementsEqual(wanted) { return true }
        }
        return false
    }
}
