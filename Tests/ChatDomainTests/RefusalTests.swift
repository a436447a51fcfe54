import ChatDomain
import Foundation
import Testing

@Suite("Refusals")
struct RefusalTests {
    private struct Row {
        let status: String
        let retry: String
        let columns: [String]
    }

    /// The rows of the tables in docs/protocol/errors.md, by code.
    private func rows() throws -> [String: Row] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/protocol/errors.md"), encoding: .utf8)
        var rows: [String: Row] = [:]
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            try #require(columns.count == 5, "\(line)")
            let code = columns[0].trimmingCharacters(in: ["`"])
            #expect(rows[code] == nil, "\(code) has two rows")
            rows[code] = Row(status: columns[1], retry: columns[4], columns: columns)
        }
        return rows
    }

    @Test("Every code has its row in docs/protocol/errors.md, with its status and whether to retry")
    func documented() throws {
        let rows = try rows()
        for code in RefusalCode.allCases {
            let row = try #require(rows[code.rawValue], "no row for \(code.rawValue)")
            #expect(row.status == String(code.httpStatus), "\(code.rawValue)")
            #expect(row.retry == (code.mayRetry ? "yes" : "no"), "\(code.rawValue)")
            #expect(row.columns.allSatisfy { !$0.isEmpty }, "\(code.rawValue)")
        }
        #expect(Set(rows.keys) == Set(RefusalCode.allCases.map(\.rawValue)))
    }

    @Test("Statuses are those of an error, and only what passes may be retried")
    func statuses() {
        for code in RefusalCode.allCases {
            #expect((400..<600).contains(code.httpStatus))
            #expect(!code.mayRetry || [429, 503].contains(code.httpStatus))
        }
    }
}
