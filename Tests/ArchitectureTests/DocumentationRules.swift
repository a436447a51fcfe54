import Foundation

/// What the code names must be in the books.
enum DocumentationRules {
    /// The names of the limits: the stored properties of `Limits`, as the configuration spells them, and those that
    /// refusals name.
    static func limitNames(limits: SourceFile, sources: [SourceFile]) -> Set<String> {
        var names: Set<String> = []
        for line in limits.codeLines {
            if let property = line.firstMatch(of: /^    public (?:var|let) (\w+)\s*(?::[^{]*|=[^{]*)$/)?.1 {
                names.insert(snakeCase(property))
            }
        }
        for file in sources where file.module != "ChatClient" && file.module != "Console" {
            for match in file.text.matches(of: /Limit\(\s*name: "(\w+)"/) { names.insert(String(match.1)) }
        }
        return names
    }

    /// Those of the names that no page of a book has between backticks.
    static func undocumented(_ names: Set<String>, in book: [SourceFile]) -> [String] {
        names.filter { name in
            let hyphens = name.replacing("_", with: "-")
            return !book.contains { $0.text.contains("`\(name)`") || $0.text.contains("`--\(hyphens)") }
        }.sorted()
    }

    static func snakeCase(_ name: some StringProtocol) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
