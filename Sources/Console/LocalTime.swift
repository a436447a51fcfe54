import Glibc

/// A moment as the clock on the wall shows it, in the zone of the person (TZ, /etc/localtime).
struct LocalTime: Equatable {
    /// `14:03`.
    let clock: String
    /// `Friday, 20 November 2026`.
    let day: String

    init(milliseconds: Int64) {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else {
            (clock, day) = ("--:--", "unknown day")
            return
        }
        clock = Self.twoDigits(parts.tm_hour) + ":" + Self.twoDigits(parts.tm_min)
        let weekday = Self.weekdays[min(max(0, Int(parts.tm_wday)), 6)]
        let month = Self.months[min(max(0, Int(parts.tm_mon)), 11)]
        day = "\(weekday), \(parts.tm_mday) \(month) \(Int(parts.tm_year) + 1900)"
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
