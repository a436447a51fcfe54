/// One thing that the doctor has looked at.
struct Check: Equatable, Encodable {
    enum Status: String, Encodable {
        case ok, warning, problem
    }

    let name: String
    let status: Status
    let finding: String
    /// What to do; nil when all is well.
    let advice: String?

    static func ok(_ name: String, _ finding: String) -> Check {
        Check(name: name, status: .ok, finding: finding, advice: nil)
    }

    static func warning(_ name: String, _ finding: String, _ advice: String) -> Check {
        Check(name: name, status: .warning, finding: finding, advice: advice)
    }

    static func problem(_ name: String, _ finding: String, _ advice: String) -> Check {
        Check(name: name, status: .problem, finding: finding, advice: advice)
    }

    /// One line, in columns.
    var line: String {
        func column(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        return column(status.rawValue, 9) + column(name, 12) + finding
            + (advice.map { (finding.hasSuffix(".") ? " " : ". ") + $0 } ?? "")
    }
}
