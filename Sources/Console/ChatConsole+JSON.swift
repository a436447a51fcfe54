import FoundationEssentials

/// What a script may write as JSON in place of a line.
private struct JSONLine: Decodable {
    /// A message for the room that is shown; line breaks are kept.
    var send: String?
    /// A line of the ordinary grammar.
    var line: String?
}

extension ChatConsole {
    func perform(json line: String) async {
        guard let request = try? JSONDecoder().decode(JSONLine.self, from: Data(line.utf8)) else {
            somethingRefused = true
            return screen.show(.problem(code: "bad_request", "This is not a JSON object with \"send\" or \"line\"."))
        }
        if let text = request.send {
            guard place == .room else {
                somethingRefused = true
                return screen.show(.problem(code: "bad_request", "\"send\" needs a room."))
            }
            await send(text)
        } else if let line = request.line, !line.trimmingBlanks().hasPrefix("{") || place != .room {
            await perform(line)
        } else {
            somethingRefused = true
            screen.show(.problem(code: "bad_request", "The object needs \"send\" or \"line\"."))
        }
    }
}
