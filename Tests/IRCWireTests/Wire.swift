import Testing

@testable import IRCWire

/// A message with copies of all its parts.
struct Parts: Equatable, CustomStringConvertible {
    var tags: [String: String] = [:]
    var source = ""
    var command = ""
    var parameters: [String] = []

    var description: String { "\(tags) :\(source) \(command) \(parameters)" }
}

/// What a line says; throws what the parser throws.
func parse(_ line: some Collection<UInt8>) throws -> Parts {
    try Array(line).withUnsafeBytes { bytes in
        let message = try IRCMessage(bytes)
        var tags: [String: String] = [:]
        message.tags.forEach { tags[$0.text] = IRCTags.unescaped($1) }
        return Parts(
            tags: tags, source: message.source.text, command: message.commandText, parameters: message.parameters)
    }
}

func parse(_ line: String) throws -> Parts { try parse(Array(line.utf8)) }

/// A reader's event with a copy of its bytes.
enum Read: Equatable {
    case line(String)
    case tooLong
}

/// What a reader gives when the bytes come in pieces of these sizes.
func read(_ bytes: [UInt8], limits: IRCLimits = .fromClients, _ pieceSize: () -> Int) -> [Read] {
    var reader = IRCLineReader(limits: limits)
    var events: [Read] = []
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + max(1, pieceSize()))
        // A copy of its own, so that a slice kept too long would show.
        Array(bytes[start..<end]).withUnsafeBytes { piece in
            var input = piece
            while let event = reader.next(&input) {
                switch event {
                case .line(let line): events.append(.line(line.text))
                case .tooLong: events.append(.tooLong)
                }
            }
        }
        start = end
    }
    return events
}

func read(_ text: String, limits: IRCLimits = .fromClients) -> [Read] {
    read(Array(text.utf8), limits: limits) { .max }
}

/// What a writer wrote, as text.
func written(_ write: (inout IRCLines) -> Void) -> String {
    var lines = IRCLines()
    write(&lines)
    return String(decoding: lines.bytes, as: UTF8.self)
}

/// Sebastiano Vigna's splitmix64: the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
