internal import ChatDomain

/// The days of somebody whose clock is ahead of UTC by a fixed time.
struct CivilCalendar {
    private let today: Int64
    private let offset: Int64
    private static let dayLength: Int64 = 86_400_000

    init(now: Timestamp, secondsFromUTC: Int) {
        // No zone is further from UTC than 14 hours; a moment far away is nobody's now.
        offset = Int64(min(max(secondsFromUTC, -86_400), 86_400)) * 1000
        let moment = min(max(now.rawValue, -1 << 52), 1 << 52) + offset
        today = (moment - (moment % Self.dayLength + Self.dayLength) % Self.dayLength) / Self.dayLength
    }

    /// `2026-01-31`, `today` or `yesterday`; nil for anything else, the 30th of February among it.
    func day(_ text: String) -> (start: Timestamp, end: Timestamp)? {
        let day: Int64
        switch text.lowercased() {
        case "today": day = today
        case "yesterday": day = today - 1
        case let text:
            guard let number = Self.dayNumber(text) else { return nil }
            day = number
        }
        let start = day * Self.dayLength - offset
        return (Timestamp(milliseconds: start), Timestamp(milliseconds: start + Self.dayLength))
    }

    /// Days since 1970-01-01 in the Gregorian calendar.
    private static func dayNumber(_ text: String) -> Int64? {
        let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count), (1...2).contains(parts[2].count),
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int64(Substring(parts[0])), let month = Int64(Substring(parts[1])),
            let day = Int64(Substring(parts[2])), (1...12).contains(month), day >= 1
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard day <= length else { return nil }
        // Years that begin in March end with the leap day.
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let leapDays = shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1
        return shifted * 365 + leapDays + dayOfYear - 719_468
    }
}
