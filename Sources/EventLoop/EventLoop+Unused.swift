// Bytes that came and cannot be used yet: requests and messages that are not whole, and what stands behind one that is
// being answered. Each connection has limits of its own; this is the one for all of a loop.

extension TCPConnection {
    /// What every connection may keep, however much the others do.
    private static let freeBytes = 4_096

    /// The handler says how many bytes it keeps until more of them come, or until something is answered.
    /// - Returns: whether it may. It may not when the loop's connections keep more than ``EventLoop/unusedLimit``
    ///   together and this one more than a little: then it should be closed.
    public func mayKeep(_ bytes: Int) -> Bool {
        if bytes != unusedBytes {
            loop.unusedBytes += bytes - unusedBytes
            unusedBytes = bytes
        }
        return bytes <= Self.freeBytes || loop.unusedBytes <= loop.unusedLimit
    }
}
