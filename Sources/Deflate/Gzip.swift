import CZlib

/// Whole files in the gzip format (RFC 1952), as HTTP's content coding has them.
public enum Gzip {
    /// As small as zlib makes it, and always the same for the same bytes. Nil if there is no memory for it.
    public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        // 16 more than the window's bits asks for gzip's header, which then has no name and no time.
        guard
            deflateInit2_(
                stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + 15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(stream) }
        guard let size = UInt32(exactly: bytes.count) else { return nil }
        let bound = deflateBound(stream, UInt(bytes.count))
        guard let room = UInt32(exactly: bound) else { return nil }
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: Int(room)) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = size
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = room
                isWhole = CZlib.deflate(stream, Z_FINISH) == Z_STREAM_END
            }
            count = Int(room - stream.pointee.avail_out)
        }
        return isWhole ? packed : nil
    }
}
