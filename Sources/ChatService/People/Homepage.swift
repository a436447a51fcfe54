import ChatDomain

/// The address of somebody's page on the web, as a browser opens it.
enum Homepage {
    static let mostCharacters = 200

    /// The address without surrounding white space; empty for none.
    static func check(_ typed: String) throws(Refusal) -> String {
        guard typed.utf8.count <= mostCharacters * 4 + 16 else { throw tooLong }
        let address = typed.trimmed
        guard !address.isEmpty else { return "" }
        guard address.unicodeScalars.count <= mostCharacters else { throw tooLong }
        let refusal = Refusal(.textInvalid, "A homepage is an address of the web, such as https://example.org/me.")
        let lower = address.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { throw refusal }
        let rest = address.dropFirst(scheme.count)
        // Who comes before an @ is somebody's name and password, or a disguise for another host.
        let host = rest.prefix { !"/?#".contains($0) }
        guard !host.isEmpty, !host.hasPrefix(":"), !host.contains("@"),
            address.unicodeScalars.allSatisfy({ scalar in
                FreeText.isShown(scalar) && !scalar.properties.isWhitespace
                    && !"<>\"\\`{}|^".unicodeScalars.contains(scalar)
            })
        else { throw refusal }
        return address
    }

    private static let tooLong = Refusal(
        .tooLarge, "The address of a homepage may have at most \(mostCharacters) characters.",
        limit: Refusal.Limit(name: "homepage_length", value: mostCharacters))
}
