/// Figures as Prometheus reads them: its text format, version 0.0.4.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
///
/// A family is added once, with all of its series. Names and labels are the program's own; values of labels may be anything.
public struct MetricsText {
    public typealias Labels = [(name: String, value: String)]

    public private(set) var text = ""

    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a histogram's integers are in the text.
    public enum Unit: Sendable {
        case one
        /// From nanoseconds.
        case seconds
    }

    public init() {}

    /// What only grows while the server runs. Its name ends with `_total`.
    public mutating func counter(_ name: String, _ help: String, _ series: [(Labels, Double)]) {
        family(name, help, "counter", series)
    }

    public mutating func counter(_ name: String, _ help: String, _ value: Int) {
        counter(name, help, [([], Double(value))])
    }

    /// What rises and falls.
    public mutating func gauge(_ name: String, _ help: String, _ series: [(Labels, Double)]) {
        family(name, help, "gauge", series)
    }

    /// - Parameter value: nil when it cannot be found out; the family then has no series.
    public mutating func gauge(_ name: String, _ help: String, _ value: Int?) {
        gauge(name, help, value.map { [([], Double($0))] } ?? [])
    }

    public mutating func histogram(
        _ name: String, _ help: String, in unit: Unit, _ series: [(Labels, Histogram.Spread)]
    ) {
        begin(name, help, "histogram")
        for (labels, spread) in series {
            var count = 0
            for (place, bound) in spread.bounds.enumerated() {
                count &+= spread.counts[place]
                sample("\(name)_bucket", labels, ("le", Self.number(Self.value(bound, unit))), Double(count))
            }
            sample("\(name)_bucket", labels, ("le", "+Inf"), Double(spread.count))
            sample("\(name)_sum", labels, nil, Self.value(spread.sum, unit))
            sample("\(name)_count", labels, nil, Double(spread.count))
        }
    }

    private mutating func family(_ name: String, _ help: String, _ type: String, _ series: [(Labels, Double)]) {
        begin(name, help, type)
        for (labels, value) in series { sample(name, labels, nil, value) }
    }

    private mutating func begin(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(Self.escaped(help, quote: false))\n# TYPE \(name) \(type)\n"
    }

    private mutating func sample(
        _ name: String, _ labels: Labels, _ last: (name: String, value: String)?, _ value: Double
    ) {
        text += name
        let all = labels + (last.map { [$0] } ?? [])
        if !all.isEmpty {
            let pairs = all.map { "\($0.name)=\"\(Self.escaped($0.value, quote: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func value(_ integer: Int, _ unit: Unit) -> Double {
        switch unit {
        case .one: Double(integer)
        case .seconds: Double(integer) / 1_000_000_000
        }
    }

    /// As Go's `ParseFloat` reads it.
    static func number(_ value: Double) -> String {
        if let integer = Int(exactly: value) { return String(integer) }
        if value.isNaN { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        return String(value)
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
