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

    /// The zone of the person as IANA names it; nil where nothing tells it.
    static var zone: String? {
        if let name = getenv("TZ").map({ String(cString: $0) }), name.contains("/"), !name.hasPrefix("/") {
            return name
        }
        var target = [UInt8](repeating: 0, count: 1_024)
        let count = target.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/etc/localtime", $0.assumingMemoryBound(to: CChar.self), bytes.count) }
                ?? 0
        }
        guard count > 0 else { return nil }
        let parts = String(decoding: target.prefix(count), as: UTF8.self).split(separator: "/")
        guard let place = parts.firstIndex(of: "zoneinfo") else { return nil }
        return parts[(place + 1)...].joined(separator: "/")
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
