internal import ChatStore
internal import Metrics
internal import SQLite
internal import Synchronization
internal import Threads

/// Copies the write-ahead log into the database, on a thread and a connection of its own: inside commits that would cost
/// the senders of a batch tens of milliseconds now and then.
final class Checkpointer: Sendable {
    private let path: String
    private let thread: WorkerThread<SQLiteConnection.CheckpointMode>
    /// Held while one runs: SQLite refuses a second.
    private let turn: Turn

    private final class Turn: Sendable {
        let lock = Mutex(())
    }

    init(
        path: String, figures: StoreFigures, onFailure: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) {
        self.path = path
        let turn = Turn()
        self.turn = turn
        do {
            thread = try WorkerThread(name: "checkpointer") {
                let work = CheckpointWork(path: path)
                return { asked in
                    // What waits is done by the strongest of it.
                    let mode = asked.contains(.restart) ? SQLiteConnection.CheckpointMode.restart : .passive
                    do throws(SQLiteError) {
                        try turn.lock.withLock { _ throws(SQLiteError) in
                            let start = monotonicNanoseconds()
                            defer { figures.checkpoints.observe(monotonicNanoseconds() - start) }
                            try work.run(mode)
                        }
                    } catch {
                        figures.checkpointFailures.add()
                        onFailure(StoreError(error, at: path))
                    }
                }
            }
        } catch {
            throw .unusable("a thread for checkpoints cannot be started: \(error)")
        }
    }

    /// Never blocks.
    func run(_ mode: SQLiteConnection.CheckpointMode) { thread.post(mode) }

    /// Copies all of the log into the database and cuts it to nothing, so that the bytes from before a change, which it
    /// may hold in older copies of pages, are gone. False when somebody who reads or writes stands in the way.
    func emptyLog() throws(StoreError) -> Bool {
        do throws(SQLiteError) {
            return try turn.lock.withLock { _ throws(SQLiteError) in
                // Of its own, so that it can be asked for from any thread. The writer waits while it waits.
                let connection = try SQLiteConnection(path: path, access: .readWrite, busyTimeout: 100)
                // First beside the writer. When a reader stands in the way of that, the writer need not wait.
                guard try connection.walCheckpoint(.passive).isComplete else { return false }
                return try connection.walCheckpoint(.truncate).logFrames == 0
            }
        } catch {
            guard error.kind != .busy else { return false }
            throw StoreError(error, at: path)
        }
    }

    /// Waits for the checkpoint that runs.
    func stop() {
        thread.close()
        thread.join()
    }
}

/// The connection of the checkpointer's thread, opened when it is first needed.
private final class CheckpointWork {
    private let path: String
    private var connection: SQLiteConnection?

    init(path: String) { self.path = path }

    func run(_ mode: SQLiteConnection.CheckpointMode) throws(SQLiteError) {
        if connection == nil {
            // The writer waits while a restart waits for readers: not for long.
            connection = try SQLiteConnection(path: path, access: .readWrite, busyTimeout: 100)
        }
        do throws(SQLiteError) {
            // The passive one first, beside the writer, so that little is left for the one that it waits for.
            _ = try connection?.walCheckpoint(.passive)
            if mode == .restart { _ = try connection?.walCheckpoint(.restart) }
        } catch {
            // A reader or the writer was in the way: the log goes on growing, and asks again.
            guard error.kind != .busy else { return }
            throw error
        }
    }
}

/// When to run a checkpoint, told the length of the log after each commit.
struct CheckpointPace {
    /// In frames of the log, one a page.
    let every: Int
    let restartOver: Int
    private var last = 0

    init(limits: SQLiteStore.Limits, pageSize: Int) {
        every = max(1, limits.checkpointEvery / max(1, pageSize))
        restartOver = max(every, limits.restartOver / max(1, pageSize))
    }

    /// Asks again only after the log has grown as much once more: while the writer is never idle, a complete copy does
    /// not shorten it.
    mutating func checkpoint(afterFrames frames: Int) -> SQLiteConnection.CheckpointMode? {
        // It began again from its start.
        if frames < last { last = 0 }
        guard frames - last >= every else { return nil }
        last = frames
        return frames >= restartOver ? .restart : .passive
    }
}
