/// The numbers in `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, read before anything computes with them.
///
/// libsodium decodes the text too, and refuses signs, leading zeros and parts that are too short. But it would take up
/// to 4 TiB of memory on its word, and 1.0.18 reads bytes beyond ASCII as base64.
struct Argon2idForm {
    let kibibytes: Int
    let passes: Int
    let lanes: Int

    /// libsodium itself always writes 1; other programs write the number of their threads.
    static let maximumLanes = 64

    /// Nil unless the text has this form.
    init?(_ text: String) {
        // `crypto_pwhash_STRBYTES` is 128, with the closing zero.
        guard text.utf8.count < 128 else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1].elementsEqual("argon2id".utf8),
            parts[2].elementsEqual("v=19".utf8), Self.isBase64(parts[4]), Self.isBase64(parts[5])
        else { return nil }
        let costs = parts[3].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard costs.count == 3, let kibibytes = Self.number(costs[0], after: "m="),
            let passes = Self.number(costs[1], after: "t="), let lanes = Self.number(costs[2], after: "p=")
        else { return nil }
        self.kibibytes = kibibytes
        self.passes = passes
        self.lanes = lanes
    }

    private static func number(_ field: Substring.UTF8View, after name: String) -> Int? {
        guard field.starts(with: name.utf8) else { return nil }
        return UInt32(Substring(field.dropFirst(name.utf8.count))).map(Int.init)
    }

    private static func isBase64(_ field: Substring.UTF8View) -> Bool {
        !field.isEmpty
            && field.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}
