/// A WebP file as libvips writes it, taken apart and put together again (RFC 9649, 2.3 to 2.7).
enum WebPFile {
    /// The same picture without metadata: no EXIF, no XMP, no colour profile.
    ///
    /// libvips has an option for that, which its WebP encoder follows in some versions only. What is not known here
    /// is left out. Nil for what is no WebP.
    static func withoutMetadata(_ file: [UInt8]) -> [UInt8]? {
        guard file.count >= 12, file.starts(with: Array("RIFF".utf8)), file[8..<12].elementsEqual("WEBP".utf8) else {
            return nil
        }
        var out = Array(file[..<12])
        out.reserveCapacity(file.count)
        var rest = file[12...]
        while rest.count >= 8 {
            let name = Array(rest.prefix(4))
            let length = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            // Chunks are padded to an even length.
            let whole = 8 + length + length % 2
            guard rest.count >= whole else { return nil }
            switch name {
            case Array("VP8X".utf8):
                guard length >= 1 else { return nil }
                var chunk = Array(rest.prefix(whole))
                // Of what it announces only transparency stays.
                chunk[8] &= 0x10
                out += chunk
            case Array("VP8 ".utf8), Array("VP8L".utf8), Array("ALPH".utf8): out += rest.prefix(whole)
            default: break
            }
            rest = rest.dropFirst(whole)
        }
        guard rest.isEmpty, let size = UInt32(exactly: out.count - 8) else { return nil }
        for place in 0..<4 { out[4 + place] = UInt8(truncatingIfNeeded: size >> (8 * UInt32(place))) }
        return out
    }
}
