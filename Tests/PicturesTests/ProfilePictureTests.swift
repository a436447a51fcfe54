import Foundation
import Synchronization
import Testing

@testable import Pictures

@Suite("Profile pictures")
struct ProfilePictureTests {
    /// Red, green, blue and white, clockwise from the top left.
    private static func quarters(_ side: Int) -> Samples.Painter {
        { x, y in
            switch (x * 2 < side, y * 2 < side) {
            case (true, true): .red
            case (false, true): .green
            case (false, false): .blue
            case (true, false): .white
            }
        }
    }

    private func made(_ bytes: [UInt8]) throws -> WebP.Decoded {
        let picture = try ProfilePicture.make(from: bytes)
        #expect(picture.mediaType == "image/webp")
        return try WebP.decode(picture.bytes)
    }

    private func expectQuarters(_ picture: WebP.Decoded, side: Int, _ colours: [Colour]) {
        #expect(picture.width == side)
        #expect(picture.height == side)
        let (low, high) = (side / 4, side * 3 / 4)
        let found = [picture[low, low], picture[high, low], picture[high, high], picture[low, high]]
        for (found, wanted) in zip(found, colours) { #expect(found.resembles(wanted), "\(found) for \(wanted)") }
    }

    @Test("PNG, JPEG, WebP and GIF become a square of 256 pixels; of a moving one the first frame")
    func formats() throws {
        let colours = [Colour.red, .green, .blue, .white]
        expectQuarters(try made(Samples.png(400, 400, Self.quarters(400))), side: 256, colours)
        expectQuarters(try made(Samples.jpeg(blocks: 50, 50, Self.quarters(50))), side: 256, colours)
        expectQuarters(try made(WebP.encode(400, 400, Self.quarters(400))), side: 256, colours)
        expectQuarters(try made(Samples.gif(300, Self.quarters(300))), side: 256, colours)
    }

    @Test("A large one is shrunk by its decoder on the way, to the same picture", arguments: [1024, 2048, 4096])
    func large(side: Int) throws {
        let colours = [Colour.red, .green, .blue, .white]
        let blocks = side / 8
        expectQuarters(try made(Samples.jpeg(blocks: blocks, blocks, Self.quarters(blocks))), side: 256, colours)
        if side < 4096 { expectQuarters(try made(WebP.encode(side, side, Self.quarters(side))), side: 256, colours) }
    }

    @Test("A small one stays as small as its shorter side; one pixel is a picture")
    func small() throws {
        expectQuarters(
            try made(Samples.png(40, 40, Self.quarters(40))), side: 40, [Colour.red, .green, .blue, .white])
        let one = try made(Samples.png(1, 1) { _, _ in .green })
        #expect((one.width, one.height) == (1, 1))
        #expect(one[0, 0].resembles(.green))
        let strip = try made(Samples.png(900, 3) { x, _ in x / 300 == 1 ? .green : .red })
        #expect((strip.width, strip.height) == (3, 3))
        #expect(strip[1, 1].resembles(.green))
    }

    @Test("What is kept is the middle")
    func middle() throws {
        let wide = try made(Samples.png(1200, 400) { x, _ in x / 400 == 1 ? .green : .red })
        let tall = try made(Samples.png(400, 1200) { _, y in y / 400 == 1 ? .green : .red })
        for picture in [wide, tall] {
            #expect((picture.width, picture.height) == (256, 256))
            #expect(picture.pixels.filter { !$0.resembles(.green) }.count < 256 * 256 / 20)
        }
    }

    @Test(
        "It stands upright, as EXIF has it",
        arguments: [
            (1, "rgbw"), (2, "grwb"), (3, "bwrg"), (4, "wbgr"), (5, "rwbg"), (6, "wrgb"), (7, "bgrw"), (8, "gbwr"),
        ])
    func orientation(value: Int, expected: String) throws {
        let file = Samples.jpeg(
            blocks: 40, 40, segments: [Samples.exif(orientation: UInt8(value))], Self.quarters(40))
        let names: [Character: Colour] = ["r": .red, "g": .green, "b": .blue, "w": .white]
        expectQuarters(try made(file), side: 256, expected.compactMap { names[$0] })
    }

    @Test("Nothing is left of what else was in the file, the place where it was taken above all")
    func metadata() throws {
        let notes = Samples.segment(0xFE, Array("a secret".utf8))
        let jpeg = Samples.jpeg(
            blocks: 40, 40, segments: [Samples.exif(orientation: 6), notes], Self.quarters(40))
        #expect(Data(jpeg).range(of: Data("LATITUDE!".utf8)) != nil)
        for file in [jpeg, Samples.png(300, 300, Self.quarters(300))] {
            let picture = Data(try ProfilePicture.make(from: file).bytes)
            for word in ["LATITUDE!", "a secret", "Exif", "EXIF", "XMP ", "ICCP"] {
                #expect(picture.range(of: Data(word.utf8)) == nil, "\(word)")
            }
        }
    }

    @Test("What is transparent stays so, and grey becomes colours")
    func bands() throws {
        let hole = try made(Samples.png(300, 300) { x, _ in x < 150 ? .clear : .blue })
        #expect(hole[20, 128].resembles(.clear))
        #expect(hole[230, 128].resembles(.blue))
        let grey = try made(Samples.greyPNG(300, 100))
        #expect(grey[9, 9].resembles(Colour(red: 100, green: 100, blue: 100)))
    }

    @Test("The colours are what the embedded profile says, in sRGB")
    func profile() throws {
        expectQuarters(
            try made(Samples.jpeg(blocks: 40, 40, segments: [Samples.swappedProfile], Self.quarters(40))), side: 256,
            [Colour.green, .red, .blue, .white])
    }

    @Test("A colour profile that is nonsense spoils nothing")
    func brokenProfile() throws {
        let profile = Samples.segment(
            0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1] + [UInt8](repeating: 0x41, count: 300))
        expectQuarters(
            try made(Samples.jpeg(blocks: 40, 40, segments: [profile], Self.quarters(40))), side: 256,
            [Colour.red, .green, .blue, .white])
    }

    @Test("The same bytes make the same picture, on many threads at once")
    func threads() throws {
        let files = [
            Samples.png(500, 400, Self.quarters(400)), Samples.jpeg(blocks: 50, 40, Self.quarters(40)),
            try WebP.encode(400, 500, Self.quarters(400)), Samples.gif(300, Self.quarters(300)),
        ]
        let first = try files.map { try ProfilePicture.make(from: $0) }
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 64) { turn in
            let place = turn % files.count
            if (try? ProfilePicture.make(from: files[place])) != first[place] { wrong.withLock { $0 += 1 } }
        }
        #expect(wrong.withLock { $0 } == 0)
    }

    @Test("libvips says which one it is")
    func version() throws {
        #expect(try ProfilePicture.libraryVersion().contains(/^8\.\d+\.\d+$/))
    }
}
