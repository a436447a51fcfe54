import ChatDomain
import ChatStore

// The server's name and who may make an account, set by an owner while it runs.
extension ServiceCore {
    func entryRules(_ caller: Caller, answer: Answer<EntryRules>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            try checkManages(caller.account, .member)
            answer(.success(entry))
        } catch {
            answer(.failure(error))
        }
    }

    func changeEntry(_ change: EntryChange, by caller: Caller, answer: @escaping Answer<EntryRules>) {
        decide(for: caller, holding: [.owners], answer: answer) { core throws(Refusal) in
            guard core.directory.accounts[caller.account]?.role == .owner else {
                throw .notAllowed("Only an owner may change the server's settings.")
            }
            let before = core.directory.entry
            var settings = before
            switch change.name {
            case nil: break
            case .set(let name): settings.name = try core.checkServerName(name)
            case .asStarted: settings.name = nil
            }
            switch change.registration {
            case nil: break
            case .set(let registration): settings.registration = registration
            case .asStarted: settings.registration = nil
            }
            switch change.guests {
            case nil: break
            case .set(let guests): settings.guests = guests
            case .asStarted: settings.guests = nil
            }
            if let domains = change.mailDomains {
                guard domains.count <= 100 else {
                    throw Refusal(.badRequest, "There may be at most 100 mail domains.")
                }
                var checked: [String] = []
                for domain in domains { checked.append(try MailDomain.check(domain)) }
                settings.mailDomains = Set(checked).sorted()
            }
            guard settings != before else { return .done(core.entry) }
            let rules = settings.rules(startedWith: core.settings)
            let domains = rules.mailDomains.isEmpty ? "any domain" : rules.mailDomains.joined(separator: ", ")
            return .commit(
                CommitUnit(
                    appends: [
                        core.audit(
                            .serverChanged, by: caller,
                            detail: "\(rules.name), registration \(rules.registration.rawValue), \(domains), "
                                + (rules.guests ? "guests" : "no guests"))
                    ], changes: [settings.put(owner: 0, item: EntrySettings.item)])
            ) { core, _ in core.entry }
        }
    }

    private func checkServerName(_ name: String) throws(Refusal) -> String {
        try FreeText.check(
            name, what: "The server's name",
            limit: Refusal.Limit(name: "display_name_length", value: settings.limits.displayNameLength))
    }
}
