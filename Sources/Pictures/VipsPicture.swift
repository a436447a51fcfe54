internal import CVips

/// A picture in libvips' hands, let go when the value ends.
struct VipsPicture: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over what libvips answered; nil becomes its word on the failure.
    init(_ pointer: OpaquePointer?) throws(PictureError) {
        guard let pointer else { throw .damaged(detail: Self.takeError()) }
        self.pointer = pointer
    }

    deinit { roost_vips_close(pointer) }

    var width: Int { Int(roost_vips_width(pointer)) }
    var height: Int { Int(roost_vips_height(pointer)) }

    borrowing func square(side: Int) throws(PictureError) -> VipsPicture {
        try VipsPicture(roost_vips_square(pointer, Int32(clamping: side)))
    }

    /// - Parameter quality: from 0 to 100.
    borrowing func webp(quality: Int) throws(PictureError) -> [UInt8] {
        var start: UnsafeMutableRawPointer?
        var length = 0
        guard roost_vips_encode(pointer, Int32(clamping: quality), &start, &length) == 0, let start else {
            throw .damaged(detail: Self.takeError())
        }
        defer { roost_vips_free(start) }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: length))
    }

    private static func takeError() -> String {
        var text = [CChar](repeating: 0, count: 512)
        roost_vips_take_error(&text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
