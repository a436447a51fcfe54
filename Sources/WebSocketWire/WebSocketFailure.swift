/// What a peer did wrong. The connection cannot go on: send ``closeCode`` and ``sentence`` in a close frame, then close.
public enum WebSocketFailure: Error, CaseIterable, Sendable {
    case reservedBits
    case unknownOpcode
    case unmaskedFrame
    case maskedFrame
    case fragmentedControlFrame
    case oversizedControlFrame
    case lengthNotMinimal
    case lengthOutOfRange
    case unexpectedContinuation
    case interruptedMessage
    case truncatedCloseCode
    case invalidCloseCode
    case invalidText
    case malformedCompression
    case frameTooBig
    case messageTooBig
    case outOfMemory

    public var closeCode: WebSocketCloseCode {
        switch self {
        case .reservedBits, .unknownOpcode, .unmaskedFrame, .maskedFrame, .fragmentedControlFrame,
            .oversizedControlFrame, .lengthNotMinimal, .lengthOutOfRange, .unexpectedContinuation, .interruptedMessage,
            .truncatedCloseCode, .invalidCloseCode:
            .protocolError
        case .invalidText, .malformedCompression: .invalidPayload
        case .frameTooBig, .messageTooBig: .messageTooBig
        case .outOfMemory: .internalError
        }
    }

    /// Short enough for a close frame.
    public var sentence: String {
        switch self {
        case .reservedBits: "A reserved bit is set without an extension that gives it a meaning."
        case .unknownOpcode: "The frame has a reserved opcode."
        case .unmaskedFrame: "A frame from a client must be masked."
        case .maskedFrame: "A frame from a server must not be masked."
        case .fragmentedControlFrame: "A control frame must not be fragmented."
        case .oversizedControlFrame: "A control frame carries at most 125 bytes."
        case .lengthNotMinimal: "The payload length is not in its shortest form."
        case .lengthOutOfRange: "The payload length has its highest bit set."
        case .unexpectedContinuation: "There is no message to continue."
        case .interruptedMessage: "A new message began before the last one ended."
        case .truncatedCloseCode: "A close frame has one byte where a code needs two."
        case .invalidCloseCode: "The close code must not be sent."
        case .invalidText: "Text is not valid UTF-8."
        case .malformedCompression: "A compressed message does not inflate."
        case .frameTooBig: "The frame is larger than allowed."
        case .messageTooBig: "The message is larger than allowed."
        case .outOfMemory: "There was no memory to inflate the message."
        }
    }
}
