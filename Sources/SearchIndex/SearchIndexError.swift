internal import SQLite

/// Why the index did not do what was asked. Nothing is lost by any of them: the index can be made anew from the log.
public enum SearchIndexError: Error, Hashable, CustomStringConvertible {
    /// No space left. The change is not in the index; try again later.
    case full(String)
    /// The disk failed, or memory ran out.
    case io(String)
    /// The file is damaged: let go of its writer and readers, and open it again with `startingAfresh`.
    case damaged(String)
    /// The file cannot be opened, or another program holds it.
    case unusable(String)
    /// A programming error.
    case misuse(String)

    init(_ error: SQLiteError, at path: String) {
        let detail = "\(path): \(error.message) (SQLite \(error.extendedCode))"
        self =
            switch error.kind {
            case .full: .full(detail)
            case .io, .outOfMemory: .io(detail)
            // A table that should be there and is not, is damage as well.
            case .corrupt, .notADatabase, .other: .damaged(detail)
            case .busy, .readOnly, .cannotOpen: .unusable(detail)
            case .locked, .constraint, .tooBig, .misuse: .misuse(detail)
            }
    }

    /// Runs `body`, with what SQLite says about `path` in these words.
    static func mapping<Result: ~Copyable>(
        _ path: String, _ body: () throws(SQLiteError) -> Result
    ) throws(SearchIndexError) -> Result {
        do { return try body() } catch { throw SearchIndexError(error, at: path) }
    }

    public var description: String {
        switch self {
        case .full(let detail): "no space left for the search index: \(detail)"
        case .io(let detail): "the search index could not be read or written: \(detail)"
        case .damaged(let detail): "the search index is damaged: \(detail)"
        case .unusable(let detail): "the search index cannot be used: \(detail)"
        case .misuse(let detail): "the search index was asked for something wrong: \(detail)"
        }
    }
}
