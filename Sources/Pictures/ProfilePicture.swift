internal import CVips

/// A picture as it is kept and sent.
public struct EncodedPicture: Hashable, Sendable {
    /// For the Content-Type header.
    public let mediaType: String
    public let bytes: [UInt8]
}

/// Makes a small square of whatever somebody sends for a picture of himself.
public enum ProfilePicture {
    /// In pixels; a smaller picture stays smaller.
    public static let side = 256
    private static let quality = 80

    /// The centred square of a PNG, JPEG, WebP or GIF (its first frame), turned upright, at most ``side`` pixels wide, in
    /// sRGB, without metadata, as WebP: it keeps transparency, and every browser shows it.
    ///
    /// The same bytes make the same picture (with one version of libvips). Blocks: 40 ms for a photograph of 12
    /// megapixels, some seconds at the worst. Any number of threads may call it. The first call loads libvips, in 60 ms.
    public static func make(
        from bytes: [UInt8], limits: PictureLimits = PictureLimits()
    ) throws(PictureError) -> EncodedPicture {
        guard bytes.count <= limits.bytes else { throw .tooManyBytes(limit: limits.bytes) }
        let format = PictureFormat(of: bytes)
        guard let loader = format.loader else {
            if case .refused(let found) = format { throw .unsupported(found: found) }
            throw .unsupported(found: nil)
        }
        guard let header = PictureHeader(of: bytes, format: format) else { throw .damaged(detail: "no header") }
        guard header.pixels <= limits.pixels else { throw .tooManyPixels(limit: limits.pixels) }
        if let reason = roost_vips_prepare() { throw .unavailable(reason: String(cString: reason)) }
        defer { roost_vips_end_work() }

        let shrink = shrink(shorterSide: min(header.width, header.height))
        return try make(from: bytes, loader: loader, shrink: shrink, limits: limits)
    }

    /// What the operator may want to know: the version of libvips, such as "8.14.1", or why there is none.
    public static func libraryVersion() throws(PictureError) -> String {
        if let reason = roost_vips_prepare() { throw .unavailable(reason: String(cString: reason)) }
        var text = [CChar](repeating: 0, count: 32)
        _ = roost_vips_version(&text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Decoders shrink by these factors almost for nothing. Half of the way is left for the better filter.
    private static func shrink(shorterSide: Int) -> Int {
        [8, 4, 2].first { shorterSide / $0 >= 2 * side } ?? 1
    }

    private static func make(
        from bytes: [UInt8], loader: roost_vips_format, shrink: Int, limits: PictureLimits
    ) throws(PictureError) -> EncodedPicture {
        // The pictures must end before the bytes that they read from.
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(PictureError) in
                let picture = try VipsPicture(
                    roost_vips_open(loader, buffer.baseAddress, buffer.count, Int32(shrink)))
                // The decoder may know better than the header, as of a GIF whose frames are larger than its screen.
                let size = picture.width.multipliedReportingOverflow(by: picture.height)
                guard !size.overflow, size.partialValue <= limits.pixels else {
                    throw .tooManyPixels(limit: limits.pixels)
                }
                let square = try picture.square(
                    side: min(side, picture.width, picture.height))
                guard let file = WebPFile.withoutMetadata(try square.webp(quality: quality)) else {
                    throw .damaged(detail: "libvips wrote no WebP")
                }
                return EncodedPicture(mediaType: "image/webp", bytes: file)
            }
        }
        return try result.get()
    }
}
