import ChatClient
import ChatWire

/// What one says of oneself, what others say of themselves, and whom one does not want to hear.
extension ChatConsole {
    /// Shows oneself or somebody, or changes something of oneself.
    func profile(_ argument: String) async {
        var words = Words(argument)
        guard let first = words.next() else { return await showOwnProfile() }
        let value = words.rest
        if value.isEmpty, first.lowercased() != "picture" {
            return await attempt { api throws(ClientError) in
                let view = try await api.profile(of: try await person(first, api).id)
                screen.show(.listing(Listing("profile", rows: Self.rows(view)) { $0.set("profile", json: view.json) }))
            }
        }
        let field = first.lowercased()
        if field == "picture" {
            guard value.lowercased() == "off" else {
                return explainUse("profile", "A picture is set in a browser; \"profile picture off\" takes it away.")
            }
            return await attempt { api throws(ClientError) in show(own: try await api.removePicture()) }
        }
        guard let change = Self.change(field, value == "-" ? "" : value) else {
            let fields = Self.fields.joined(separator: ", ")
            return explainUse("profile", "Of yourself you can set \(fields):")
        }
        await changeOwn(change)
    }

    static let fields = ["name", "about", "pronouns", "zone", "homepage", "direct", "hidden", "receipts", "picture"]

    private static func change(_ field: String, _ value: String) -> OwnChange? {
        let isOn = ["on": true, "yes": true, "off": false, "no": false][value.lowercased()]
        return switch field {
        case "name": value.isEmpty ? nil : .name(value)
        case "about": .about(value)
        case "pronouns": .pronouns(value)
        case "zone": .timeZone(value)
        case "homepage": .homepage(value)
        case "direct":
            ["all": "everyone", "rooms": "shared_rooms", "none": "nobody"][value.lowercased()]
                .map { .mayWriteToMe($0) }
        case "hidden": isOn.map { .hidesPresence($0) }
        case "receipts": isOn.map { .sendsReadReceipts($0) }
        default: nil
        }
    }

    private func changeOwn(_ change: OwnChange) async {
        await attempt { api throws(ClientError) in show(own: try await api.changeProfile(change)) }
    }

    private func showOwnProfile() async {
        await attempt { api throws(ClientError) in
            let own = try await api.me()
            guard let profile = own.profile else { return }
            show(own: OwnProfile(account: own.account, profile: profile))
        }
    }

    private func show(own: OwnProfile) {
        let profile = own.profile
        var rows = ["\(own.account.name) (\(own.account.username))" + (own.account.mail.map { "  \($0)" } ?? "")]
        if let status = profile.status, !status.isEmpty { rows.append("  status  \(Self.text(status))") }
        for (label, text) in [
            ("about", profile.about), ("pronouns", profile.pronouns), ("zone", profile.timeZone),
            ("homepage", profile.homepage),
        ] where !text.isEmpty {
            rows.append("  \(label)  \(text)")
        }
        let writers = ["everyone": "everybody", "shared_rooms": "who shares a room with you", "nobody": "nobody"]
        rows.append("  presence  \(profile.presence)" + (profile.hidesPresence ? ", hidden from others" : ""))
        rows.append("  direct  \(writers[profile.mayWriteToMe] ?? profile.mayWriteToMe) may write to you alone")
        rows.append(
            "  receipts  others " + (profile.sendsReadReceipts ? "see" : "do not see") + " how far you have read")
        screen.show(
            .listing(
                Listing("own_profile", rows: rows) { object in
                    object.set("account", json: own.account.json)
                    object.set("profile", json: profile.json)
                }))
    }

    private static func rows(_ view: ProfileView) -> [String] {
        let account = view.account
        var rows = ["\(account.name) (\(account.username))"]
        if let role = account.role, role != "member" { rows[0] += ", \(role)" }
        if account.bot == true { rows[0] += ", bot" }
        if let presence = account.presence { rows[0] += ", \(presence)" }
        if let status = account.status, !status.isEmpty { rows.append("  status  \(text(status))") }
        for (label, text) in [
            ("about", view.about), ("pronouns", view.pronouns), ("zone", view.timeZone), ("homepage", view.homepage),
        ] where !text.isEmpty {
            rows.append("  \(label)  \(text)")
        }
        if view.isBlocked { rows.append("  you have blocked him") }
        return rows
    }

    private static func text(_ status: StatusView) -> String {
        let words = [status.emoji, status.text].filter { !$0.isEmpty }.joined(separator: " ")
        return words + (status.until.map { " (until \(TextTranscript.moment($0)))" } ?? "")
    }

    // MARK: Status and presence

    /// `status [until=WHEN] [EMOJI] TEXT`, or `status off`.
    func setStatus(_ argument: String) async {
        if argument.isEmpty { return await showOwnProfile() }
        if argument.lowercased() == "off" { return await changeOwn(.status(nil)) }
        var words = Words(argument)
        var until: Int64?
        if let word = words.peek, word.lowercased().hasPrefix("until=") {
            guard let end = WrittenTime.moment(String(word.dropFirst(6)), now: WrittenTime.now) else {
                return explainUse("status", "Until when? until=18:30, until=2h:")
            }
            until = end
            _ = words.next()
        }
        let emoji = words.next {
            $0.unicodeScalars.first.map { $0.properties.isEmoji && $0.value > 0xFF } == true ? $0 : nil
        }
        await changeOwn(.status(StatusView(text: words.rest, emoji: emoji ?? "", until: until)))
    }

    func setPresence(_ argument: String) async {
        let presence = argument.lowercased()
        guard ["online", "away", "dnd", "invisible"].contains(presence) else {
            return explainUse("presence", "online, away, dnd (do not disturb) or invisible?")
        }
        await changeOwn(.presence(presence))
    }

    // MARK: Blocking

    func block(_ argument: String, isOn: Bool) async {
        var words = Words(argument)
        await withPerson(&words, verb: isOn ? "block" : "unblock") { api, person throws(ClientError) in
            try await api.block(person.id, isOn)
            let name = person.username
            screen.show(.note(isOn ? "\(name) is blocked; he is not told." : "\(name) is blocked no more."))
        }
    }

    /// Asks anew whom one blocks. What cannot be had now stays as it was.
    func refreshBlocks() async {
        if let blocks = try? await api.blocks() { screen.fold(Set(blocks.map(\.account.id))) }
    }

    func listBlocks() async {
        await attempt { api throws(ClientError) in
            let blocks = try await api.blocks()
            screen.show(
                .listing(
                    Listing(
                        "blocks", rows: blocks.map { "\($0.account.name) (\($0.account.username))" },
                        empty: "You have blocked nobody."
                    ) { $0.set("blocks", array: blocks.map(\.json)) }))
        }
    }

    /// The end of one's own account.
    func removeOneself() async {
        if mode == .terminal {
            let answer = await ask("Remove your account for good? What you wrote stays, by nobody. [y/N] ")
            guard let answer, ["y", "yes"].contains(answer.trimmingBlanks().lowercased()) else {
                return screen.show(.note("Nothing was changed."))
            }
        }
        guard let password = await ask("Password: ", secret: true) else { return }
        await attempt { api throws(ClientError) in
            try await api.removeAccount(password: password)
            await leaveHouse()
            screen.show(.loggedOut)
        }
    }
}
