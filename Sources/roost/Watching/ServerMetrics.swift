import ChatDomain
import ChatService
import EventLoop
import Metrics
import SQLiteStore

/// Everything that the server tells of itself in figures: what each part counts, added up when somebody asks.
///
/// Each metric is described in docs/operating/metrics.md; a test compares.
struct ServerMetrics: Sendable {
    let loops: [EventLoop]
    let doors: [DoorFigures]
    let service: ChatService
    let store: StoreFigures
    let following: Following
    let configuration: ServeConfiguration
    let startedAt: Timestamp

    /// The threads that nothing may hold up.
    var activities: [Activity] { loops.map(\.activity) + service.activities }

    /// From any thread; looks at files, too.
    /// - Parameter processStalls: how often the whole process stood still.
    func text(processStalls: Int) -> String {
        var text = MetricsText()
        addProcess(to: &text)
        addTraffic(to: &text)
        addReaders(to: &text)
        addPeople(to: &text)
        addQueues(to: &text)
        addThreads(to: &text, processStalls)
        addStore(to: &text)
        return text.text
    }

    private func addProcess(to text: inout MetricsText) {
        text.gauge("roost_build_info", "Which Roost this is; always 1.", [([("version", Roost.version)], 1)])
        text.gauge(
            "process_start_time_seconds", "When the server started, in seconds since 1970.",
            [([], Double(startedAt.rawValue) / 1_000)])
        text.counter(
            "process_cpu_seconds_total", "Processor time of all threads.",
            ProcessFigures.processorSeconds.map { [([], $0)] } ?? [])
        text.gauge(
            "process_resident_memory_bytes", "Memory of the machine that the process has.",
            ProcessFigures.residentBytes)
        text.gauge("process_virtual_memory_bytes", "Memory that is mapped.", ProcessFigures.virtualBytes)
        text.gauge("process_open_fds", "Open file descriptors.", ProcessFigures.openFiles)
        text.gauge("process_max_fds", "Most open file descriptors.", OpenFiles.limit)
    }

    private func addPeople(to text: inout MetricsText) {
        let figures = service.figures
        text.gauge("roost_accounts", "Active accounts, guests among them.", figures.accounts.value)
        text.gauge("roost_accounts_online", "Accounts with a live connection.", figures.online.value)
        text.gauge("roost_rooms", "Channels and conversations.", figures.rooms.value)
        text.counter("roost_logins_total", "Log-ins that succeeded.", figures.logins.value)
        text.counter(
            "roost_login_failures_total", "Log-ins with a wrong name or password.", figures.loginFailures.value)
    }

    private func addQueues(to text: inout MetricsText) {
        let queues = service.queues
        text.gauge(
            "roost_queue_length", "What waits for a thread of the service.",
            queues.map { ([("queue", $0.name)], Double($0.length)) })
        text.gauge(
            "roost_queue_limit", "The most that may wait there, where there is such a limit.",
            queues.compactMap { queue in queue.limit.map { ([("queue", queue.name)], Double($0)) } })
        text.gauge("roost_pending_bytes", "Bytes of sends that wait for the disk.", service.pending.count)
        text.gauge(
            "roost_pending_limit_bytes", "Beyond this no sender is read from.", configuration.limits.pendingBytes)
        text.gauge("roost_tail_cache_bytes", "Encoded recent events in memory.", service.tail.bytes)
        text.gauge("roost_tail_cache_limit_bytes", "The most of them.", configuration.limits.tailBytes)
    }

    private func addThreads(to text: inout MetricsText, _ processStalls: Int) {
        let now = monotonicNanoseconds()
        let threads = activities.map { (activity: $0, labels: [(name: "thread", value: $0.thread)]) }
        text.histogram(
            "roost_turn_seconds",
            "How long threads were busy before they waited again; what came meanwhile waited too.",
            in: .seconds, threads.map { ($0.labels, $0.activity.turns.spread) })
        text.gauge(
            "roost_turn_age_seconds", "How long threads have been at their present turn; 0 while they wait.",
            threads.map { ($0.labels, Double(max(0, now - ($0.activity.turn?.began ?? now))) / 1_000_000_000) })
        text.counter(
            "roost_stalls_total", "Turns longer than stall_ms.",
            threads.map { ($0.labels, Double($0.activity.stalls)) })
        text.counter(
            "roost_process_stalls_total", "Times that the whole process stood still for longer than stall_ms.",
            processStalls)
    }
}

extension MetricsText {
    mutating func gauge(_ name: String, _ help: String, _ value: Int64?) {
        gauge(name, help, value.map { [([], Double($0))] } ?? [])
    }
}
