import ChatClient
import ChatWire

/// `roost admin settings`: what can be set while the server runs.
enum AdminSettings {
    static let commands: [AdminCommand] = [
        AdminCommand("settings", "show", flags: [.json], "shows the name and who may make an account", run: show),
        AdminCommand(
            "settings", "set", arguments: [.one("NAME"), .some("VALUE")], flags: [.json],
            "name NAME|default, registration open|link|closed|default, mail_domains DOMAIN…|any, or guests on|off|default; for owners",
            run: set),
    ]

    static func show(_ errand: AdminErrand) async throws(Admin.Ending) {
        let rules = try await errand.ask { (api) async throws(ClientError) in try await api.entryRules() }
        tell(rules, errand)
    }

    static func set(_ errand: AdminErrand) async throws(Admin.Ending) {
        let (name, values) = (errand.argument(0), errand.arguments(from: 1))
        switch name {
        case "name":
            let name = values.joined(separator: " ")
            let rules = try await errand.ask { (api) async throws(ClientError) in
                name == "default"
                    ? try await api.resetSetting("name") : try await api.changeEntryRules(name: name)
            }
            tell(rules, errand)
        case "registration":
            guard values.count == 1, let value = values.first else {
                throw .usage("registration is one of open, link, closed and default.")
            }
            let choice = try errand.choice(value, ["open", "link", "closed", "default"], what: "registration")
            let rules = try await errand.ask { (api) async throws(ClientError) in
                choice == "default"
                    ? try await api.resetSetting("registration") : try await api.changeEntryRules(registration: choice)
            }
            tell(rules, errand)
        case "mail_domains":
            let rules = try await errand.ask { (api) async throws(ClientError) in
                try await api.changeEntryRules(mailDomains: values == ["any"] ? [] : values)
            }
            tell(rules, errand)
        case "guests":
            guard values.count == 1, let value = values.first else {
                throw .usage("guests is one of on, off and default.")
            }
            let choice = try errand.choice(value, ["on", "off", "default"], what: "guests")
            let rules = try await errand.ask { (api) async throws(ClientError) in
                choice == "default"
                    ? try await api.resetSetting("guests") : try await api.changeEntryRules(guests: choice == "on")
            }
            tell(rules, errand)
        default:
            throw .usage(
                "There is no setting \"\(name)\". It is name, registration, mail_domains or guests; all others are set where "
                    + "the server is started (docs/operating/README.md).")
        }
    }

    private static func tell(_ rules: EntryRulesView, _ errand: AdminErrand) {
        if errand.isJSON { return print(String(decoding: rules.json, as: UTF8.self)) }
        let domains = rules.mailDomains.isEmpty ? "any" : rules.mailDomains.joined(separator: " ")
        var columns = Columns(["SETTING", "VALUE", "STARTED WITH"])
        columns.add(["name", rules.name, ""])
        columns.add(["registration", rules.registration, rules.startedWith])
        columns.add(["mail_domains", domains, "any"])
        columns.add(["guests", rules.guests ? "on" : "off", ""])
        columns.lines.forEach { print($0) }
    }
}
