import Glibc

/// One line an event on standard error: time, level, what happened, then `name=value` pairs.
///
/// Callers put neither message text nor secrets into it. Values are quoted and escaped, so that what a client sent
/// cannot forge a line.
public struct Log: Sendable {
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error, off

        public init?(name: String) {
            guard let level = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
            self = level
        }

        public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    public let level: Level

    public init(level: Level) {
        self.level = level
    }

    public func debug(_ event: StaticString, _ values: KeyValuePairs<StaticString, String> = [:]) {
        if level <= .debug { write("debug", event, values) }
    }

    public func info(_ event: StaticString, _ values: KeyValuePairs<StaticString, String> = [:]) {
        if level <= .info { write("info", event, values) }
    }

    public func warning(_ event: StaticString, _ values: KeyValuePairs<StaticString, String> = [:]) {
        if level <= .warning { write("warning", event, values) }
    }

    public func error(_ event: StaticString, _ values: KeyValuePairs<StaticString, String> = [:]) {
        if level <= .error { write("error", event, values) }
    }

    private func write(_ level: StaticString, _ event: StaticString, _ values: KeyValuePairs<StaticString, String>) {
        var line = "\(Self.time()) \(level) \(event)"
        for (name, value) in values { line += " \(name)=\(Self.quoted(value))" }
        line += "\n"
        // One write a line, so that lines of several threads do not mix. A log that cannot be written stops nothing.
        _ = line.withUTF8 { Glibc.write(2, $0.baseAddress, $0.count) }
    }

    static func quoted(_ value: String) -> String {
        let plain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D }
        if plain { return value }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
                quoted += "\\u{\(String(scalar.value, radix: 16))}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(parts.tm_year + 1900)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        let hour = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
        return "\(date)T\(hour).\(padded(now.tv_nsec / 1_000_000, 3))Z"
    }
}
