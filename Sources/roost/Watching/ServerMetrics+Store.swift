import ChatService
import Metrics
import SQLiteStore

// What is kept, and what it costs.
extension ServerMetrics {
    func addStore(to text: inout MetricsText) {
        let commits = service.commits
        text.counter("roost_events_committed_total", "Events that are on disk.", commits.events.value)
        text.counter("roost_messages_committed_total", "Messages among them.", commits.messages.value)
        text.counter(
            "roost_sends_repeated_total", "Sends that were there already, under the same key.", commits.repeats.value)
        text.counter(
            "roost_commit_failures_total", "Commits whose outcome is unknown: the disk refused.",
            commits.failures.value)
        text.histogram(
            "roost_commit_seconds", "Commits, from the first row to the end of the sync.", in: .seconds,
            [([], commits.durations.spread)])
        text.histogram(
            "roost_commit_events", "Events in one commit.", in: .one, [([], commits.batches.spread)])
        text.histogram(
            "roost_sync_seconds", "Syncs of the write-ahead log: what the disk takes of a commit.", in: .seconds,
            [([], store.syncs.spread)])
        text.histogram(
            "roost_checkpoint_seconds", "Copying the write-ahead log into the store, beside the commits.",
            in: .seconds, [([], store.checkpoints.spread)])
        text.counter(
            "roost_checkpoint_failures_total", "Checkpoints that failed; they are tried again.",
            store.checkpointFailures.value)
        let data = configuration.data
        text.gauge("roost_store_bytes", "Size of the store's file.", ProcessFigures.size(of: data + "/roost.db"))
        text.gauge(
            "roost_wal_bytes", "Size of the write-ahead log.", ProcessFigures.size(of: data + "/roost.db-wal"))
        text.gauge(
            "roost_index_bytes", "Size of the search index.",
            following.index.flatMap { ProcessFigures.size(of: $0.path) })
        text.gauge("roost_disk_free_bytes", "Free space on the store's disk.", MachineChecks.freeSpace(at: data))
        text.gauge(
            "roost_follower_backlog_events", "Events that the search index or the transcripts lack.",
            following.backlogs.map { ([("follower", $0.name)], Double($0.events)) })
    }
}
