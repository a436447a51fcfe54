/// `version SP three digits SP reason` (RFC 9112, 4). The reason is for people and not kept.
struct StatusLine: Sendable {
    let version: HTTPVersion
    let status: Int

    init(_ line: Span<UInt8>) throws(HTTPRefusal) {
        guard line.count >= 13, line[8] == HTTPGrammar.space, line[12] == HTTPGrammar.space,
            let digits = line.text(9..<12), digits.utf8.allSatisfy(HTTPGrammar.isDigit),
            let status = Int(digits), status >= 100
        else { throw .statusLineMalformed }
        version = try HTTPVersion(line.extracting(0..<8))
        self.status = status
    }
}
