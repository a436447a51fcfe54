import ChatDomain
import Foundation
import Testing

@testable import IRCWire

@Suite("Moments as server-time writes them")
struct ServerTimeTests {
    static let known: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_192_492_123, "2026-11-20T16:34:52.123Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ]

    @Test("Known moments", arguments: known)
    func knownMoments(milliseconds: Int64, text: String) {
        #expect(ServerTime.text(Timestamp(milliseconds: milliseconds)) == text)
        #expect(ServerTime.moment(text)?.rawValue == milliseconds)
    }

    @Test("Moments that the format cannot say are held at its ends")
    func ends() {
        #expect(ServerTime.text(Timestamp(milliseconds: .min)) == "0001-01-01T00:00:00.000Z")
        #expect(ServerTime.text(Timestamp(milliseconds: .max)) == "9999-12-31T23:59:59.999Z")
    }

    @Test("The calendar is the one that others have, for every day of 400 years and more")
    func calendar() throws {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for day in stride(from: Int64(-30_000), to: 130_000, by: 1) {
            let milliseconds = day * 86_400_000 + (day & 0xFFFF) * 1_009
            let text = ServerTime.text(Timestamp(milliseconds: milliseconds))
            if ServerTime.moment(text)?.rawValue != milliseconds { Issue.record("\(milliseconds) is \(text)") }
            if day % 97 == 0 {
                let date = try Date(text, strategy: format)
                #expect(Int64((date.timeIntervalSince1970 * 1_000).rounded()) == milliseconds)
            }
        }
    }

    @Test("Fractions of any length are read, and a leap second is the second after it")
    func lenient() {
        #expect(ServerTime.moment("1970-01-01T00:00:01Z")?.rawValue == 1_000)
        #expect(ServerTime.moment("1970-01-01T00:00:01.5Z")?.rawValue == 1_500)
        #expect(ServerTime.moment("1970-01-01T00:00:01.123456789Z")?.rawValue == 1_123)
        #expect(
            ServerTime.moment("2016-12-31T23:59:60.000Z")?.rawValue
                == ServerTime.moment("2017-01-01T00:00:00.000Z")?.rawValue)
    }

    @Test(
        "What is no moment is refused",
        arguments: [
            "", "Z", "1970-01-01", "1970-01-01T00:00:00.000", "1970-01-01 00:00:00.000Z", "1970-13-01T00:00:00.000Z",
            "1970-00-01T00:00:00.000Z", "1970-02-29T00:00:00.000Z", "2100-02-29T00:00:00.000Z",
            "1970-01-32T00:00:00.000Z", "1970-01-00T00:00:00.000Z", "1970-01-01T24:00:00.000Z",
            "1970-01-01T00:60:00.000Z", "1970-01-01T00:00:61.000Z", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00,5Z",
            "1970-01-01T00:00:00.5+01:00Z", "+970-01-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z",
            "1970-01-01T00:00:00.000z", "１970-01-01T00:00:00Z", "1970-01-01T00:00:00.é00Z",
        ])
    func refused(text: String) {
        #expect(ServerTime.moment(text)?.rawValue == nil)
    }
}
