// modules: ChatDomain IRCWire
import IRCWire

/// The input is what a client sends. The same lines are found however it is split, and a message that was read can be
/// written and means the same.
enum IRCLinesTarget {
    /// Bounds so small that short inputs reach them.
    private static let tightLimits = IRCLimits(tagBytes: 20, messageBytes: 40)

    static func check(_ input: [UInt8]) -> String? {
        for limits in [IRCLimits.fromClients, tightLimits] {
            let whole = events(input, limits) { input.count }
            var state = UInt64(input.count)
            let pieced = events(input, limits) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 60) + 1
            }
            if pieced != whole { return "split in pieces: \(pieced) instead of \(whole)" }
            let single = events(input, limits) { 1 }
            if single != whole { return "byte by byte: \(single) instead of \(whole)" }
            for case let line? in whole {
                if let fault = judge(line, limits) ?? roundTrip(line) { return fault }
            }
        }
        return nil
    }

    /// The lines; nil for one that was too long.
    private static func events(_ input: [UInt8], _ limits: IRCLimits, _ pieceSize: () -> Int) -> [[UInt8]?] {
        var reader = IRCLineReader(limits: limits)
        var events: [[UInt8]?] = []
        var start = 0
        while start < input.count {
            let end = min(input.count, start + max(1, pieceSize()))
            // A copy of its own, so that bytes used after the piece is gone are noticed.
            Array(input[start..<end]).withUnsafeBytes { piece in
                var rest = piece
                while let event = reader.next(&rest) {
                    switch event {
                    case .line(let line): events.append(Array(line))
                    case .tooLong: events.append(nil)
                    }
                }
            }
            start = end
        }
        return events
    }

    private static func judge(_ line: [UInt8], _ limits: IRCLimits) -> String? {
        if line.isEmpty || line.contains(0x0A) || line.contains(0x0D) { return "no line: \(line)" }
        let rest = line.first == 0x40 ? line.drop { $0 != 0x20 }.dropFirst() : line[...]
        if rest.count > limits.messageBytes - 2 { return "\(rest.count) bytes are over the limit" }
        if line.count - rest.count > limits.tagBytes + 2 { return "tags of \(line.count - rest.count) bytes" }
        return nil
    }

    private struct Parts: Equatable {
        var tags: [String]
        var source: String
        var command: String
        var parameters: [String]
    }

    private static func parts(_ line: [UInt8]) -> Result<Parts, IRCMessageError> {
        line.withUnsafeBytes { bytes in
            Result { () throws(IRCMessageError) in
                let message = try IRCMessage(bytes)
                return Parts(
                    tags: message.tags.clientOnly.flatMap { [$0.key, $0.value] },
                    source: String(decoding: message.source, as: UTF8.self),
                    command: message.command?.rawValue ?? IRCCommand.privmsg.rawValue, parameters: message.parameters)
            }
        }
    }

    private static func roundTrip(_ line: [UInt8]) -> String? {
        switch parts(line) {
        case .failure(.invalidUTF8):
            return String(validating: line, as: UTF8.self) == nil ? nil : "refused UTF-8: \(line)"
        case .failure(.forbiddenByte): return line.contains(0) ? nil : "no NUL in \(line)"
        case .failure(.noCommand): return nil
        case .failure(.tooLong): return "a line of \(line.count) bytes is too long"
        case .success(let parts):
            if String(validating: line, as: UTF8.self) == nil { return "took \(line)" }
            if parts.parameters.count > IRCMessage.mostParameters { return "\(parts.parameters.count) parameters" }
            return written(parts)
        }
    }

    private static func written(_ parts: Parts) -> String? {
        var lines = IRCLines()
        for pair in stride(from: 0, to: parts.tags.count, by: 2) { lines.tag(parts.tags[pair], parts.tags[pair + 1]) }
        let tagBytes = lines.bytes.count
        lines.begin(
            parts.source.isEmpty ? nil : IRCSource(parts.source), IRCCommand(rawValue: parts.command) ?? .privmsg)
        for word in parts.parameters.dropLast() { lines.parameter(word) }
        if let last = parts.parameters.last { lines.trailing(last) }
        let isCut = lines.room == 0
        lines.end()
        guard lines.bytes.suffix(2) == [0x0D, 0x0A] else { return "no end: \(lines.bytes)" }
        let line = Array(lines.bytes.dropLast(2))
        if line.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) { return "several lines: \(line)" }
        if line.count - tagBytes > 511 { return "a line of \(line.count) bytes" }
        switch Self.parts(line) {
        case .failure(let error): return "written and refused, \(error): \(line)"
        case .success(let again):
            return isCut || again == parts ? nil : "written and read again: \(again) instead of \(parts)"
        }
    }
}
