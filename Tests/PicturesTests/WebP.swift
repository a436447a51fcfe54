import Glibc
import Testing

/// libwebp itself, which libvips uses too: judges what was made, and makes WebP files.
enum WebP {
    struct Decoded {
        let width: Int
        let height: Int
        let pixels: [Colour]

        subscript(x: Int, y: Int) -> Colour { pixels[y * width + x] }
    }

    private typealias Decode =
        @convention(c) (
            UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>
        ) -> UnsafeMutablePointer<UInt8>?
    private typealias Encode =
        @convention(c) (
            UnsafePointer<UInt8>, Int32, Int32, Int32, Float, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
        ) -> Int

    private static func function<Function>(_ name: String) throws -> Function {
        let library = try #require(dlopen("libwebp.so.7", RTLD_NOW))
        return unsafeBitCast(try #require(dlsym(library, name)), to: Function.self)
    }

    static func decode(_ bytes: [UInt8]) throws -> Decoded {
        let decode: Decode = try function("WebPDecodeRGBA")
        var (width, height): (Int32, Int32) = (0, 0)
        let pixels = try #require(decode(bytes, bytes.count, &width, &height))
        defer { free(pixels) }
        return Decoded(
            width: Int(width), height: Int(height),
            pixels: (0..<Int(width * height)).map {
                Colour(
                    red: pixels[$0 * 4], green: pixels[$0 * 4 + 1], blue: pixels[$0 * 4 + 2], alpha: pixels[$0 * 4 + 3])
            })
    }

    static func encode(_ width: Int, _ height: Int, _ painter: Samples.Painter) throws -> [UInt8] {
        let encode: Encode = try function("WebPEncodeRGBA")
        let pixels = (0..<width * height).flatMap {
            let colour = painter($0 % width, $0 / width)
            return [colour.red, colour.green, colour.blue, colour.alpha]
        }
        var out: UnsafeMutablePointer<UInt8>?
        let length = encode(pixels, Int32(width), Int32(height), Int32(width * 4), 90, &out)
        let start = try #require(out)
        defer { free(start) }
        return Array(UnsafeBufferPointer(start: start, count: length))
    }
}
