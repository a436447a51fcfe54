import FoundationEssentials

/// Puts a configuration together: defaults, then the file, then the environment, then flags.
struct ConfigurationReader {
    /// What a client reads from the environment, which the server need not know.
    private static let otherVariables: Set<String> = ["ROOST_PASSWORD", "ROOST_TOKEN", "ROOST_SERVER", "ROOST_CONFIG"]

    private let options = Dictionary(Option.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// - Parameter arguments: those behind `serve`.
    func read(arguments: [String], environment: [String: String]) throws(ConfigurationError) -> ServeConfiguration {
        let flags = try parse(arguments)
        var configuration = ServeConfiguration()
        if let path = flags.last(where: { $0.name == "config" })?.value ?? environment["ROOST_CONFIG"] {
            try applyFile(path, to: &configuration)
        }
        for (variable, value) in environment.sorted(by: { $0.key < $1.key })
        where variable.hasPrefix("ROOST_") && !Self.otherVariables.contains(variable) {
            guard let option = options[variable.dropFirst(6).lowercased()], option.variable == variable else {
                throw ConfigurationError(
                    "The environment has \(variable), which is no setting. See roost serve --help.")
            }
            try apply(option, value, to: &configuration, from: "The environment's \(variable)")
        }
        for flag in flags where flag.name != "config" {
            guard let option = options[flag.name] else { continue }
            try apply(option, flag.value, to: &configuration, from: option.flag)
        }
        return configuration
    }

    private func apply(
        _ option: Option, _ value: String, to configuration: inout ServeConfiguration, from place: String
    ) throws(ConfigurationError) {
        do throws(ConfigurationError) {
            try option.apply(&configuration, value)
        } catch {
            throw ConfigurationError("\(place) \(error.description), not \"\(value)\".")
        }
    }

    private func parse(_ arguments: [String]) throws(ConfigurationError) -> [(name: String, value: String)] {
        var flags: [(String, String)] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let flag = String(parts[0])
            let name = flag.hasPrefix("--") ? String(flag.dropFirst(2)).replacing("-", with: "_") : ""
            guard name == "config" || options[name]?.flag == flag else {
                throw ConfigurationError("\(flag) is no setting. See roost serve --help.")
            }
            if parts.count == 2 {
                flags.append((name, String(parts[1])))
            } else if let value = rest.popFirst() {
                flags.append((name, value))
            } else {
                throw ConfigurationError("\(flag) needs a value.")
            }
        }
        return flags
    }

    /// Lines of `name = value`; `#` begins a comment.
    private func applyFile(_ path: String, to configuration: inout ServeConfiguration) throws(ConfigurationError) {
        guard let data = try? Data(contentsOf: URL(filePath: path)), let text = String(validating: data, as: UTF8.self)
        else {
            throw ConfigurationError("The configuration file \(path) cannot be read.")
        }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingSpaces
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let place = "\(path), line \(number + 1):"
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw ConfigurationError("\(place) a line must be: name = value.") }
            let name = parts[0].trimmingSpaces
            guard let option = options[name] else {
                throw ConfigurationError("\(place) \(name) is no setting. See roost serve --help.")
            }
            try apply(option, parts[1].trimmingSpaces, to: &configuration, from: "\(place) \(name)")
        }
    }
}
