/// Tells code from comments and strings, as far as rules on words need it.
enum SwiftScanner {
    private enum State {
        case code
        case lineComment
        case blockComment(depth: Int)
        /// Between quotes: how many hash signs and quotes end it.
        case string(hashes: Int, quotes: Int)
    }

    /// The text with every comment and every string's content left out; line feeds stay where they are.
    static func withoutCommentsAndStrings(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var state = State.code
        var place = 0

        func starts(_ word: String, at place: Int) -> Bool {
            var place = place
            for byte in word.utf8 {
                guard place < bytes.count, bytes[place] == byte else { return false }
                place += 1
            }
            return true
        }

        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\n") {
                if case .lineComment = state { state = .code }
                if case .string(_, 1) = state { state = .code }
                out.append(byte)
                place += 1
                continue
            }
            switch state {
            case .code:
                if starts("//", at: place) {
                    state = .lineComment
                } else if starts("/*", at: place) {
                    state = .blockComment(depth: 1)
                    place += 1
                } else if let opening = openingQuotes(bytes, at: place) {
                    state = .string(hashes: opening.hashes, quotes: opening.quotes)
                    out.append(UInt8(ascii: "\""))
                    place += opening.hashes + opening.quotes
                    continue
                } else {
                    out.append(byte)
                }
            case .lineComment:
                break
            case .blockComment(let depth):
                if starts("*/", at: place) {
                    state = depth == 1 ? .code : .blockComment(depth: depth - 1)
                    place += 1
                } else if starts("/*", at: place) {
                    state = .blockComment(depth: depth + 1)
                    place += 1
                }
            case .string(let hashes, let quotes):
                let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
                if starts(end, at: place) {
                    state = .code
                    out.append(UInt8(ascii: "\""))
                    place += end.utf8.count
                    continue
                }
                if hashes == 0, byte == UInt8(ascii: "\\"), place + 1 < bytes.count, bytes[place + 1] != 0x0A {
                    place += 1
                }
            }
            place += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func openingQuotes(_ bytes: [UInt8], at start: Int) -> (hashes: Int, quotes: Int)? {
        var place = start
        while place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
        let hashes = place - start
        var quotes = 0
        while place < bytes.count, bytes[place] == UInt8(ascii: "\""), quotes < 3 {
            quotes += 1
            place += 1
        }
        switch quotes {
        case 0: return nil
        // An empty string is no opening of a longer one.
        case 2: return (hashes, 1)
        default: return (hashes, quotes)
        }
    }
}
