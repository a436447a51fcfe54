import ChatDomain
import ChatText

/// A transcript as one HTML page: a section a day, a list item an event.
struct TranscriptPage: Sendable {
    private var day: String?

    private static let style = """
        :root { color-scheme: light dark; --quiet: light-dark(#595959, #a6a6a6); --line: light-dark(#ddd, #3a3a3a); }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1rem; border-bottom: 1px solid var(--line); margin-top: 2rem; }
        ol { list-style: none; padding: 0; } li { margin: .35rem 0; }
        time, small, .deed, .mark { color: var(--quiet); } time { font-variant-numeric: tabular-nums; font-size: .8rem; }
        p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media print { body { max-width: none; margin: 0; font-size: 10pt; } li { break-inside: avoid; } }
        """

    private func append(_ text: String, _ out: inout [UInt8]) {
        SafeText.appendEscaped(text.utf8, to: &out)
    }

    mutating func begin(_ room: TranscriptRoom, _ clock: TranscriptClock, _ out: inout [UInt8]) {
        let title = SafeText.visible(room.title, lines: false)
        out += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n".utf8
        out += "<meta name=\"viewport\" content=\"width=device-width\">\n".utf8
        // It needs nothing but itself, and runs nothing.
        out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ".utf8
        out += "style-src 'unsafe-inline'\">\n<title>".utf8
        append(title, &out)
        out += "</title>\n<style>\n\(Self.style)\n</style>\n</head>\n<body>\n<main>\n<h1 dir=\"auto\">".utf8
        append(title, &out)
        out += "</h1>\n<p><small>#".utf8
        append(SafeText.visible(room.handle, lines: false), &out)
        out += ". Times are \(clock.name).</small></p>\n".utf8
    }

    mutating func add(_ event: TranscriptEvent, _ clock: TranscriptClock, _ out: inout [UInt8]) {
        let date = clock.date(event.at)
        if date != day {
            closeDay(&out)
            day = date
            out += "<section>\n<h2><time datetime=\"\(date)\">\(date)</time></h2>\n<ol>\n".utf8
        }
        out += "<li id=\"e\(event.sequence)\"><time datetime=\"\(clock.internet(event.at))\">".utf8
        out += "\(clock.time(event.at))</time> ".utf8
        let line = TranscriptLine(event)
        switch line.content {
        case .does(let deed):
            out += "<span class=\"deed\" dir=\"auto\">".utf8
            append("\(line.name) \(deed)", &out)
            out += "</span>".utf8
        case .says(let words):
            out += "<b dir=\"auto\">".utf8
            append(line.name, &out)
            out += "</b>".utf8
            if let aside = line.aside { mark(aside, &out) }
            if let mark = line.mark { self.mark(mark, &out) }
            if !words.isEmpty { paragraph(words, &out) }
        }
        for file in line.files { paragraph(file, &out) }
        out += "</li>\n".utf8
    }

    private func mark(_ text: String, _ out: inout [UInt8]) {
        out += " <span class=\"mark\">(".utf8
        append(text, &out)
        out += ")</span>".utf8
    }

    /// Text with its addresses as links.
    private func paragraph(_ text: String, _ out: inout [UInt8]) {
        let bytes = Array(text.utf8)
        var place = 0
        out += "<p dir=\"auto\">".utf8
        for link in WebLinks.ranges(in: text) {
            SafeText.appendEscaped(bytes[place..<link.lowerBound], to: &out)
            out += "<a rel=\"noopener noreferrer\" href=\"".utf8
            SafeText.appendEscaped(bytes[link], to: &out)
            out += "\">".utf8
            SafeText.appendEscaped(bytes[link], to: &out)
            out += "</a>".utf8
            place = link.upperBound
        }
        SafeText.appendEscaped(bytes[place...], to: &out)
        out += "</p>".utf8
    }

    private mutating func closeDay(_ out: inout [UInt8]) {
        if day != nil { out += "</ol>\n</section>\n".utf8 }
        day = nil
    }

    mutating func end(_ out: inout [UInt8]) {
        closeDay(&out)
        out += "</main>\n</body>\n</html>\n".utf8
    }
}
