internal import CVips

/// What a file is by its first bytes. Its name and what its sender calls it do not count.
enum PictureFormat: Hashable {
    case png, jpeg, webp, gif
    /// Something that is refused, by the name that people know.
    case refused(String?)

    init(of bytes: [UInt8]) {
        func holds(_ text: StaticString, at place: Int = 0) -> Bool {
            text.withUTF8Buffer { bytes.dropFirst(place).starts(with: $0) }
        }
        self =
            if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                .png
            } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
                .jpeg
            } else if holds("RIFF"), holds("WEBP", at: 8) {
                .webp
            } else if holds("GIF87a") || holds("GIF89a") {
                .gif
            } else if holds("ftyp", at: 4) {
                .refused(holds("avif", at: 8) ? "AVIF" : "HEIC")
            } else if holds("%PDF") {
                .refused("PDF")
            } else if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) || bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
                .refused("TIFF")
            } else if holds("BM") {
                .refused("BMP")
            } else if Self.isMarkup(bytes) {
                .refused("SVG")
            } else {
                .refused(nil)
            }
    }

    /// White space, perhaps a byte order mark, and a `<`.
    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(256).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }.first == 0x3C
    }

    /// The loader, nil for what is refused.
    var loader: roost_vips_format? {
        switch self {
        case .png: roost_vips_png
        case .jpeg: roost_vips_jpeg
        case .webp: roost_vips_webp
        case .gif: roost_vips_gif
        case .refused: nil
        }
    }
}
