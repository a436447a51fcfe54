public import ChatDomain

/// Writes moments as dates and times of day, at a fixed distance from UTC.
public struct TranscriptClock: Sendable, Equatable {
    public static let utc = TranscriptClock(minutesEast: 0)

    /// Between -18 and 18 hours.
    public let minutesEast: Int

    /// What is beyond 18 hours is cut to them.
    public init(minutesEast: Int) {
        self.minutesEast = min(max(minutesEast, -1080), 1080)
    }

    /// "UTC" or "UTC+02:00".
    public var name: String { minutesEast == 0 ? "UTC" : "UTC" + offset }

    private var offset: String {
        let minutes = abs(minutesEast)
        return (minutesEast < 0 ? "-" : "+") + Self.digits(minutes / 60, 2) + ":" + Self.digits(minutes % 60, 2)
    }

    /// Reads "+02:00", "-0330" or "UTC"; nil for anything else.
    public init?(_ text: String) {
        if text == "UTC" || text == "Z" {
            self = .utc
            return
        }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard text.hasPrefix("+") || text.hasPrefix("-"), digits.utf8.count == 4, let number = Int(digits),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), number % 100 < 60, number <= 1800
        else { return nil }
        self.init(minutesEast: (number / 100 * 60 + number % 100) * (text.hasPrefix("-") ? -1 : 1))
    }

    /// When the day "2026-11-20" begins; nil for what is no day. Source: H. Hinnant, as below, days_from_civil.
    public func start(ofDay text: String) -> Timestamp? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], let year = Int64(parts[0]),
            let month = Int64(parts[1]), let day = Int64(parts[2]), (1...12).contains(month), (1...31).contains(day),
            year > 0
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let number = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
        // The 31st of a month of 30 days is no day.
        guard Self.civil(number) == text else { return nil }
        return Timestamp(milliseconds: number * 86_400_000 - Int64(minutesEast) * 60_000)
    }

    /// "2026-11-20"
    func date(_ moment: Timestamp) -> String { parts(moment).date }

    /// "10:15:03"
    func time(_ moment: Timestamp) -> String { parts(moment).time }

    /// "2026-11-20T10:15:03.250Z" (RFC 3339).
    func internet(_ moment: Timestamp) -> String {
        let (date, time, milliseconds) = parts(moment)
        return "\(date)T\(time).\(Self.digits(milliseconds, 3))\(minutesEast == 0 ? "Z" : offset)"
    }

    private func parts(_ moment: Timestamp) -> (date: String, time: String, milliseconds: Int) {
        let shifted = moment.rawValue.addingReportingOverflow(Int64(minutesEast) * 60_000)
        let value = shifted.overflow ? moment.rawValue : shifted.partialValue
        let day = value.flooredDivision(by: 86_400_000)
        // In 0..<86_400_000; wrapping, for day * 86_400_000 may lie just below the smallest number.
        let rest = Int(value &- day &* 86_400_000)
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { Self.digits($0, 2) }
        return (Self.civil(day), time.joined(separator: ":"), rest % 1000)
    }

    /// The date of a day, counted from 1970-01-01, in the Gregorian calendar. Source: H. Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", civil_from_days.
    private static func civil(_ day: Int64) -> String {
        let shifted = day + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let ofMonth = ofYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
        let sign = civilYear < 0 ? "-" : ""
        return "\(sign)\(digits(Int(abs(civilYear)), 4))-\(digits(Int(civilMonth), 2))-\(digits(Int(ofMonth), 2))"
    }

    private static func digits(_ number: Int, _ least: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, least - text.utf8.count)) + text
    }
}

extension Int64 {
    /// Rounded towards minus infinity. The divisor is positive.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
