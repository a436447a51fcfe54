/// One thing that `roost admin` does, as a value: how it is written, what it is for, and the doing.
struct AdminCommand: Sendable {
    /// A word that stands for something, behind the command's own words.
    struct Argument: Sendable {
        let name: String
        var isOptional = false
        var isRepeated = false

        static func one(_ name: String) -> Argument { Argument(name: name) }
        static func maybe(_ name: String) -> Argument { Argument(name: name, isOptional: true) }
        /// One or more.
        static func some(_ name: String) -> Argument { Argument(name: name, isRepeated: true) }

        var usage: String {
            let word = name + (isRepeated ? "…" : "")
            return isOptional ? "[\(word)]" : word
        }
    }

    struct Flag: Sendable {
        /// With its hyphens.
        let name: String
        /// Nil for an option without a value.
        let value: String?
        let sentence: String

        init(_ name: String, _ value: String, _ sentence: String) {
            (self.name, self.value, self.sentence) = (name, value, sentence)
        }

        init(_ name: String, _ sentence: String) {
            (self.name, value, self.sentence) = (name, nil, sentence)
        }

        var usage: String { name + (value.map { " \($0)" } ?? "") }

        static let json = Flag("--json", "prints one JSON object a line")
        static let yes = Flag("--yes", "does not ask")
    }

    let path: [String]
    let arguments: [Argument]
    let flags: [Flag]
    /// What it does, as the end of a sentence that begins with the command.
    let sentence: String
    let run: @Sendable (AdminErrand) async throws(Admin.Ending) -> Void

    init(
        _ path: String..., arguments: [Argument] = [], flags: [Flag] = [], _ sentence: String,
        run: @escaping @Sendable (AdminErrand) async throws(Admin.Ending) -> Void
    ) {
        (self.path, self.arguments, self.flags, self.sentence, self.run) = (path, arguments, flags, sentence, run)
    }

    var name: String { path.joined(separator: " ") }
    var usage: String { (path + arguments.map(\.usage)).joined(separator: " ") }

    static let all: [AdminCommand] =
        AdminUsers.commands + AdminInvites.commands + AdminSettings.commands + AdminRooms.commands
        + AdminReports.commands + AdminAudit.commands + AdminServer.commands
}
