public import Deflate

/// Reads one direction of a WebSocket connection (RFC 6455, RFC 7692): bytes in, split anywhere; whole messages out.
///
/// Between messages a reader holds no heap memory. A frame that lies wholly in the input is unmasked there and handed
/// out without a copy or an allocation; only messages that come in pieces are gathered. Nothing in the input can trap.
public struct WebSocketReader: ~Copyable {
    private let limits: WebSocketLimits
    private let inflater: Inflater?
    private let role: WebSocketRole

    /// A header whose end has not arrived.
    private var partialHeader = PartialHeader()

    /// The frame that is being read, if `frame` is not nil.
    private var frame: FrameHeader.Opcode?
    private var frameIsFinal = false
    private var frameBytesLeft = 0
    private var mask = MaskKey.none

    /// The message that is being read, if `message` is not nil.
    private var message: FrameHeader.Opcode?
    private var messageIsCompressed = false
    /// Between characters whenever a message begins, since no text ends elsewhere.
    private var text = UTF8Validator()
    /// The message so far, then the control frame so far.
    private(set) var gathered = MessageBuffer()
    private var messageBytes = 0

    /// Whether the connection came to its end here, by a close frame or a failure.
    public private(set) var isFinished = false

    /// Bytes of memory that the part of a message takes that has come.
    public var memory: Int { gathered.capacity }

    /// - Parameters:
    ///   - inflater: the loop's, if permessage-deflate was negotiated without context takeover; else nil.
    public init(role: WebSocketRole, limits: WebSocketLimits = WebSocketLimits(), inflater: Inflater? = nil) {
        self.role = role
        self.limits = limits
        self.inflater = inflater
    }

    /// The next event in `input`, which then starts behind it; nil when all of `input` is used up.
    ///
    /// Call until it gives nil. A caller that must stop earlier keeps what is left of `input` and goes on with it later.
    /// The bytes of an event are valid until the next call. What was read is overwritten; what is left is untouched.
    /// After ``WebSocketEvent/close(_:reason:)`` and ``WebSocketEvent/failure(_:)`` all input is ignored.
    public mutating func next(_ input: inout UnsafeMutableRawBufferPointer) -> WebSocketEvent? {
        do throws(WebSocketFailure) {
            return try read(&input)
        } catch {
            finish()
            return .failure(error)
        }
    }

    private mutating func read(_ input: inout UnsafeMutableRawBufferPointer) throws(WebSocketFailure) -> WebSocketEvent?
    {
        releaseDelivered()
        while !isFinished {
            if frame == nil {
                guard let header = try takeHeader(from: &input) else { return nil }
                try begin(header)
            }
            guard let opcode = frame else { continue }
            let piece = takePayload(from: &input)
            mask.apply(to: piece)
            if let event = opcode.isControl ? try control(opcode, piece) : try data(piece) { return event }
            if frameBytesLeft > 0 { return nil }
        }
        _ = take(input.count, from: &input)
        return nil
    }

    // MARK: Input

    private mutating func takeHeader(
        from input: inout UnsafeMutableRawBufferPointer
    ) throws(WebSocketFailure) -> FrameHeader? {
        if partialHeader.isEmpty {
            if let header = try FrameHeader(UnsafeRawBufferPointer(input), role: role, mayCompress: inflater != nil) {
                _ = take(header.headerBytes, from: &input)
                return header
            }
        }
        while !input.isEmpty {
            partialHeader.append(take(1, from: &input))
            if let header = try partialHeader.parse(role: role, mayCompress: inflater != nil) {
                partialHeader = PartialHeader()
                return header
            }
        }
        return nil
    }

    private mutating func takePayload(
        from input: inout UnsafeMutableRawBufferPointer
    ) -> UnsafeMutableRawBufferPointer {
        let piece = take(min(input.count, frameBytesLeft), from: &input)
        frameBytesLeft -= piece.count
        return piece
    }

    private func take(_ count: Int, from input: inout UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let taken = UnsafeMutableRawBufferPointer(rebasing: input.prefix(count))
        input = UnsafeMutableRawBufferPointer(rebasing: input.dropFirst(count))
        return taken
    }

    // MARK: Frames

