import HTTPWire
import Testing

@Suite struct TargetDecodingTests {
    @Test(
        "A path comes apart into decoded segments",
        arguments: [
            ("/", [""]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]), ("//a", ["", "a"]), ("/a%20b/%C3%A9", ["a b", "é"]),
            ("/a+b", ["a+b"]), ("/...", ["..."]), ("/%2541", ["%41"]),
        ])
    func segments(path: String, segments: [String]) throws {
        #expect(try HTTPTarget(path: path).pathSegments() == segments)
    }

    @Test(
        "What is wrongly escaped or climbs is refused",
        arguments: [
            ("/%", PercentDecodingError.badEscape), ("/%a", .badEscape), ("/%zz", .badEscape), ("/%-1", .badEscape),
            ("/%00", .nul), ("/%FF", .invalidUTF8), ("/%C0%AF", .invalidUTF8), ("/%ED%A0%80", .invalidUTF8),
            ("/a/../b", .dotSegment), ("/.", .dotSegment), ("/%2e%2E", .dotSegment), ("/a%2Fb", .escapedSlash),
        ])
    func refused(path: String, error: PercentDecodingError) {
        #expect(throws: error) { try HTTPTarget(path: path).pathSegments() }
    }

    @Test("A query comes apart into decoded items")
    func query() throws {
        let target = HTTPTarget(path: "/", query: "a=1&b=x+y%2B&&c&a==%26&%3D=")
        #expect(
            try target.queryItems() == [
                .init("a", "1"), .init("b", "x y+"), .init("c", ""), .init("a", "=&"), .init("=", ""),
            ])
        #expect(try HTTPTarget(path: "/").queryItems().isEmpty)
        #expect(throws: PercentDecodingError.nul) { try HTTPTarget(path: "/", query: "a=%00").queryItems() }
        #expect(throws: PercentDecodingError.badEscape) { try HTTPTarget(path: "/", query: "a%=1").queryItems() }
    }
}
