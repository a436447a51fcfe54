internal import SQLite

/// The tables of `search.db`. There are no migrations: a file of another version is made anew.
enum IndexSchema {
    /// "RstS" in ASCII, in the header of the file: `PRAGMA application_id`.
    static let applicationID: Int64 = 0x5273_7453
    /// Goes up with every change of the tables, of how tokens are made, or of folding.
    static let version: Int64 = 1

    // One text is erased by writing zeros over it, as many as it has bytes: SQLite then leaves every cell of `texts` where
    // it is, and cells that never move leave no copies behind. For the same reason an edit adds a text, and changes none.
    static let tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('progress', 0), ('erased', 0);

        -- The id is the message's arrival.
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            room INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            author INTEGER NOT NULL,
            traits INTEGER NOT NULL,
            text INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX messages_by_place ON messages (room, sequence);
        CREATE TABLE texts (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;

        -- Messages whose text is in no segment's lists: the newest, and those edited since. They are read one by one.
        CREATE TABLE loose (id INTEGER PRIMARY KEY) STRICT;

        -- Segments lie beside each other: each has the messages from `first` to `last`, and its lists of them in a table of
        -- its own (`lists_NUMBER`), so that what must be forgotten is dropped with all its pages.
        CREATE TABLE segments (
            number INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            earliest INTEGER NOT NULL,
            latest INTEGER NOT NULL,
            stale INTEGER NOT NULL
        ) STRICT;
        """

    static func createLists(_ number: Int64) -> String {
        "CREATE TABLE lists_\(number) (token INTEGER PRIMARY KEY, messages BLOB NOT NULL) STRICT"
    }

    static func dropLists(_ number: Int64) -> String { "DROP TABLE lists_\(number)" }
}
