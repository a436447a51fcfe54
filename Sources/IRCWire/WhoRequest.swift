/// What WHO asks for: `WHO mask`, `WHO mask o`, or with fields that the client chooses (WHOX), `WHO mask o%tcnuhr,152`.
public struct WhoRequest: Sendable, Hashable {
    /// A field of RPL_WHOSPCRPL (354), in the order in which the reply has them.
    public enum Field: Character, CaseIterable, Sendable {
        case token = "t"
        case channel = "c"
        case user = "u"
        case address = "i"
        case host = "h"
        case server = "s"
        case nick = "n"
        case flags = "f"
        case hops = "d"
        case idle = "l"
        case account = "a"
        case rank = "o"
        case realName = "r"
    }

    /// A channel, a nick or a mask; `*` where nothing is said.
    public let mask: String
    public let operatorsOnly: Bool
    /// The fields that are wanted, in the order of the reply; nil for the plain RPL_WHOREPLY.
    public let fields: [Field]?
    /// What the client wants to see in each reply, up to three digits.
    public let token: String

    public init(mask: String?, options: String?) {
        self.mask = mask.flatMap { $0.isEmpty || $0 == "0" ? nil : $0 } ?? "*"
        let options = options ?? ""
        let flags = options.prefix { $0 != "%" }
        operatorsOnly = flags.contains("o")
        guard flags.endIndex < options.endIndex else {
            fields = nil
            token = "0"
            return
        }
        let wanted = options[options.index(after: flags.endIndex)...].split(
            separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        fields = Field.allCases.filter { wanted.first?.contains($0.rawValue) == true }
        let digits = wanted.dropFirst().first.map { $0.utf8.prefix(4) }
        if let digits, (1...3).contains(digits.count), digits.allSatisfy(ASCII.isDigit) {
            token = String(decoding: digits, as: UTF8.self)
        } else {
            token = "0"
        }
    }
}
