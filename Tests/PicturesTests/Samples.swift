/// A colour with its opacity.
struct Colour: Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
    var alpha: UInt8 = 255

    static let red = Colour(red: 255, green: 0, blue: 0)
    static let green = Colour(red: 0, green: 255, blue: 0)
    static let blue = Colour(red: 0, green: 0, blue: 255)
    static let white = Colour(red: 255, green: 255, blue: 255)
    static let clear = Colour(red: 0, green: 0, blue: 0, alpha: 0)

    /// Lossy encoders do not give back what they were given.
    func resembles(_ other: Colour) -> Bool {
        if alpha < 16, other.alpha < 16 { return true }
        return [(red, other.red), (green, other.green), (blue, other.blue), (alpha, other.alpha)]
            .allSatisfy { abs(Int($0.0) - Int($0.1)) < 40 }
    }
}

/// Files of each format, written byte by byte from what a function says of each pixel.
enum Samples {
    typealias Painter = (_ x: Int, _ y: Int) -> Colour

    // MARK: PNG

    static func png(_ width: Int, _ height: Int, _ painter: Painter) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width {
                let colour = painter(x, y)
                rows += [colour.red, colour.green, colour.blue, colour.alpha]
            }
        }
        return pngHeader(width, height, colourType: 6) + chunk("tEXt", Array("Comment\0a secret".utf8))
            + chunk("IDAT", deflated(rows)) + chunk("IEND", [])
    }

    /// Eight bits of grey.
    static func greyPNG(_ side: Int, _ level: UInt8) -> [UInt8] {
        let row: [UInt8] = [0] + [UInt8](repeating: level, count: side)
        let rows = [[UInt8]](repeating: row, count: side).flatMap { $0 }
        return pngHeader(side, side, colourType: 0) + chunk("IDAT", deflated(rows)) + chunk("IEND", [])
    }

    /// Signature and IHDR.
    static func pngHeader(_ width: Int, _ height: Int, colourType: UInt8, interlaced: Bool = false) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(UInt32(width), 4) + big(UInt32(height), 4) + [8, colourType, 0, 0, interlaced ? 1 : 0])
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + content
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in checked {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return big(UInt32(content.count), 4) + checked + big(~crc, 4)
    }

    /// A zlib stream of stored blocks.
    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let length = UInt16(end - start)
            out += [end == bytes.count ? 1 : 0] + little(length) + little(~length) + bytes[start..<end]
            start = end
        } while start < bytes.count
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return out + big(high << 16 | low, 4)
    }

    // MARK: JPEG

    /// Baseline, of blocks of eight by eight pixels of one colour each; `segments` stand before the tables.
    static func jpeg(
        blocks width: Int, _ height: Int, segments: [[UInt8]] = [], _ painter: Painter
    ) -> [UInt8] {
        var file: [UInt8] = [0xFF, 0xD8]
        for segment in segments { file += segment }
        file += segment(0xDB, [0] + [UInt8](repeating: 8, count: 64))
        let size = big(UInt32(height * 8), 2) + big(UInt32(width * 8), 2)
        file += segment(0xC0, [8] + size + [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
        // Nine categories of four bits, and one code of one bit: the end of the block.
        file += segment(0xC4, [0x00, 0, 0, 0, 9] + [UInt8](repeating: 0, count: 12) + [0, 1, 2, 3, 4, 5, 6, 7, 8])
        file += segment(0xC4, [0x10, 1] + [UInt8](repeating: 0, count: 15) + [0])
        file += segment(0xDA, [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0])
        var bits = BitWriter()
        var last = [0, 0, 0]
        for y in 0..<height {
            for x in 0..<width {
                let colour = painter(x, y)
                let (r, g, b) = (Double(colour.red), Double(colour.green), Double(colour.blue))
                let values = [
                    0.299 * r + 0.587 * g + 0.114 * b - 128, -0.1687 * r - 0.3313 * g + 0.5 * b,
                    0.5 * r - 0.4187 * g - 0.0813 * b,
                ]
                for (index, value) in values.enumerated() {
                    let level = min(127, max(-128, Int(value.rounded())))
                    let change = level - last[index]
                    last[index] = level
                    let length = Int.bitWidth - abs(change).leadingZeroBitCount
                    bits.write(length, 4)
                    bits.write(change >= 0 ? change : change + (1 << length) - 1, length)
                    bits.write(0, 1)
                }
            }
        }
        return file + bits.finished() + [0xFF, 0xD9]
    }

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + big(UInt32(content.count + 2), 2) + content
    }

    /// An APP1 with an orientation (TIFF 6.0, tag 274) and a place on the earth.
    static func exif(orientation: UInt8) -> [UInt8] {
        var tiff: [UInt8] = Array("MM".utf8) + [0, 42, 0, 0, 0, 8]
        tiff += [0, 2]
        tiff += [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
        // The GPS directory (tag 0x8825) follows: GPSMapDatum, a text.
        tiff += [0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]
        tiff += [0, 0, 0, 0]
        tiff += [0, 1, 0, 18, 0, 2, 0, 0, 0, 10, 0, 0, 0, 56, 0, 0, 0, 0]
        tiff += Array("LATITUDE!\0".utf8)
        return segment(0xE1, Array("Exif\0\0".utf8) + tiff)
    }

    /// An APP2 with a colour profile (ICC.1:2010, 7) that is sRGB's, but for red and green, which have changed places.
    static let swappedProfile: [UInt8] = {
        func number(_ value: Double) -> [UInt8] { big(UInt32(bitPattern: Int32(value * 65_536)), 4) }
        func colourant(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
            Array("XYZ ".utf8) + [0, 0, 0, 0] + number(x) + number(y) + number(z)
        }
        let gamma: [UInt8] = Array("curv".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 2, 51, 0, 0]
        let red = colourant(0.4361, 0.2225, 0.0139)
        let green = colourant(0.3851, 0.7169, 0.0971)
        let blue = colourant(0.1431, 0.0606, 0.7141)
        let tags = [
            ("rXYZ", green), ("gXYZ", red), ("bXYZ", blue), ("wtpt", colourant(0.9642, 1, 0.8249)), ("rTRC", gamma),
            ("gTRC", gamma), ("bTRC", gamma),
        ]
        var table = big(UInt32(tags.count), 4)
        var content: [UInt8] = []
        for (name, bytes) in tags {
            let place = 128 + 4 + tags.count * 12 + content.count
            table += Array(name.utf8) + big(UInt32(place), 4) + big(UInt32(bytes.count), 4)
            content += bytes
        }
        var header = [UInt8](repeating: 0, count: 128)
        func put(_ bytes: [UInt8], at place: Int) { header.replaceSubrange(place..<place + bytes.count, with: bytes) }
        put(big(UInt32(128 + table.count + content.count), 4), at: 0)
        put([2, 0x40, 0, 0] + Array("mntrRGB XYZ ".utf8), at: 8)
        put(Array("acsp".utf8), at: 36)
        put(number(0.9642) + number(1) + number(0.8249), at: 68)
        return segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1] + header + table + content)
    }()

    // MARK: GIF

    /// Two frames; the second is white.
    static func gif(_ side: Int, screen: Int? = nil, _ painter: Painter) -> [UInt8] {
        let palette = [Colour.red, .green, .blue, .white]
        let (size, screen) = (little(UInt16(side)), little(UInt16(screen ?? side)))
        var file: [UInt8] = Array("GIF89a".utf8) + screen + screen + [0xF1, 0, 0]
        for colour in palette { file += [colour.red, colour.green, colour.blue] }
        for frame in 0..<2 {
            file += [0x21, 0xF9, 4, 0, 10, 0, 0, 0]
            file += [0x2C, 0, 0, 0, 0] + size + size + [0, 7]
            // Codes stay eight bits wide, because the table is cleared before it grows.
            var codes: [UInt8] = []
            for index in 0..<side * side {
                if index % 100 == 0 { codes.append(128) }
                let colour = frame == 0 ? painter(index % side, index / side) : .white
                codes.append(UInt8(palette.firstIndex(of: colour) ?? 3))
            }
            codes.append(129)
            var rest = codes[...]
            while !rest.isEmpty {
                file.append(UInt8(min(255, rest.count)))
                file += rest.prefix(255)
                rest = rest.dropFirst(255)
            }
            file.append(0)
        }
        return file + [0x3B]
    }

    private static func big(_ value: UInt32, _ length: Int) -> [UInt8] {
        (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private static func little(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
}

/// Bits as JPEG wants them: the highest first, a zero behind each byte of ones.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var held = 0
    private var count = 0

    mutating func write(_ value: Int, _ length: Int) {
        held = held << length | value & (1 << length - 1)
        count += length
        while count >= 8 {
            count -= 8
            let byte = UInt8(truncatingIfNeeded: held >> count)
            bytes.append(byte)
            if byte == 0xFF { bytes.append(0) }
            held &= 1 << count - 1
        }
    }

    mutating func finished() -> [UInt8] {
        while count % 8 != 0 { write(1, 1) }
        return bytes
    }
}
