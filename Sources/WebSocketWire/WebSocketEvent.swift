/// One thing that a peer said. Bytes are valid until the reader is used again, or the input they were read from changes.
public enum WebSocketEvent {
    /// A whole message of valid UTF-8.
    case text(UnsafeRawBufferPointer)
    /// A whole message of bytes.
    case binary(UnsafeRawBufferPointer)
    /// To be answered with a pong of the same bytes (RFC 6455, 5.5.3), at most 125.
    case ping(UnsafeRawBufferPointer)
    case pong(UnsafeRawBufferPointer)
    /// The peer sends nothing more. To be answered with a close frame, unless one was sent already. No code is 1005.
    case close(WebSocketCloseCode?, reason: String)
    /// The peer broke the protocol; nothing more is read.
    case failure(WebSocketFailure)
}

/// The side of a connection that a program is on.
public enum WebSocketRole: Sendable {
    /// Reads masked frames only.
    case server
    /// Reads unmasked frames only.
    case client
}

/// What a peer may ask a reader to hold.
public struct WebSocketLimits: Sendable {
    /// The most bytes of one message, as they travel and again after inflating.
    public var messageBytes: Int
    /// The most payload bytes of one frame.
    public var frameBytes: Int

    /// Without `frameBytes` a frame may fill a message. 64 KiB hold any chat message with room to spare.
    public init(messageBytes: Int = 64 * 1024, frameBytes: Int? = nil) {
        self.messageBytes = max(messageBytes, 0)
        self.frameBytes = max(frameBytes ?? messageBytes, 0)
    }
}
