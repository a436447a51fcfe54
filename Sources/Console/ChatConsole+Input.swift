import Glibc

/// Keys, lines and questions.
extension ChatConsole {
    func takeInputs(_ inputs: AsyncStream<ConsoleInput>) async {
        for await input in inputs { await take(input) }
    }

    private func take(_ input: ConsoleInput) async {
        switch input {
        case .bytes(let bytes):
            if mode == .terminal {
                for key in decoder.decode(bytes) { await take(key) }
                drawArea()
                pump.allowRead()
            } else {
                splitter.split(bytes).forEach { take($0) }
                awaitsRead = true
                askForMore()
            }
        case .end:
            if let piece = splitter.end() { take(piece) }
            inputHasEnded = true
            if lines.isEmpty, let waiter = lineWaiter {
                lineWaiter = nil
                waiter.resume(returning: nil)
            }
        case .resized: screen.resize()
        case .terminated: await finish(pending.isEmpty || mode == .terminal ? nil : .other)
        }
        if screen.isBroken { await finish(.other) }
    }

    private func take(_ piece: LineSplitter.Piece) {
        switch piece {
        case .line(let line): put(line)
        case .tooLong:
            somethingRefused = true
            let message = "A line of more than \(LineSplitter.byteLimit) bytes was left out."
            screen.show(.problem(code: "too_large", message))
        }
    }

    private func take(_ key: Key) async {
        switch editor.handle(key) {
        case .submitted(let line):
            let prompt = prompt
            if editor.isSecret {
                screen.echo(prompt)
            } else if question != nil || !isMessage(line) {
                screen.echo(prompt + TerminalText.line(line))
            }
            put(line)
        case .interrupted: await exitNow()
        case .ended:
            screen.echo(prompt)
            inputHasEnded = true
            await exitNow()
        case .redraw: screen.clear()
        case .complete: complete()
        case .edited: await tellTyping()
        case .nothing: break
        }
    }

    /// A message is shown when it is in the room, and not before.
    private func isMessage(_ line: String) -> Bool {
        if case .message = LineGrammar.intent(of: line, at: place) { true } else { false }
    }

    /// The person wants to go, whatever is under way.
    private func exitNow() async {
        lines = []
        await exit()
    }

    private func put(_ line: String) {
        if let waiter = lineWaiter {
            lineWaiter = nil
            waiter.resume(returning: line)
        } else {
            lines.append(line)
        }
    }

    /// The next line; nil at the end of the input.
    func nextLine() async -> String? {
        if !lines.isEmpty {
            let line = lines.removeFirst()
            askForMore()
            return line
        }
        if inputHasEnded { return nil }
        return await withCheckedContinuation { lineWaiter = $0 }
    }

    /// Without a terminal, no more is read than can soon be carried out.
    private func askForMore() {
        if awaitsRead, lines.count < 100 {
            awaitsRead = false
            pump.allowRead()
        }
    }

    /// Asks for one line. Nil when there is none any more.
    func ask(_ question: String, secret: Bool = false) async -> String? {
        self.question = question
        editor.isSecret = secret
        if mode == .terminal {
            drawArea()
        } else {
            screen.ask(question)
            if secret { TerminalMode.hideEcho() }
        }
        let answer = await nextLine()
        self.question = nil
        editor.isSecret = false
        if mode == .terminal {
            drawArea()
        } else if secret {
            TerminalMode.restore()
        }
        return answer
    }

    // MARK: The area below the transcript

    var prompt: String {
        if let question { return question }
        return switch place {
        case .door: "> "
        case .lobby: "roost> "
        case .room: TerminalText.truncated(TerminalText.line(room?.called ?? ""), columns: screen.columns / 3) + "> "
        }
    }

    /// How long a message may be on its way before it is shown to be.
    static var pendingDelay: Duration { .milliseconds(300) }
    static var pendingRows: Int { 3 }

    func drawArea() {
        guard mode == .terminal, !isFinished else { return }
        var area = ScreenPainter.Area()
        area.prompt = prompt
        let view = editor.view(columns: screen.columns - 1 - TerminalText.width(area.prompt))
        area.input = view.text
        area.cursor = view.cursor
        let now = ContinuousClock.now
        let late = pending.filter { !isConnected || now - $0.since >= Self.pendingDelay }
        area.rows = late.prefix(Self.pendingRows).map { "… " + TerminalText.line($0.message.text) }
        if late.count > Self.pendingRows { area.rows.append("… and \(late.count - Self.pendingRows) more") }
        if let completion, completion.continues(editor.text, cursor: editor.cursor), let choices = completion.choices {
            area.rows.append(choices.prefix(30).map { TerminalText.line($0) }.joined(separator: "  "))
        }
        let status = [typingRow, unreadRow.map { TerminalText.line($0) }].compactMap(\.self)
        if !status.isEmpty { area.rows.append(status.joined(separator: "  ·  ")) }
        if live != nil, !isConnected {
            let seconds = retryAt.map { max(0, ($0 - now) / .seconds(1)) } ?? 0
            area.rows.append(
                seconds > 0 ? "Not connected. Trying again in \(TextTranscript.pause(seconds)) …" : "Connecting …")
        }
        screen.update(area)
    }
}
