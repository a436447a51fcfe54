import CZlib

/// Why a compressed message could not be read.
public enum InflateError: Error, Equatable, Sendable {
    /// Not a DEFLATE stream, or one that ends in the middle of a block.
    case malformed
    /// The message would inflate to more bytes than its limit.
    case tooLarge
    /// zlib could get no memory.
    case outOfMemory
}

/// Inflates whole permessage-deflate messages that were made without context takeover (RFC 7692).
///
/// Keeps one zlib state (about 40 KiB) and one output buffer for any number of connections, since no message
/// depends on an earlier one. It reads every window size. Not thread-safe: one for each loop.
public final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = ScratchBuffer()

    /// `inflateInit2` with raw DEFLATE and a window of 32 KiB, the largest.
    public init() {
        // On the heap: zlib keeps a pointer back to the stream, so it must never move.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib could not start: \(status)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// The size of the output buffer now.
    public var outputBytes: Int { output.bytes.count }

    /// The content of one message, valid until the next call and while the inflater lives.
    ///
    /// - Parameters:
    ///   - message: the payload as it came, without the trailing `00 00 FF FF`. An empty one is an empty message.
    ///   - limit: the most bytes that the content may have. Work and memory stop there, whatever the message claims.
    public func inflate(_ message: UnsafeRawBufferPointer, limit: Int) throws(InflateError) -> UnsafeRawBufferPointer {
        guard !message.isEmpty else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        inflateReset(stream)
        // One byte more than the limit tells "exactly the limit" from "more".
        let most = max(limit, 0) < Int.max ? max(limit, 0) + 1 : Int.max
        output.restart(expecting: min(most, max(512, min(message.count, ScratchBuffer.keptBytes / 4) * 4)))
        var written = 0
        try feed(message, most: most, written: &written)
        let tail: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0xFF, 0xFF)
        let fed = withUnsafeBytes(of: tail) { tail in
            Result { () throws(InflateError) in try feed(tail, most: most, written: &written) }
        }
        try fed.get()
        // `data_type`: 128 says "between two blocks", the low bits count input bits left over. After the tail, an empty
        // stored block, anything else means that the tail was swallowed as part of a truncated block.
        guard stream.pointee.data_type & 128 != 0, stream.pointee.data_type & 63 == 0 else { throw .malformed }
        guard written <= limit else { throw .tooLarge }
        return UnsafeRawBufferPointer(rebasing: output.bytes.prefix(written))
    }

    private func feed(_ input: UnsafeRawBufferPointer, most: Int, written: inout Int) throws(InflateError) {
        var rest = input
        while true {
            if written == output.bytes.count {
                guard written < most else { throw .tooLarge }
                output.grow(to: min(most, max(written, 512) * 2), keeping: written)
            }
            let offered = UInt32(clamping: rest.count)
            let room = UInt32(clamping: output.bytes.count - written)
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = offered
            stream.pointee.next_out = output.bytes.baseAddress?.advanced(by: written).assumingMemoryBound(
                to: UInt8.self)
            stream.pointee.avail_out = room
            let status = CZlib.inflate(stream, Z_SYNC_FLUSH)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(offered - stream.pointee.avail_in)))
            written += Int(room - stream.pointee.avail_out)
            switch status {
            case Z_OK, Z_BUF_ERROR:
                // With room left in the output, zlib has nothing more to say about this input.
                if stream.pointee.avail_out > 0 && rest.isEmpty { return }
                if status == Z_BUF_ERROR && stream.pointee.avail_out > 0 { throw .malformed }
            case Z_STREAM_END:
                // A block marked as the last one is allowed (RFC 7692, 7.2.3.4); what follows is a new stream.
                inflateReset(stream)
                if rest.isEmpty { return }
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .malformed
            }
        }
    }
}
