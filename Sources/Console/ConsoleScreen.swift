import Glibc

/// Where items go: a terminal that is drawn on, lines of text, or lines of JSON.
struct ConsoleScreen {
    enum Mode {
        case terminal
        case plain
        case json
    }

    let mode: Mode
    private var transcript: TextTranscript
    private var painter: ScreenPainter
    private var area = ScreenPainter.Area()
    /// Nobody reads what is written any more.
    private(set) var isBroken = false

    init(mode: Mode) {
        self.mode = mode
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let columns = TerminalMode.columns
        let styled = isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
        transcript = TextTranscript(columns: isTerminal ? columns : nil, styled: styled)
        painter = ScreenPainter(columns: columns, styled: styled)
    }

    /// One's own account.
    mutating func setOwn(_ account: Int64?) { transcript.own = account }

    /// Whose messages are folded. A script is given all of them.
    mutating func fold(_ people: Set<Int64>) { transcript.folded = people }

    mutating func show(_ item: ConsoleItem) {
        let lines = transcript.lines(item)
        if mode == .json { return write(JSONTranscript.lines(item)) }
        show(lines: lines)
    }

    /// The messages of the room on screen.
    var memory: RoomMemory { transcript.memory }

    /// Among lines of JSON there is no place for a control character: it then goes to standard error.
    mutating func ring() {
        var bell = UInt8(ascii: "\u{07}")
        if mode == .json { _ = Glibc.write(STDERR_FILENO, &bell, 1) } else { write([bell]) }
    }

    /// What was written in answer to a prompt, for the terminal's memory.
    mutating func echo(_ text: String) {
        guard mode == .terminal else { return }
        show(lines: [transcript.styled(TerminalText.truncated(text, columns: painter.columns - 1), .dim)])
    }

    private mutating func show(lines: [String]) {
        guard !lines.isEmpty else { return }
        if mode == .terminal {
            write(Array(painter.paint(lines, area: area).utf8))
        } else {
            write(Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")])
        }
    }

    /// A question, in a mode without a writing area: on standard error, so that standard output keeps to the room.
    mutating func ask(_ prompt: String) {
        guard mode == .plain else { return }
        var bytes = Array(prompt.utf8)
        _ = Glibc.write(STDERR_FILENO, &bytes, bytes.count)
    }

    mutating func update(_ area: ScreenPainter.Area) {
        self.area = area
        guard mode == .terminal else { return }
        write(Array(painter.paint([], area: area).utf8))
    }

    mutating func resize() {
        let columns = TerminalMode.columns
        if transcript.columns != nil { transcript.columns = columns }
        guard mode == .terminal else { return }
        write(Array(painter.resize(columns: columns).utf8))
    }

    mutating func clear() {
        guard mode == .terminal else { return }
        write(Array(painter.restart(area: area).utf8))
    }

    /// Takes the writing area off the screen; what is shown after this are plain lines.
    mutating func close() {
        guard mode == .terminal else { return }
        write(Array(painter.clear().utf8))
    }

    var columns: Int { painter.columns }

    private mutating func write(_ bytes: [UInt8]) {
        var written = 0
        while written < bytes.count, !isBroken {
            let count = bytes.withUnsafeBytes { all in
                Glibc.write(STDOUT_FILENO, all.baseAddress.map { $0 + written }, all.count - written)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                isBroken = true
            }
        }
    }
}
