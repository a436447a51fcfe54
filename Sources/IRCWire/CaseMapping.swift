/// Which names are the same (`CASEMAPPING=ascii`): those that differ in the case of ASCII letters alone.
///
/// Roost's names are case-folded in all scripts where they are made and looked up; this is the part that every client
/// can follow.
public enum CaseMapping {
    public static let name = "ascii"

    public static func fold(_ name: String) -> String {
        guard name.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return name }
        return String(decoding: name.utf8.map(ASCII.lower), as: UTF8.self)
    }

    public static func areSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { ASCII.lower($0) == ASCII.lower($1) }
    }
}
