import ChatService

/// One thing that can be configured, under the same name everywhere: `--max-connections`, `ROOST_MAX_CONNECTIONS`,
/// and `max_connections = …` in the file.
struct Option: Sendable {
    /// With underscores.
    let name: String
    /// What stands for the value in the help.
    let placeholder: String
    let summary: String
    let defaultText: String
    let apply: @Sendable (inout ServeConfiguration, String) throws(ConfigurationError) -> Void

    var flag: String { "--" + name.replacing("_", with: "-") }
    var variable: String { "ROOST_" + name.uppercased() }
}

/// A sentence that names what is wrong and where.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Option {
    static let all: [Option] = general + Limits.entries.map(limit)

    private static func limit(_ entry: Limits.Entry) -> Option {
        let canBeOff = entry.range.lowerBound == 0
        return Option(
            name: entry.name, placeholder: "N", summary: entry.summary,
            defaultText: String(Limits()[keyPath: entry.path])
        ) { configuration, text throws(ConfigurationError) in
            let number = canBeOff && text == "off" ? 0 : Int(text)
            guard let number, entry.range.contains(number) else {
                throw ConfigurationError(
                    "must be a number from \(entry.range.lowerBound) to \(entry.range.upperBound)\(canBeOff ? ", or off" : "")"
                )
            }
            configuration.limits[keyPath: entry.path] = number
        }
    }

    /// An integer within bounds.
    static func integer(
        _ name: String, _ range: ClosedRange<Int>, default value: Int, _ summary: String,
        _ path: any WritableKeyPath<ServeConfiguration, Int> & Sendable
    ) -> Option {
        Option(name: name, placeholder: "N", summary: summary, defaultText: String(value)) {
            configuration, text throws(ConfigurationError) in
            guard let number = Int(text), range.contains(number) else {
                throw ConfigurationError("must be a number from \(range.lowerBound) to \(range.upperBound)")
            }
            configuration[keyPath: path] = number
        }
    }
}
