public import ChatStore

/// What every store must do, in sentences that can be run.
public enum StoreContract {
    public static let clauses =
        appending + keys + units + reading + directory + messages + erasing + records + notices + histories

    /// One promise and the code that tries to break it.
    public struct Clause: Sendable, CustomStringConvertible {
        /// A sentence.
        public let description: String
        private let body: @Sendable (Subject) throws -> Void

        init(_ sentence: String, _ body: @escaping @Sendable (Subject) throws -> Void) {
            description = sentence
            self.body = body
        }

        /// - Parameter open: answers an empty store at first, and the same store again after it was closed.
        public func check(_ open: @escaping () throws -> any ChatStore) throws {
            let subject = try Subject(open)
            defer { subject.close() }
            try body(subject)
        }
    }
}

/// A promise that was not kept.
public struct ContractBreach: Error, CustomStringConvertible {
    public let description: String
}

/// The store that a clause works on, with one writer and one reader.
final class Subject {
    private let open: () throws -> any ChatStore
    private(set) var store: any ChatStore
    private var writer: (any StoreWriter)?
    private var openedReader: (any StoreReader)?

    init(_ open: @escaping () throws -> any ChatStore) throws {
        self.open = open
        store = try open()
    }

    func reopen() throws {
        close()
        store = try open()
    }

    func close() {
        writer = nil
        openedReader = nil
        store.close()
    }

    /// A second writer may be made after the first has ended.
    func endWriter() { writer = nil }

    func commit(_ units: CommitUnit...) throws -> [CommitOutcome] { try commit(units) }

    func commit(_ units: [CommitUnit]) throws -> [CommitOutcome] {
        let writer = try self.writer ?? store.makeWriter()
        self.writer = writer
        let outcomes = try writer.commit(units)
        try expect(outcomes.count, units.count, "one outcome for each unit")
        return outcomes
    }

    var reader: any StoreReader {
        get throws {
            let reader = try openedReader ?? store.makeReader()
            openedReader = reader
            return reader
        }
    }
}

func expect<Value: Equatable>(
    _ found: Value, _ wanted: Value, _ what: String, line: Int = #line, file: StaticString = #fileID
) throws {
    guard found == wanted else {
        throw ContractBreach(description: "\(file):\(line): \(what): found \(found), wanted \(wanted)")
    }
}
