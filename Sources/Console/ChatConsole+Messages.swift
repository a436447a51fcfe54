import ChatClient
import ChatDomain
import ChatWire

/// What is done to messages.
extension ChatConsole {
    /// With a text, changes it; without one, takes the old text into the line that is being written.
    func edit(_ argument: String) async {
        var words = Words(argument)
        let reference = words.next(MessageReference.bare)
        let text = words.rest
        guard reference != nil || text.isEmpty else { return explainUse("edit", "Which message?") }
        guard let number = reference.map({ message($0) }) ?? screen.memory.last(of: account?.id)?.seq else {
            return reference == nil ? explainUse("edit", "You have written nothing here yet.") : ()
        }
        guard text.isEmpty else {
            return await inRoom { api, room throws(ClientError) in try await api.edit(number, in: room, text: text) }
        }
        guard mode == .terminal else { return explainUse("edit", "What shall it say?") }
        await inRoom { api, room throws(ClientError) in
            var old = screen.memory.message(number)?.text
            if old == nil, case .message(let content) = try await api.message(number, in: room).content {
                old = content.text
            }
            guard let old else { return }
            editor.replace(with: "/edit #\(number) \(old)")
            drawArea()
        }
    }

    func delete(_ argument: String) async {
        var words = Words(argument)
        guard let reference = words.next(MessageReference.bare) else { return explainUse("delete", "Which message?") }
        let reason = words.rest
        guard let number = message(reference) else { return }
        await inRoom { api, room throws(ClientError) in
            try await api.delete(number, in: room, reason: reason.isEmpty ? nil : reason)
        }
    }

    func reply(_ argument: String) async {
        var words = Words(argument)
        guard let reference = words.next(MessageReference.bare), !words.rest.isEmpty else {
            return explainUse("reply", "To which message, and what?")
        }
        guard let number = message(reference) else { return }
        await send(words.rest, replyTo: number)
    }

    /// Shows a thread, or says something in it.
    func thread(_ argument: String) async {
        var words = Words(argument)
        let reference = words.next(MessageReference.bare)
        guard let number = message(reference) else { return }
        let text = words.rest
        if !text.isEmpty { return await send(text, thread: number) }
        await inRoom { api, room throws(ClientError) in
            let root = try await api.message(number, in: room)
            let page = try await api.lines(of: room, thread: root.subject ?? number, limit: 200)
            screen.show(.messages(what: "thread", (root.subject == nil ? [root] : []) + page.messages))
        }
    }

    func react(_ argument: String, isOn: Bool) async {
        let verb = isOn ? "react" : "unreact"
        var words = Words(argument)
        let reference = words.next(MessageReference.bare)
        guard let emoji = words.next(), words.isEmpty else { return explainUse(verb, "With which emoji?") }
        guard let number = message(reference) else { return }
        await inRoom { api, room throws(ClientError) in
            if isOn {
                try await api.react(to: number, in: room, with: emoji)
            } else {
                try await api.unreact(to: number, in: room, with: emoji)
            }
        }
    }

    func pin(_ argument: String, isOn: Bool) async {
        var words = Words(argument)
        let reference = words.next(MessageReference.bare)
        guard words.isEmpty, isOn || reference != nil else {
            return explainUse(isOn ? "pin" : "unpin", "Which message?")
        }
        guard let number = message(reference) else { return }
        await inRoom { api, room throws(ClientError) in try await api.pin(number, in: room, isOn) }
    }

    func listPins() async {
        await inRoom { api, room throws(ClientError) in
            screen.show(.messages(what: "pins", try await api.pins(of: room).messages.reversed()))
        }
    }

    func save(_ argument: String, isOn: Bool) async {
        var words = Words(argument)
        let reference = words.next(MessageReference.bare)
        guard words.isEmpty else { return explainUse(isOn ? "save" : "unsave", "Which message?") }
        guard let number = message(reference) else { return }
        await inRoom { api, room throws(ClientError) in
            try await api.save(number, in: room, isOn)
            screen.show(
                .note(isOn ? "#\(number) is saved. \"saved\" lists what you saved." : "#\(number) is forgotten."))
        }
    }

