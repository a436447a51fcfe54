public import ChatDomain

/// Moments as `server-time` writes them: `2026-11-20T16:34:52.123Z`.
public enum ServerTime {
    private static let earliest: Int64 = -62_135_596_800_000
    private static let latest: Int64 = 253_402_300_799_999

    /// Writes a moment, held within the years 1 to 9999, which is all the format can say.
    static func append(_ moment: Timestamp, to bytes: inout [UInt8]) {
        let held = min(max(moment.rawValue, earliest), latest) - earliest
        let date = CivilDate(daysSinceYear1: Int(held / 86_400_000))
        let rest = Int(held % 86_400_000)
        var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
        func write(_ number: Int, before end: Int, mark: Unicode.Scalar) {
            digits[end] = UInt8(ascii: mark)
            var number = number
            var place = end
            while number > 0, place > 0 {
                place &-= 1
                digits[place] = 0x30 &+ UInt8(truncatingIfNeeded: number % 10)
                number /= 10
            }
        }
        write(date.year, before: 4, mark: "-")
        write(date.month, before: 7, mark: "-")
        write(date.day, before: 10, mark: "T")
        write(rest / 3_600_000, before: 13, mark: ":")
        write(rest / 60_000 % 60, before: 16, mark: ":")
        write(rest / 1_000 % 60, before: 19, mark: ".")
        write(rest % 1_000, before: 23, mark: "Z")
        digits.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    public static func text(_ moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        append(moment, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The moment; nil unless the text is a moment that is in the calendar. The fraction of the second may have
    /// any length, or be absent; what is finer than a millisecond is dropped. A leap second counts as the second after it.
    public static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8.prefix(64))
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        let marks: [(Int, UInt8)] = [
            (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")), (13, UInt8(ascii: ":")),
            (16, UInt8(ascii: ":")),
        ]
        guard marks.allSatisfy({ bytes[$0.0] == $0.1 }),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if bytes.count > 20 {
            let digits = bytes[20..<(bytes.count - 1)]
            guard bytes[19] == UInt8(ascii: "."), !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
            for place in 0..<3 {
                fraction = fraction * 10 + (place < digits.count ? Int(digits[20 + place] - 0x30) : 0)
            }
        }
        let seconds = (Int64(date.daysSinceYear1) * 24 + Int64(hour)) * 3_600 + Int64(minute * 60 + second)
        return Timestamp(milliseconds: min(seconds * 1_000 + Int64(fraction) + earliest, latest))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy(ASCII.isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

/// A day of the proleptic Gregorian calendar, from the year 1 on.
struct CivilDate: Equatable {
    let year: Int
    let month: Int
    let day: Int

    /// Counted from 1 January of the year 1.
    init(daysSinceYear1 days: Int) {
        // Eras of 400 years that begin on 1 March of the year 0, so that the leap day comes last.
        let shifted = days + 306
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Nil for a day that is not in the calendar.
    init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard CivilDate(daysSinceYear1: daysSinceYear1) == self else { return nil }
    }

    var daysSinceYear1: Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = yearFromMarch / 400
        let yearOfEra = yearFromMarch % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 306
    }
}
