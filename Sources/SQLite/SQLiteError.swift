internal import CSQLite

/// What SQLite answered instead of doing what was asked.
public struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// SQLite's extended result code, for example 2067 for a broken unique constraint.
    public let extendedCode: Int32
    /// SQLite's own words, in English, for logs; it may name tables and columns.
    public let message: String

    init(code: Int32, message: String) {
        self.extendedCode = code
        self.message = message
    }

    /// The failure of the last call on a database handle.
    init(code: Int32, database: OpaquePointer?) {
        self.extendedCode = code
        // The handle's own message is richer, but belongs to its own last failure: take it when both speak of the same.
        if let database, sqlite3_extended_errcode(database) == code, let text = sqlite3_errmsg(database) {
            self.message = String(cString: text)
        } else if let text = sqlite3_errstr(code) {
            self.message = String(cString: text)
        } else {
            self.message = "unknown error"
        }
    }

    /// SQLite's primary result code: the low eight bits of the extended one.
    public var primaryCode: Int32 { extendedCode & 0xFF }

    public var kind: Kind {
        switch primaryCode {
        case SQLITE_FULL: .full
        case SQLITE_IOERR: .io
        case SQLITE_BUSY: .busy
        case SQLITE_LOCKED: .locked
        case SQLITE_CONSTRAINT: .constraint(Constraint(extendedCode: extendedCode))
        case SQLITE_CORRUPT: .corrupt
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_READONLY: .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
        case SQLITE_TOOBIG: .tooBig
        case SQLITE_NOMEM: .outOfMemory
        case SQLITE_MISUSE, SQLITE_RANGE: .misuse
        default: .other
        }
    }

    public var description: String { "SQLite error \(extendedCode): \(message)" }
}

extension SQLiteError {
    public enum Kind: Hashable, Sendable {
        /// No space left, on the disk or under `max_page_count`.
        case full
        /// The operating system failed to read, write or sync; after a commit its outcome is unknown.
        case io
        /// Another connection holds the lock, and the busy timeout has run out.
        case busy
        /// A statement of the same connection is in the way.
        case locked
        case constraint(Constraint)
        /// The file is damaged.
        case corrupt
        /// The file is not an SQLite database.
        case notADatabase
        case readOnly
        /// The file or its folder is missing or may not be read.
        case cannotOpen
        /// A value is over SQLite's limit (1,000,000,000 bytes unless built otherwise).
        case tooBig
        case outOfMemory
        /// The call itself is wrong: a programming error, or a parameter that the statement does not have.
        case misuse
        /// Anything else, a mistake in the SQL text among it.
        case other
    }

    public enum Constraint: Hashable, Sendable {
        case unique, primaryKey, foreignKey, check, notNull, other

        init(extendedCode: Int32) {
            // The extended constants are macros with shifts that Swift does not import: SQLITE_CONSTRAINT | (n << 8).
            self =
                switch extendedCode >> 8 {
                case 1: .check
                case 3: .foreignKey
                case 5: .notNull
                case 6, 10: .primaryKey
                case 8: .unique
                default: .other
                }
        }
    }
}

/// A `COMMIT` that failed. Nothing of it is seen by any connection while the process lives, but after a crash it may be
/// there: **its outcome is unknown** until the next successful commit overwrites it in the log.
///
/// The connection is no longer in a transaction.
public struct SQLiteCommitFailure: Error, Hashable, CustomStringConvertible {
    public let cause: SQLiteError

    public var description: String { "commit failed, outcome unknown: \(cause)" }
}
