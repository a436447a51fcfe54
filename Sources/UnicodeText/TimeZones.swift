import CICU

/// Time zones by their names in the IANA database, like Europe/Vienna.
public enum TimeZones {
    private static let longestName = 64

    public static func isKnown(_ zone: String) -> Bool {
        guard let (units, count) = ICUText.units(zone, maximumBytes: longestName), count > 0 else { return false }
        return roost_icu_knows_zone(units, count)
    }

    /// Seconds that clocks of the zone are ahead of UTC at a moment, in milliseconds since 1970; nil for a zone that is
    /// not known.
    public static func offset(of zone: String, atMilliseconds moment: Int64) -> Int? {
        guard isKnown(zone), let (units, count) = ICUText.units(zone, maximumBytes: longestName) else { return nil }
        var offset: Int32 = 0
        guard roost_icu_zone_offset(units, count, Double(moment), &offset) else { return nil }
        return Int(offset) / 1_000
    }
}