    private mutating func begin(_ header: FrameHeader) throws(WebSocketFailure) {
        switch header.opcode {
        case .text, .binary:
            guard message == nil else { throw .interruptedMessage }
            message = header.opcode
            messageIsCompressed = header.isCompressed
        case .continuation:
            guard message != nil else { throw .unexpectedContinuation }
        case .close, .ping, .pong:
            break
        }
        if !header.opcode.isControl {
            guard header.payloadBytes <= limits.frameBytes else { throw .frameTooBig }
            guard header.payloadBytes <= limits.messageBytes - messageBytes else { throw .messageTooBig }
        }
        frame = header.opcode
        frameIsFinal = header.isFinal
        frameBytesLeft = header.payloadBytes
        mask = header.maskKey
    }

    private mutating func data(_ piece: UnsafeMutableRawBufferPointer) throws(WebSocketFailure) -> WebSocketEvent? {
        let isText = message == .text
        if isText && !messageIsCompressed {
            guard text.accepts(UnsafeRawBufferPointer(piece)) else { throw .invalidText }
        }
        let frameEnds = frameBytesLeft == 0
        if frameEnds { frame = nil }
        guard frameEnds && frameIsFinal else {
            // The last frame tells how long the message is; before it, only the limit does.
            let total = frameIsFinal ? messageBytes + piece.count + frameBytesLeft : limits.messageBytes
            gathered.append(piece, expected: total)
            messageBytes = gathered.count
            return nil
        }

        var whole = UnsafeRawBufferPointer(piece)
        if messageBytes > 0 {
            gathered.append(piece, expected: messageBytes + piece.count)
            whole = gathered.suffix(from: 0)
        }
        message = nil
        messageBytes = 0
        if messageIsCompressed {
            whole = try inflate(whole)
            guard !isText || UTF8Validator.isValid(whole) else { throw .invalidText }
        } else if isText {
            guard text.isBetweenCharacters else { throw .invalidText }
        }
        return isText ? .text(whole) : .binary(whole)
    }

    private func inflate(_ whole: UnsafeRawBufferPointer) throws(WebSocketFailure) -> UnsafeRawBufferPointer {
        guard let inflater else { throw .reservedBits }
        do throws(InflateError) {
            return try inflater.inflate(whole, limit: limits.messageBytes)
        } catch {
            switch error {
            case .malformed: throw .malformedCompression
            case .tooLarge: throw .messageTooBig
            case .outOfMemory: throw .outOfMemory
            }
        }
    }

    private mutating func control(
        _ opcode: FrameHeader.Opcode, _ piece: UnsafeMutableRawBufferPointer
    ) throws(WebSocketFailure) -> WebSocketEvent? {
        var whole = UnsafeRawBufferPointer(piece)
        if frameBytesLeft > 0 || gathered.count > messageBytes {
            gathered.append(piece, expected: messageBytes + 125)
            guard frameBytesLeft == 0 else { return nil }
            whole = gathered.suffix(from: messageBytes)
        }
        frame = nil
        switch opcode {
        case .ping: return .ping(whole)
        case .pong: return .pong(whole)
        default:
            let event = try Self.close(whole)
            finish()
            return event
        }
    }

    private static func close(_ payload: UnsafeRawBufferPointer) throws(WebSocketFailure) -> WebSocketEvent {
        guard !payload.isEmpty else { return .close(nil, reason: "") }
        guard payload.count >= 2 else { throw .truncatedCloseCode }
        let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.isSendable else { throw .invalidCloseCode }
        let reason = UnsafeRawBufferPointer(rebasing: payload.dropFirst(2))
        guard UTF8Validator.isValid(reason) else { throw .invalidText }
        return .close(code, reason: String(decoding: reason, as: UTF8.self))
    }

    // MARK: Memory

    /// Gives up what the last event pointed to: everything, or the control frame behind a message still in progress.
    private mutating func releaseDelivered() {
        guard frame == nil, gathered.count > messageBytes else { return }
        if messageBytes == 0 { gathered.release() } else { gathered.truncate(to: messageBytes) }
    }

    private mutating func finish() {
        isFinished = true
        frame = nil
        message = nil
        messageBytes = 0
        gathered.release()
    }
}
