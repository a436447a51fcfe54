internal import ChatStore
internal import SQLite

extension StoreError {
    /// What SQLite said about `path`, in the words of the port.
    init(_ error: SQLiteError, at path: String) {
        let detail = "\(path): \(error.message) (SQLite \(error.extendedCode))"
        self =
            switch error.kind {
            case .full: .full(detail)
            case .io, .outOfMemory: .io(detail)
            case .corrupt: .corrupt(detail)
            case .notADatabase: .unusable("\(path) is not a database")
            case .busy: .unusable("\(path) is locked by another program")
            case .readOnly, .cannotOpen: .unusable(detail)
            // What a unit may run into is tested before; what is left is a fault of ours.
            case .locked, .constraint, .tooBig, .misuse, .other: .misuse(detail)
            }
    }

    /// Runs `body`, with what SQLite says about `path` in the words of the port.
    static func mapping<Result: ~Copyable>(
        _ path: String, _ body: () throws(SQLiteError) -> Result
    ) throws(StoreError) -> Result {
        do { return try body() } catch { throw StoreError(error, at: path) }
    }
}
