import Testing

@testable import Console
@testable import HTTPGateway

@Suite("What of the server can be asked for at the console")
struct OperationCoverageTests {
    @Test("Every operation has a command, or a reason why not; and every entry has its operation")
    func complete() {
        let operations = Set(OperationTable.all.map(\.id))
        let entries = Set(OperationCoverage.all.keys)
        #expect(operations.subtracting(entries).isEmpty, "they have neither a command nor a reason")
        #expect(entries.subtracting(operations).isEmpty, "the server has them no more")
    }

    @Test("Every command that an entry names is there, and every reason is a sentence")
    func entries() {
        for (operation, coverage) in OperationCoverage.all {
            switch coverage {
            case .command(let verb): #expect(Command.named(verb) != nil, "\(operation)")
            case .byItself(let text), .none(let text): #expect(text.hasSuffix(".") && text.count > 10, "\(operation)")
            }
        }
    }
}
