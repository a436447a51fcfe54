/// The choice of a content coding from Accept-Encoding (RFC 9110, 12.5.3).
public enum ContentCoding {
    /// The offered coding with the highest weight, the earliest of equals; nil means: send the content as it is.
    ///
    /// The content as it is wins only if it has a higher weight than every offer that is accepted, so a client which names
    /// a coding gets it. An element that is malformed counts for nothing.
    /// - Parameter offered: names of codings in the server's order of preference, without `identity`.
    public static func choose(for headers: HTTPHeaders, offered: [String]) -> String? {
        let weights = headers.values("accept-encoding").flatMap(HTTPGrammar.listElements).compactMap(Weight.init)
        func thousandths(_ coding: String) -> Int? {
            let named = weights.first { HTTPGrammar.equalIgnoringCase($0.coding, coding) }
            return (named ?? weights.first { $0.coding == "*" })?.thousandths
        }
        var best: (coding: String, thousandths: Int)?
        for coding in offered {
            guard let weight = thousandths(coding), weight > 0, weight > best?.thousandths ?? 0 else { continue }
            best = (coding, weight)
        }
        let plain = weights.first { HTTPGrammar.equalIgnoringCase($0.coding, "identity") }?.thousandths ?? 0
        guard let best, best.thousandths >= plain else { return nil }
        return best.coding
    }

    private struct Weight {
        let coding: Substring
        let thousandths: Int

        init?(_ element: Substring) {
            let parts = HTTPGrammar.split(element, by: UInt8(ascii: ";")).map(HTTPGrammar.trimmed)
            guard let coding = parts.first, HTTPGrammar.isToken(coding), parts.count <= 2 else { return nil }
            self.coding = coding
            guard parts.count == 2, let weight = parts.last else {
                thousandths = 1000
                return
            }
            guard let parsed = Self.thousandths(weight) else { return nil }
            thousandths = parsed
        }

        /// `q=0.5`: at most three digits behind the point, at most 1.
        private static func thousandths(_ weight: Substring) -> Int? {
            let bytes = Array(weight.utf8)
            guard (3...7).contains(bytes.count), HTTPGrammar.lowered(bytes[0]) == UInt8(ascii: "q"),
                bytes[1] == UInt8(ascii: "="), bytes[2] == 0x30 || bytes[2] == 0x31
            else { return nil }
            var value = bytes[2] == 0x31 ? 1000 : 0
            if bytes.count > 3 {
                guard bytes[3] == UInt8(ascii: ".") else { return nil }
                var unit = 100
                for digit in bytes[4...] {
                    guard HTTPGrammar.isDigit(digit) else { return nil }
                    value += Int(digit - 0x30) * unit
                    unit /= 10
                }
            }
            return value <= 1000 ? value : nil
        }
    }
}
