/// A pattern with `*` for any text and `?` for one character; a backslash takes the meaning of the character behind it.
/// ASCII letters match in either case.
///
/// Matching takes time proportional to the pattern times the text at worst: it never goes back behind the last `*`.
public struct Glob: Sendable, Hashable {
    private enum Step: Hashable, Sendable {
        case byte(UInt8)
        case one
        case any
    }

    private let steps: [Step]

    public init(_ pattern: String) {
        var steps: [Step] = []
        var isEscaped = false
        for byte in pattern.utf8 {
            switch byte {
            case _ where isEscaped:
                steps.append(.byte(ASCII.lower(byte)))
                isEscaped = false
            case ASCII.backslash: isEscaped = true
            case UInt8(ascii: "*"): if steps.last != .any { steps.append(.any) }
            case UInt8(ascii: "?"): steps.append(.one)
            default: steps.append(.byte(ASCII.lower(byte)))
            }
        }
        if isEscaped { steps.append(.byte(ASCII.backslash)) }
        self.steps = steps
    }

    /// Whether it matches one text alone: it has no `*` and no `?`.
    public var isLiteral: Bool {
        steps.allSatisfy { if case .byte = $0 { true } else { false } }
    }

    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    private func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        var step = 0
        // Where to go on when what follows the last `*` does not match: one character later.
        var retry: (position: Int, step: Int)?
        while true {
            if step < steps.count, case .any = steps[step] {
                step += 1
                retry = (position, step)
                continue
            }
            if position == text.count, step == steps.count { return true }
            if position < text.count, step < steps.count {
                if case .byte(ASCII.lower(text[position])) = steps[step] {
                    position += 1
                    step += 1
                    continue
                }
                if case .one = steps[step] {
                    position = Self.next(position, in: text)
                    step += 1
                    continue
                }
            }
            guard let again = retry, again.position < text.count else { return false }
            position = Self.next(again.position, in: text)
            step = again.step
            retry = (position, step)
        }
    }

    private static func next(_ position: Int, in text: UnsafeRawBufferPointer) -> Int {
        var next = position + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
