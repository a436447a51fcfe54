import Testing

@testable import Pictures

@Suite("Pictures that are refused")
struct RefusalTests {
    private func refusal(_ bytes: [UInt8], _ limits: PictureLimits = PictureLimits()) -> PictureError? {
        do throws(PictureError) {
            _ = try ProfilePicture.make(from: bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func isDamaged(_ error: PictureError?) -> Bool {
        if case .damaged = error { return true }
        return false
    }

    private let fine = Samples.png(64, 64) { _, _ in .green }

    @Test(
        "Everything but PNG, JPEG, WebP and GIF is named and never given to a decoder",
        arguments: [
            ("", nil), ("hello", nil), ("RIFF....WAVE", nil), ("GIF88a", nil),
            ("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"), ("\u{FEFF} \n<?xml version='1.0'?><svg/>", "SVG"),
            ("%PDF-1.7", "PDF"), ("II*\0", "TIFF"), ("MM\0*", "TIFF"), ("BM....", "BMP"),
            ("\0\0\0\u{18}ftypheic", "HEIC"), ("\0\0\0\u{18}ftypavif", "AVIF"),
        ] as [(String, String?)])
    func formats(text: String, name: String?) {
        #expect(refusal(Array(text.utf8)) == .unsupported(found: name))
    }

    @Test("Too many bytes are refused, and the limit is the last that is taken")
    func bytes() {
        var limits = PictureLimits()
        limits.bytes = fine.count
        #expect(refusal(fine, limits) == nil)
        limits.bytes -= 1
        #expect(refusal(fine, limits) == .tooManyBytes(limit: fine.count - 1))
    }

    @Test("Too many pixels are refused by the header alone")
    func pixels() throws {
        var limits = PictureLimits()
        limits.pixels = 64 * 64
        #expect(refusal(fine, limits) == nil)
        limits.pixels -= 1
        for file in [
            fine, Samples.jpeg(blocks: 8, 8) { _, _ in .red }, Samples.gif(64) { _, _ in .red },
            try WebP.encode(64, 64) { _, _ in .red }, try WebP.encode(64, 64) { _, _ in .clear },
        ] {
            #expect(refusal(file, limits) == .tooManyPixels(limit: 64 * 64 - 1))
        }
        // Interlaced, it costs four times as much.
        limits.pixels = 64 * 64 * 4 - 1
        #expect(
            refusal(Samples.pngHeader(64, 64, colourType: 6, interlaced: true), limits)
                == .tooManyPixels(limit: 64 * 64 * 4 - 1))
        let bomb = Samples.pngHeader(50_000, 50_000, colourType: 6)
        #expect(refusal(bomb) == .tooManyPixels(limit: 25_000_000))
        let most = Samples.pngHeader(0xFFFF_FFFF, 0xFFFF_FFFF, colourType: 6)
        #expect(refusal(most) == .tooManyPixels(limit: 25_000_000))
    }

    @Test("A GIF whose frames are larger than its screen is measured by its frames")
    func largeFrame() {
        var limits = PictureLimits()
        limits.pixels = 100 * 100
        #expect(refusal(Samples.gif(200, screen: 8) { _, _ in .red }, limits) == .tooManyPixels(limit: 100 * 100))
    }

    @Test("A header that lies about the size is damage")
    func lyingHeader() {
        // More rows than there are.
        let tail = fine.dropFirst(8 + 25)
        #expect(isDamaged(refusal(Samples.pngHeader(4_000, 4_000, colourType: 6) + tail)))
        #expect(isDamaged(refusal(Samples.pngHeader(0, 64, colourType: 6) + tail)))
    }

    @Test("A file that ends early is damage, wherever it ends")
    func truncated() throws {
        let files = [
            fine, Samples.jpeg(blocks: 8, 8) { x, _ in x < 4 ? .red : .blue },
            try WebP.encode(64, 64) { x, y in x * y % 3 == 0 ? .red : .blue }, Samples.gif(64) { _, _ in .red },
        ]
        for file in files {
            #expect(refusal(file) == nil)
            for length in stride(from: 12, to: file.count * 9 / 10, by: max(1, file.count / 50)) {
                let error = refusal(Array(file.prefix(length)))
                // Of a GIF the first frame is enough.
                if file.starts(with: Array("GIF".utf8)), length > file.count / 2 { continue }
                #expect(isDamaged(error), "\(length) of \(file.count): \(String(describing: error))")
            }
        }
    }

    @Test("A JPEG of endless scans is refused before it is decoded")
    func scans() {
        let file = Samples.jpeg(blocks: 8, 8) { _, _ in .red }
        let scan = Samples.segment(0xDA, [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0])
        let many = Array(file.dropLast(2)) + (0..<200).flatMap { _ in scan } + file.suffix(2)
        #expect(refusal(many) == .damaged(detail: "no header"))
    }

    @Test("Random changes never end the process", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) throws {
        var random = Seeded(seed)
        let files = [
            Samples.png(40, 30) { x, y in x > y ? .red : .clear },
            Samples.jpeg(blocks: 8, 6, segments: [Samples.exif(orientation: 6)]) { x, y in x > y ? .red : .blue },
            try WebP.encode(40, 30) { x, y in x > y ? .red : .clear }, Samples.gif(40) { x, y in x > y ? .red : .blue },
        ]
        var limits = PictureLimits()
        // Lies about the size stay cheap.
        limits.pixels = 1 << 20
        var taken = 0
        for turn in 0..<400 {
            var file = files[turn % files.count]
            for _ in 0...random.below(6) {
                let place = random.below(random.below(2) == 0 ? min(file.count, 64) : file.count)
                switch random.below(4) {
                case 0: file[place] ^= 1 << UInt8(random.below(8))
                case 1: file[place] = UInt8(random.below(256))
                case 2: file.removeSubrange(place..<min(file.count, place + random.below(9)))
                default: file.insert(UInt8(random.below(256)), at: place)
                }
                if file.isEmpty { break }
            }
            if refusal(file, limits) == nil { taken += 1 }
        }
        #expect(taken > 0)
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int.random(in: 0..<bound, using: &self) : 0 }
}
