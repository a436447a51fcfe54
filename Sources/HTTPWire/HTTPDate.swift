/// Dates as HTTP writes them.
public enum HTTPDate {
    /// The date as `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110, 5.6.7).
    /// - Parameter unixSeconds: seconds since 1970; held within the years 1 to 9999, which is all the format can say.
    public static func imfFixdate(unixSeconds: Int64) -> String {
        let seconds = min(max(unixSeconds, -62_135_596_800), 253_402_300_799)
        let day = Int(seconds.dividedFloor(by: 86_400))
        let second = Int(seconds - Int64(day) * 86_400)
        let (year, month, dayOfMonth) = civil(daysSince1970: day)
        // 1 January 1970 was a Thursday.
        let weekday = ((day + 4) % 7 + 7) % 7
        return "\(weekdays[weekday]), \(padded(dayOfMonth, 2)) \(months[month - 1]) \(padded(year, 4)) "
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The proleptic Gregorian date, counted in eras of 400 years that begin on 1 March, so that the leap day comes last.
    private static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func dividedFloor(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
