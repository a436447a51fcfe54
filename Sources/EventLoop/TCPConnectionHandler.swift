/// What happens on a connection, told on its loop.
///
/// Nothing is called while a method of ``TCPConnection`` runs, so handlers need not expect to be entered again from within.
public protocol TCPConnectionHandler: AnyObject {
    /// Bytes came in.
    /// - Parameter bytes: at least one and at most 64 KiB, the loop's reading buffer. Good until this returns; may be changed,
    ///   as unmasking does.
    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection)

    /// The peer will send no more. It may still read. By default the connection finishes and closes.
    func endOfStream(_ connection: TCPConnection)

    /// The connection was blocked, and all that was queued has now been taken by the system.
    ///
    /// Who holds something back until this comes, must decide by ``TCPConnection/isBlocked``, not by
    /// ``TCPConnection/queuedBytes``: what this turn has gathered is counted there, but may leave without ever blocking.
    func drained(_ connection: TCPConnection)

    /// The last call, exactly once, whatever ended the connection. What had not been written is lost.
    func closed(_ connection: TCPConnection, reason: CloseReason)
}

extension TCPConnectionHandler {
    public func endOfStream(_ connection: TCPConnection) { connection.finishThenClose() }
    public func drained(_ connection: TCPConnection) {}
}

/// What ended a connection.
public enum CloseReason: Sendable, Hashable {
    /// ``TCPConnection/close()`` was called.
    case requested
    /// ``TCPConnection/finishThenClose(within:)`` did all of its work.
    case finished
    /// ``TCPConnection/finishThenClose(within:)`` ran out of time.
    case finishTimedOut
    case failed(LoopError)
    case loopStopped
}

/// What became of bytes given to a connection.
public enum SendOutcome: Sendable, Hashable {
    /// They will be written, in order, unless the connection ends before.
    case accepted
    /// They would exceed the connection's ``TCPConnection/outboundLimit`` and were dropped, all of them. When the connection
    /// is blocked, `drained` follows; when it is not, they are more than the limit by themselves.
    case overLimit
    /// The connection is finishing or closed; they were dropped.
    case closed
}
