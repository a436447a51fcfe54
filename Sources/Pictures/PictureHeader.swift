/// The size that a file claims, read before any decoder sees it.
struct PictureHeader: Hashable {
    let width: Int
    let height: Int
    /// An interlaced PNG, which no decoder can shrink on the way.
    let isInterlaced: Bool

    /// A JPEG of more scans than that is a trap: each one costs a pass over all pixels. Real ones have about ten.
    static let mostScans = 100

    /// Nil when the file has no header that such a file begins with.
    init?(of bytes: [UInt8], format: PictureFormat) {
        let size: (Int, Int)?
        let file = bytes.span
        switch format {
        // A PNG begins with IHDR (PNG specification, 11.2.1).
        case .png:
            size =
                file.big32(at: 12) == 0x4948_4452
                ? Self.pair(file.big32(at: 16), file.big32(at: 20)) : nil
        // The logical screen (GIF89a, 18).
        case .gif: size = Self.pair(file.little(2, at: 6), file.little(2, at: 8))
        case .webp: size = Self.webp(file)
        case .jpeg: size = Self.jpeg(file)
        case .refused: size = nil
        }
        guard let size, size.0 > 0, size.1 > 0 else { return nil }
        (width, height) = size
        isInterlaced = format == .png && file.byte(at: 28) != 0
    }

    /// What it costs to read, as ``PictureLimits/pixels`` counts. Saturates.
    var pixels: Int {
        let (product, overflow) = width.multipliedReportingOverflow(by: isInterlaced ? height &* 4 : height)
        return overflow ? .max : product
    }

    private static func pair(_ width: Int?, _ height: Int?) -> (Int, Int)? {
        guard let width, let height else { return nil }
        return (width, height)
    }

    /// RFC 9649, 2.5 to 2.7.
    private static func webp(_ file: Span<UInt8>) -> (Int, Int)? {
        switch file.big32(at: 12) {
        // "VP8 ": a key frame, its start code, fourteen bits each.
        case 0x5650_3820:
            guard let width = file.little(2, at: 26), let height = file.little(2, at: 28) else { return nil }
            return (width & 0x3FFF, height & 0x3FFF)
        // "VP8L": a signature byte, then fourteen bits each, less one.
        case 0x5650_384C:
            guard let bits = file.little(4, at: 21) else { return nil }
            return ((bits & 0x3FFF) &+ 1, (bits >> 14 & 0x3FFF) &+ 1)
        // "VP8X": twenty-four bits each, less one.
        case 0x5650_3858:
            guard let width = file.little(3, at: 24), let height = file.little(3, at: 27) else { return nil }
            return (width &+ 1, height &+ 1)
        default: return nil
        }
    }

    /// Walks from marker to marker (ITU-T T.81, B.1.1) to the end, for the frame's size and the number of scans.
    private static func jpeg(_ file: Span<UInt8>) -> (Int, Int)? {
        var place = 2
        var size: (Int, Int)?
        var scans = 0
        while let byte = file.byte(at: place) {
            guard byte == 0xFF, let marker = file.byte(at: place &+ 1) else {
                place &+= 1
                continue
            }
            switch marker {
            // Entropy-coded data, fill, and markers that stand alone.
            case 0x00, 0x01, 0xD0...0xD8: place &+= 2
            case 0xFF: place &+= 1
            case 0xD9: return size
            default:
                guard let length = file.big16(at: place &+ 2) else { return size }
                switch marker {
                // Every start of a frame; C4, C8 and CC are something else.
                case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                    // Decoders refuse a second frame. Should one not, both must have been looked at.
                    guard size == nil, let height = file.big16(at: place &+ 5), let width = file.big16(at: place &+ 7)
                    else { return nil }
                    size = (width, height)
                case 0xDA:
                    scans &+= 1
                    guard scans <= mostScans else { return nil }
                default: break
                }
                place &+= 2 &+ max(length, 2)
            }
        }
        return size
    }
}

extension Span<UInt8> {
    fileprivate func byte(at place: Int) -> UInt8? { place >= 0 && place < count ? self[place] : nil }

    fileprivate func big16(at place: Int) -> Int? {
        guard let high = byte(at: place), let low = byte(at: place &+ 1) else { return nil }
        return Int(high) << 8 | Int(low)
    }

    fileprivate func big32(at place: Int) -> Int? {
        guard let high = big16(at: place), let low = big16(at: place &+ 2) else { return nil }
        return high << 16 | low
    }

    fileprivate func little(_ length: Int, at place: Int) -> Int? {
        var value = 0
        for index in 0..<length {
            guard let byte = byte(at: place &+ index) else { return nil }
            value |= Int(byte) << (8 &* index)
        }
        return value
    }
}
