import CZlib

/// Deflates whole messages for permessage-deflate without context takeover (RFC 7692), so that one result can go to
/// every reader who agreed on the same window.
///
/// Holds one zlib state for each window size in use, and one output buffer. Not thread-safe: one for each loop.
public final class Deflater {
    /// The window sizes (base-two logarithms) that can be asked for. RFC 7692 also has 8, which zlib cannot do.
    public static let windowBits = 9...15

    private let level: Int32
    private let memoryLevel: Int32
    private var streams = [UnsafeMutablePointer<z_stream>?](repeating: nil, count: windowBits.count)
    private var output = ScratchBuffer()

    /// - Parameters:
    ///   - level: zlib's compression level, 1 (fastest) to 9 (smallest).
    ///   - memoryLevel: zlib's memory level, 1 to 9. It decides how many bytes must be cleared for each message, and so
    ///     what a short message costs.
    public init(level: Int = 1, memoryLevel: Int = 5) {
        self.level = Int32(min(max(level, 1), 9))
        self.memoryLevel = Int32(min(max(memoryLevel, 1), 9))
    }

    deinit {
        for case let stream? in streams {
            deflateEnd(stream)
            stream.deallocate()
        }
    }

    /// The compressed message without its trailing `00 00 FF FF`, valid until the next call and while the deflater lives.
    ///
    /// Nil if zlib cannot do it (a window outside ``windowBits``, no memory), in which case the message can go plain.
    /// `deflate` with `Z_SYNC_FLUSH`.
    public func deflate(_ message: UnsafeRawBufferPointer, windowBits: Int = 15) -> UnsafeRawBufferPointer? {
        guard let stream = stream(windowBits), deflateReset(stream) == Z_OK else { return nil }
        // `deflateBound` counts a stream that ends; a flush needs at most a few bytes more. With room for everything no
        // call ends with a full buffer, which would write the flush marker twice.
        output.restart(expecting: Int(clamping: deflateBound(stream, UInt(clamping: message.count))) + 32)
        var rest = message
        var written = 0
        repeat {
            let offered = UInt32(clamping: rest.count)
            if output.bytes.count - written < 32 { output.grow(to: output.bytes.count * 2, keeping: written) }
            let room = UInt32(clamping: output.bytes.count - written)
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: rest.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = offered
            stream.pointee.next_out = output.bytes.baseAddress?.advanced(by: written).assumingMemoryBound(
                to: UInt8.self)
            stream.pointee.avail_out = room
            let last = Int(offered) == rest.count
            guard CZlib.deflate(stream, last ? Z_SYNC_FLUSH : Z_NO_FLUSH) == Z_OK else { return nil }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(offered - stream.pointee.avail_in)))
            written += Int(room - stream.pointee.avail_out)
        } while !rest.isEmpty || stream.pointee.avail_out == 0
        let result = UnsafeRawBufferPointer(rebasing: output.bytes.prefix(written))
        guard result.suffix(4).elementsEqual([0, 0, 0xFF, 0xFF]) else { return nil }
        return UnsafeRawBufferPointer(rebasing: result.dropLast(4))
    }

    private func stream(_ bits: Int) -> UnsafeMutablePointer<z_stream>? {
        guard Self.windowBits.contains(bits) else { return nil }
        let index = bits - Self.windowBits.lowerBound
        if let stream = streams[index] { return stream }
        // On the heap: zlib keeps a pointer back to the stream, so it must never move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = deflateInit2_(
            stream, level, Z_DEFLATED, Int32(-bits), memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            stream.deallocate()
            return nil
        }
        streams[index] = stream
        return stream
    }
}
