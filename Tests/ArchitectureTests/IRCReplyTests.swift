import Testing

/// What the IRC door says, some test must have made it say.
@Suite("Replies by IRC")
struct IRCReplyTests {
    private static let gateway = SourceTree.sources.filter { $0.module == "IRCGateway" }
    private static let codec = SourceTree.sources.filter { $0.module == "IRCWire" }
    private static let transcripts = SourceTree.tests.filter { $0.path.hasPrefix("Tests/EndToEndTests/IRC/") }

    /// The numbers of numeric replies by their names.
    private static let numerics: [String: String] = {
        guard let file = codec.first(where: { $0.name == "Numeric.swift" }) else { return [:] }
        let pairs = file.text.matches(of: /\b((?:rpl|err)\w+) = (\d+)/).map { match in
            (String(match.1), String(repeating: "0", count: max(0, 3 - match.2.count)) + match.2)
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }()

    @Test("Every numeric is sent by the gateway, and by some test's wish")
    func numericsAreProduced() {
        #expect(Self.numerics.count > 50)
        let sent = (Self.gateway + Self.codec.filter { $0.name != "Numeric.swift" }).map(\.code).joined(separator: "\n")
        let seen = Self.transcripts.map(\.text).joined(separator: "\n")
        let unsent = Self.numerics.filter { !sent.contains(".\($0.key)") }
        #expect(unsent.isEmpty, "sent by nobody: \(unsent.values.sorted())")
        let untested = Self.numerics.filter { !seen.contains($0.value) }
        #expect(untested.isEmpty, "produced by no test: \(untested.values.sorted())")
    }

    @Test("Every standard reply is produced by some test")
    func standardRepliesAreProduced() {
        let seen = Self.transcripts.map(\.text).joined(separator: "\n")
        let said = (Self.gateway + Self.codec).map(\.text).joined(separator: "\n")
        let codes = Set(said.matches(of: /(?:fail|warn|note)\([^"]{0,60}"([A-Z][A-Z_]+)"/).map { String($0.1) })
            .union(said.matches(of: /StandardReply\([^"]{0,60}"([A-Z][A-Z_]+)"/).map { String($0.1) })
        #expect(codes.count > 10)
        let untested = codes.filter { !seen.contains($0) }
        #expect(untested.isEmpty, "produced by no test: \(untested.sorted())")
    }
}
