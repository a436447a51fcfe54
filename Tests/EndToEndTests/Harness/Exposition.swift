import Testing

/// What a server tells of itself at `/metrics`, read strictly by Prometheus's text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/) and its naming (…/practices/naming/).
struct Exposition {
    struct Family {
        var help: String
        var type: String
        /// In the order of the text.
        var samples: [Sample] = []
    }

    struct Sample {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String

        init(_ reason: String, _ line: Substring) { description = "\(reason): \(line)" }
    }

    private(set) var families: [String: Family] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n"), !text.hasSuffix("\n\n") else { throw Malformed("does not end with a line", "") }
        var current = ""
        var series: Set<String> = []
        var helps: [String: String] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let help = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)/) {
                let name = String(help.1)
                guard families[name] == nil, helps[name] == nil else { throw Malformed("a family twice", line) }
                helps[name] = String(help.2)
            } else if let type = line.wholeMatch(
                of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/)
            {
                current = String(type.1)
                guard families[current] == nil, let help = helps[current] else {
                    throw Malformed("a family twice, or without HELP before", line)
                }
                families[current] = Family(help: help, type: String(type.2))
            } else {
                let sample = try Self.sample(line)
                let identity = "\(sample.name) \(sample.labels.sorted { $0.key < $1.key })"
                guard series.insert(identity).inserted else { throw Malformed("a series twice", line) }
                let suffixes = families[current]?.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                guard suffixes.contains(where: { sample.name == current + $0 }) else {
                    throw Malformed("a sample outside of its family", line)
                }
                families[current]?.samples.append(sample)
            }
        }
        for (name, family) in families { try Self.check(name, family) }
    }

    private static func sample(_ line: Substring) throws -> Sample {
        guard let parts = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/) else {
            throw Malformed("no sample", line)
        }
        var labels: [String: String] = [:]
        var rest = parts.2 ?? ""
        while !rest.isEmpty {
            guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\\\|\\"|\\n)*)"(?:,|$)/),
                labels.updateValue(String(label.2), forKey: String(label.1)) == nil
            else { throw Malformed("bad labels", line) }
            rest = rest[label.range.upperBound...]
        }
        let value = parts.3 == "+Inf" ? Double.infinity : Double(parts.3)
        guard let value else { throw Malformed("no number", line) }
        return Sample(name: String(parts.1), labels: labels, value: value)
    }

    private static func check(_ name: String, _ family: Family) throws {
        guard (family.type == "counter") == name.hasSuffix("_total") else {
            throw Malformed("counters end with _total, and they alone", "\(name)")
        }
        guard family.type != "counter" || family.samples.allSatisfy({ $0.value >= 0 }) else {
            throw Malformed("a counter below zero", "\(name)")
        }
        guard family.type == "histogram" else { return }
        let groups = Dictionary(grouping: family.samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, samples) in groups {
            let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"] == "+Inf" ? .infinity : Double($0.labels["le"] ?? "") }
            let count = samples.first { $0.name.hasSuffix("_count") }?.value
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                buckets.map(\.value) == buckets.map(\.value).sorted(), buckets.last?.value == count,
                samples.contains(where: { $0.name.hasSuffix("_sum") })
            else { throw Malformed("not a histogram", "\(name) \(labels)") }
        }
    }

    /// The value of the one series with these labels.
    func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
        let family = families[name] ?? families[String(name.replacing(/_(sum|count)$/, with: ""))]
        let found = (family?.samples ?? []).filter { $0.name == name && $0.labels == labels }
        return try #require(found.first, "\(name) \(labels)").value
    }
}

extension ServerProcess {
    /// Of a server that was started with `--metrics`.
    func figures() throws -> Exposition {
        let answer = try HTTPCaller(port: try #require(metricsPort)).call("GET", "/metrics")
        guard answer.status == 200 else { throw Person.Refused(status: answer.status, code: nil) }
        return try Exposition(String(decoding: answer.body, as: UTF8.self))
    }
}
