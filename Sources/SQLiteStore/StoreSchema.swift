internal import SQLite

/// The tables, and the numbered steps by which an older file becomes a newer one.
enum StoreSchema {
    /// "Rost" in ASCII, in the header of every file of ours: `PRAGMA application_id`.
    static let applicationID: Int64 = 0x526F_7374

    /// Step n leads from version n to version n + 1. A step that was released never changes again; a new one is added.
    static let steps: [String] = [
        // 1: the beginning.
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(16))));

        -- Rows are in the order of arrival, of all logs together: inserts then touch the ends of the trees only, and
        -- an erased body lies where later rows have not moved it. A table clustered by log took a fifth of the rate.
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            author INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            key BLOB,
            body BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX events_by_place ON events (log, sequence);
        -- The key comes first because keys rise with time, so that this tree, too, grows at its end.
        CREATE UNIQUE INDEX events_by_key ON events (key, author, log) WHERE key IS NOT NULL;
        CREATE TRIGGER events_keep_their_headers
            BEFORE UPDATE OF id, log, sequence, at, author, kind, key ON events
            BEGIN SELECT raise(ABORT, 'the header of an event never changes'); END;

        -- The highest term of a log's owner; a log without a row has term 0.
        CREATE TABLE terms (log INTEGER PRIMARY KEY, term INTEGER NOT NULL) STRICT;

        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            username TEXT NOT NULL,
            username_key TEXT NOT NULL UNIQUE,
            mail TEXT NOT NULL,
            mail_key TEXT NOT NULL UNIQUE,
            display_name TEXT NOT NULL,
            role INTEGER NOT NULL,
            password_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE rooms (
            id INTEGER PRIMARY KEY,
            handle TEXT NOT NULL,
            handle_key TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            created_by INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            joined_by_all INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE members (
            room INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (room, account)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sessions (
            digest BLOB PRIMARY KEY, account INTEGER NOT NULL, created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """,
        // 2: accounts can be deactivated and removed; sessions can be told apart.
        """
        ALTER TABLE accounts ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN client TEXT NOT NULL DEFAULT '';
        ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
        """,
        // 3: events have subjects and ordinals and can be erased; records and notices.
        """
        -- Copied, not altered: rows that grow where they lie split pages, and a split leaves copies of bodies behind
        -- that no erasing finds. With the body last, a header is read without the pages of a long one.
        CREATE TABLE ordinals (id INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL) STRICT;
        INSERT INTO ordinals
            SELECT id, sum(kind = 4) OVER (PARTITION BY log ORDER BY sequence ROWS UNBOUNDED PRECEDING) FROM events;
        CREATE TABLE copied_events (
            id INTEGER PRIMARY KEY,
            log INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            author INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            key BLOB,
            subject INTEGER,
            -- How many messages the log has up to here.
            ordinal INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL
        ) STRICT;
        INSERT INTO copied_events
            SELECT id, log, sequence, at, author, kind, key, NULL, ordinal, body
            FROM events CROSS JOIN ordinals USING (id) ORDER BY id;
        DROP TABLE ordinals;
        DROP TABLE events;
        ALTER TABLE copied_events RENAME TO events;
        CREATE UNIQUE INDEX events_by_place ON events (log, sequence);
        CREATE UNIQUE INDEX events_by_key ON events (key, author, log) WHERE key IS NOT NULL;
        -- The two that follow cost a plain message nothing: it has no row in them.
        CREATE INDEX events_about ON events (log, subject, kind, sequence) WHERE subject IS NOT NULL;
        CREATE INDEX events_erased ON events (log, sequence) WHERE kind = 4 AND body = x'';
        CREATE TRIGGER events_keep_their_headers
            BEFORE UPDATE OF id, log, sequence, at, author, kind, key, subject, ordinal ON events
            BEGIN SELECT raise(ABORT, 'the header of an event never changes'); END;

        -- The number of the event by which a member came in.
        ALTER TABLE members ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
        UPDATE members SET since = coming.sequence FROM (
            SELECT log, author, max(sequence) AS sequence FROM events WHERE kind IN (1, 2) GROUP BY log, author
        ) AS coming WHERE log = room AND author = account;

        -- Up to where all bodies of a log are erased, so that the next portion begins there.
        CREATE TABLE erasures (log INTEGER PRIMARY KEY, through INTEGER NOT NULL) STRICT;

        -- A record's value lies in a slot, whose row keeps its size for ever (see RecordSlot).
        CREATE TABLE records (
            collection INTEGER NOT NULL,
            owner INTEGER NOT NULL,
            item INTEGER NOT NULL,
            part INTEGER NOT NULL,
            slot INTEGER NOT NULL,
            PRIMARY KEY (collection, owner, item, part)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE record_slots (id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT;
        CREATE TABLE free_slots (
            size INTEGER NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (size, slot)
        ) STRICT, WITHOUT ROWID;

        -- A number is never given twice, so that one who pages through them misses none and sees none again.
        CREATE TABLE notices (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            who INTEGER NOT NULL,
            log INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            reason INTEGER NOT NULL,
            UNIQUE (who, log, sequence)
        ) STRICT;
        CREATE INDEX notices_by_addressee ON notices (who);
        CREATE INDEX notices_by_place ON notices (log, sequence);
        """,
    ]

    /// The version that this Roost writes.
    static var current: Int { steps.count }

    /// Does the steps that a file lacks, each in a transaction of its own: after a crash it goes on from where it stopped.
    static func migrate(
        _ connection: borrowing SQLiteConnection, through steps: [String] = steps
    ) throws(SQLiteError) {
        var version = try version(of: connection)
        while version >= 0, version < steps.count {
            try connection.beginImmediate()
            do throws(SQLiteError) {
                try connection.execute(steps[version])
                version += 1
                try connection.setPragma("user_version", to: Int64(version))
            } catch {
                connection.rollback()
                throw error
            }
            do throws(SQLiteCommitFailure) { try connection.commit() } catch { throw error.cause }
        }
    }

    /// Whether a file is ours, by its header.
    static func isOurs(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Bool {
        guard try connection.integer("PRAGMA application_id") == applicationID else { return false }
        return try version(of: connection) >= 1
    }

    static func version(of connection: borrowing SQLiteConnection) throws(SQLiteError) -> Int {
        Int(clamping: try connection.integer("PRAGMA user_version") ?? 0)
    }
}