    func listSaved() async {
        await attempt { api throws(ClientError) in
            keep(try await api.rooms(mine: true))
            let page = try await api.saved()
            let rows = page.saved.map { saved in
                "\(called(saved.room)) #\(saved.seq)  "
                    + (saved.message.map { Self.excerpt($0) } ?? "(not to be read any more)")
            }
            screen.show(
                .listing(
                    Listing("saved", rows: rows, empty: "You have saved nothing. /save #42 does.") {
                        $0.set("saved", array: page.saved.map(\.json))
                    }))
        }
    }

    /// A message on one row.
    static func excerpt(_ event: EventView) -> String {
        guard case .message(let content) = event.content else { return "\(event.by.name): (deleted)" }
        return "\(event.by.name): " + TerminalText.truncated(TerminalText.line(content.text), columns: 200)
    }

    func forward(_ argument: String) async {
        var words = Words(argument)
        guard let reference = words.next(MessageReference.bare), !words.rest.isEmpty else {
            return explainUse("forward", "Which message, and where to?")
        }
        guard let number = message(reference), let live else { return }
        let target = words.rest
        await inRoom { api, source throws(ClientError) in
            // A conversation with somebody need not be there yet.
            let room =
                target.hasPrefix("@")
                ? try await api.direct(with: try await person(target, api).id) : try await room(called: target, api)
            keep([room])
            guard let key = try? await live.makeKey() else { return }
            _ = try await api.forward(number, from: source, to: room.id, key: key)
            if room.id != source { screen.show(.note("#\(number) is in \(room.called) now.")) }
        }
    }

    // MARK: Looking

    /// One message as it is now, with what came of it.
    func showMessage(_ argument: String) async {
        var words = Words(argument)
        guard let number = message(words.next(MessageReference.bare)) else { return }
        await inRoom { api, room throws(ClientError) in
            screen.show(.messages(what: "message", [try await api.message(number, in: room)]))
        }
    }

    func showVersions(_ argument: String) async {
        var words = Words(argument)
        guard let number = message(words.next(MessageReference.bare)) else { return }
        await inRoom { api, room throws(ClientError) in
            let versions = try await api.versions(of: number, in: room)
            let rows = versions.map { "\(TextTranscript.moment($0.at))  \($0.body.text ?? "(erased)")" }
            screen.show(
                .listing(Listing("versions", rows: rows) { $0.set("versions", array: versions.map(\.json)) }))
        }
    }

    func showAround(_ argument: String) async {
        var words = Words(argument)
        guard let reference = words.next(MessageReference.bare) else { return explainUse("around", "Around which?") }
        guard let number = message(reference) else { return }
        await inRoom { api, room throws(ClientError) in
            screen.show(.messages(what: "around", try await api.lines(of: room, .around(number), limit: 20).messages))
        }
    }

    // MARK: Polls

    func poll(_ argument: String) async {
        guard let poll = WrittenPoll(argument, now: WrittenTime.now) else {
            return explainUse("poll", "A question and at least two answers:")
        }
        guard let live else { return }
        await inRoom { api, room throws(ClientError) in
            guard let key = try? await live.makeKey() else { return }
            let form = NewPoll(
                question: poll.question, options: poll.options, isMultiple: poll.isMultiple,
                isAnonymous: poll.isAnonymous, closesAt: poll.closesAt)
            _ = try await api.post(form, to: room, key: key)
        }
    }

    func vote(_ argument: String) async {
        var words = Words(argument)
        let reference = words.next { MessageReference($0) }
        var chosen: [Int] = []
        while let word = words.next() {
            if word.lowercased() == "none" { continue }
            guard let number = Int(word), number >= 1 else { return explainUse("vote", "Numbers of answers, or none:") }
            chosen.append(number - 1)
        }
        guard !chosen.isEmpty || argument.lowercased().hasSuffix("none") else {
            return explainUse("vote", "For which answer?")
        }
        guard let number = pollNumber(reference) else { return }
        await inRoom { api, room throws(ClientError) in try await api.vote(on: number, in: room, options: chosen) }
    }

    func closePoll(_ argument: String) async {
        var words = Words(argument)
        guard let number = pollNumber(words.next(MessageReference.bare)) else { return }
        await inRoom { api, room throws(ClientError) in try await api.closePoll(number, in: room) }
    }

    /// Without a reference, the last poll that was shown.
    private func pollNumber(_ reference: MessageReference?) -> Int64? {
        if reference == nil, let last = screen.memory.lastPoll { return last.seq }
        return message(reference)
    }
}
