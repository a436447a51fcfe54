import ChatClient
import ChatWire

/// Messages that wait for their time.
extension ChatConsole {
    func schedule(_ argument: String) async {
        var words = Words(argument)
        let now = WrittenTime.now
        guard let at = words.next({ WrittenTime.moment($0, now: now) }), !words.rest.isEmpty else {
            return explainUse("schedule", "When, and what? Times: 2h, 18:30, 2026-12-24T18:30.")
        }
        let text = words.rest
        guard let live else { return }
        await inRoom { api, room throws(ClientError) in
            guard let key = try? await live.makeKey() else { return }
            let waiting = try await api.schedule(text, to: room, at: at, key: key)
            screen.show(.note("It will be sent at \(TextTranscript.moment(waiting.at)). \"later\" lists what waits."))
        }
    }

    /// Lists what waits, or changes one of the list.
    func later(_ argument: String) async {
        var words = Words(argument)
        guard let verb = words.next()?.lowercased() else {
            return await attempt { api throws(ClientError) in
                keep(try await api.rooms(mine: true))
                let waiting = try await api.scheduled()
                shownScheduled = waiting.map(\.id)
                let rows = waiting.enumerated().map { place, message in
                    "\(place + 1)  \(TextTranscript.moment(message.at)), \(called(message.room)): \(message.text)"
                        + (message.failure.map { " (not sent: \($0))" } ?? "")
                }
                screen.show(
                    .listing(
                        Listing("scheduled", rows: rows, empty: "Nothing waits to be sent.") {
                            $0.set("scheduled", array: waiting.map(\.json))
                        }))
            }
        }
        guard let number = words.next().flatMap({ Int($0) }), shownScheduled.indices.contains(number - 1) else {
            return explainUse("later", "Which one? \"later\" lists them with their numbers.")
        }
        let id = shownScheduled[number - 1]
        let rest = words.rest
        await attempt { api throws(ClientError) in
            switch verb {
            case "remove":
                try await api.removeScheduled(id)
                screen.show(.note("It will not be sent."))
            case "move":
                guard let at = WrittenTime.moment(rest, now: WrittenTime.now) else {
                    return explainUse("later", "To when?")
                }
                let changed = try await api.changeScheduled(id, at: at)
                screen.show(.note("It will be sent at \(TextTranscript.moment(changed.at))."))
            case "edit" where !rest.isEmpty:
                _ = try await api.changeScheduled(id, text: rest)
                screen.show(.note("It will say that."))
            default: explainUse("later", "later, later remove N, later move N WHEN, later edit N TEXT:")
            }
        }
    }
}
