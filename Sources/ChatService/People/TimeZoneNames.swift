import FoundationEssentials

/// The names of the IANA's time zone database, as this machine has it.
enum TimeZoneNames {
    private static let file = "/usr/share/zoneinfo/tzdata.zi"

    /// Read once, at the first question; nil where there is no database.
    private static let known: Set<String>? = {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { return nil }
        return names(in: data)
    }()

    /// From the database's text form: a zone stands as "Z NAME …", a link as "L TARGET NAME" (zic(8)).
    static func names(in text: some Sequence<UInt8>) -> Set<String> {
        var names: Set<String> = []
        for line in Array(text).split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
            let place = line.first == UInt8(ascii: "Z") ? 1 : 2
            guard line.first == UInt8(ascii: "Z") || line.first == UInt8(ascii: "L"), words.first?.count == 1,
                words.count > place
            else { continue }
            names.insert(String(decoding: words[place], as: UTF8.self))
        }
        return names
    }

    /// Where there is no database the form alone is judged.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 64, text.utf8.first.map(isLetter) == true,
            text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }),
            text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || "/_+-".utf8.contains($0) })
        else { return false }
        return known?.contains(text) ?? true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
}
