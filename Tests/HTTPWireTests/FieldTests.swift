import HTTPWire
import Testing

@Suite struct FieldTests {
    @Test(
        "Dates are written as IMF-fixdate",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (Int64.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int64.min, "Mon, 01 Jan 0001 00:00:00 GMT"),
        ] as [(Int64, String)])
    func dates(seconds: Int64, written: String) {
        #expect(HTTPDate.imfFixdate(unixSeconds: seconds) == written)
    }

    @Test("Headers are found without regard to case and keep their order")
    func headers() {
        var headers: HTTPHeaders = ["Via": "a", "X": "1", "VIA": "b"]
        #expect(headers["via"] == "a")
        #expect(headers.values("vIa") == ["a", "b"])
        #expect(headers["y"] == nil)
        headers.set("via", "c")
        #expect(headers.fields == [.init("X", "1"), .init("via", "c")])
        headers.remove("x")
        #expect(headers.count == 1)
    }

    @Test("A token is found in any of the lists, and only whole")
    func tokens() {
        let headers: HTTPHeaders = ["Connection": "a , ,Keep-Alive", "connection": "\tclose,\u{301}x"]
        #expect(headers.contains(token: "keep-alive", in: "connection"))
        #expect(headers.contains(token: "CLOSE", in: "connection"))
        #expect(!headers.contains(token: "keep", in: "connection"))
        #expect(!headers.contains(token: "", in: "connection"))
    }

    @Test(
        "If-None-Match matches weakly, in lists and with *",
        arguments: [
            ("\"v1\"", true), ("W/\"v1\"", true), ("\"v0\", W/\"v1\"", true), ("*", true), (", \"v1\" ,", true),
            ("\"v2\"", false), ("v1", false), ("\"v1", false), ("\"v0\" \"v1\"", false), ("w/\"v1\"", false),
            ("", false),
            ("\"a,b\", \"v1\"", true),
        ])
    func entityTags(value: String, matches: Bool) throws {
        let headers: HTTPHeaders = ["If-None-Match": value]
        #expect(try #require(EntityTag("v1")).isMatched(byIfNoneMatch: headers) == matches)
        #expect(try #require(EntityTag("v1", isWeak: true)).isMatched(byIfNoneMatch: headers) == matches)
    }

    @Test("A tag is written with quotes and never has one inside")
    func tagSyntax() {
        #expect(EntityTag("a1", isWeak: true)?.headerValue == "W/\"a1\"")
        #expect(EntityTag("a\"b") == nil)
        #expect(EntityTag("a b") == nil)
        #expect(EntityTag("a\r\n") == nil)
        #expect(EntityTag("v1")?.isMatched(byIfNoneMatch: HTTPHeaders()) == false)
    }

    @Test(
        "The coding with the highest weight is chosen, the server's first of equals",
        arguments: [
            (nil, nil), ("", nil), ("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("*", "br"), ("*;q=0.1, gzip", "gzip"), ("br;q=0, *", "gzip"), ("gzip;q=0", nil), ("GZIP", "gzip"),
            ("gzip;q=0.001", "gzip"), ("identity, gzip;q=0.5", nil), ("identity;q=0.5, gzip;q=0.5", "gzip"),
            ("identity;q=0", nil), ("gzip;q=1.001", nil), ("gzip;q=0.5000", nil), ("gzip;q=2", nil),
            ("gzip;q=", nil), ("gzip ; Q=1.000", "gzip"), ("zstd", nil),
        ] as [(String?, String?)])
    func codings(accepted: String?, chosen: String?) {
        let headers = HTTPHeaders(accepted.map { [.init("Accept-Encoding", $0)] } ?? [])
        #expect(ContentCoding.choose(for: headers, offered: ["br", "gzip"]) == chosen)
    }

    @Test("Cookies are read, and those that break the grammar passed over")
    func cookies() {
        let headers: HTTPHeaders = [
            "Cookie": "SID=31d4d96e407aad42; lang=\"en\"; bad; n\u{e9}=1; x=a b; =v; e=; two=1; eq=a=b",
            "cookie": "two=2",
        ]
        let cookies = HTTPCookies(headers)
        #expect(cookies.pairs.map(\.name) == ["SID", "lang", "e", "two", "eq", "two"])
        #expect(cookies["SID"] == "31d4d96e407aad42")
        #expect(cookies["sid"] == nil)
        #expect(cookies["lang"] == "en")
        #expect(cookies["e"] == "")
        #expect(cookies["eq"] == "a=b")
        #expect(cookies["two"] == nil)
    }

    @Test("Cookies are set with the safe attributes")
    func setCookie() throws {
        var cookie = SetCookie("__Host-session", "abc", maxAge: 3600)
        #expect(
            try cookie.headerValue() == "__Host-session=abc; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax")
        cookie.isSecure = false
        #expect(throws: SetCookie.Failure.brokenPromise) { try cookie.headerValue() }
        cookie = SetCookie("a", "")
        cookie.isSecure = false
        cookie.isHTTPOnly = false
        cookie.sameSite = .strict
        cookie.path = "/x"
        cookie.maxAge = -1
        #expect(try cookie.headerValue() == "a=; Path=/x; Max-Age=0; SameSite=Strict")
        cookie.sameSite = .none
        #expect(throws: SetCookie.Failure.brokenPromise) { try cookie.headerValue() }
        #expect(throws: SetCookie.Failure.invalidValue) { try SetCookie("a", "b; Domain=c").headerValue() }
        #expect(throws: SetCookie.Failure.invalidValue) { try SetCookie("a", "b\r\n").headerValue() }
        #expect(throws: SetCookie.Failure.invalidName) { try SetCookie("a=b", "c").headerValue() }
        cookie = SetCookie("__host-a", "b")
        cookie.path = "/x"
        #expect(throws: SetCookie.Failure.brokenPromise) { try cookie.headerValue() }
        cookie.path = "/x; Domain=c"
        #expect(throws: SetCookie.Failure.invalidPath) { try cookie.headerValue() }
    }
}
