import ChatDomain
import Foundation
import Testing

@testable import HTTPGateway

@Suite("Days in the query")
struct DayTests {
    @Test("A day is its beginning in UTC, over leap years and centuries")
    func days() throws {
        let format = Date.ISO8601FormatStyle().year().month().day()
        for day in stride(from: 0, through: 100_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let found = try #require(Timestamp(dayOrMilliseconds: date.formatted(format)))
            #expect(found.rawValue == Int64(day) * 86_400_000)
        }
        #expect(Timestamp(dayOrMilliseconds: "2024-02-29")?.rawValue == 1_709_164_800_000)
    }

    @Test("A number is milliseconds; anything else is nothing")
    func others() {
        #expect(Timestamp(dayOrMilliseconds: "1709164800000")?.rawValue == 1_709_164_800_000)
        for text in [
            "", "-", "24-02-29", "1969-12-31", "2024-00-01", "2024-13-01", "2024-01-32", "2024-1-01", "+024-01-01", "a",
            "1-2-3-4",
        ] {
            #expect(Timestamp(dayOrMilliseconds: text) == nil, "\(text)")
        }
    }
}
