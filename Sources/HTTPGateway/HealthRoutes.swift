import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// What the program knows of the machine under the server.
public struct MachineState: Sendable {
    public struct Check: Sendable {
        public var name: String
        /// "ok", "warning" or "problem".
        public var status: String
        public var finding: String
        /// What to do; nil when all is well.
        public var advice: String?

        public init(name: String, status: String, finding: String, advice: String?) {
            (self.name, self.status, self.finding, self.advice) = (name, status, finding, advice)
        }
    }

    /// By their names in the answer; what cannot be found out is missing.
    public var figures: [(name: String, value: Int64)]
    public var checks: [Check]

    public init(figures: [(name: String, value: Int64)], checks: [Check]) {
        (self.figures, self.checks) = (figures, checks)
    }
}

/// How the server is, for those who look after it.
enum HealthRoutes {
    static let operations: [Operation] = [
        Operation(
            "server.show_health", .get, "/v1/server/health",
            "Tells how the server and its machine are, and what to do about what is not well. For those who manage people.",
            answer: .json(health), refusals: [.notAllowed], show)
    ]

    private static let health = Schema.object([
        .required("version", .string()),
        .required("connections", .count, "Open ones, of browsers and consoles alike."),
        .required("online", .count, "People."),
        .required("accounts", .count, "Active ones."),
        .required("rooms", .count), .required("messages", .count), .required("open_reports", .count),
        .optional("started_at", .time), .optional("store_bytes", .count),
        .optional("log_bytes", .count, "Of the store's write-ahead log."),
        .optional("index_bytes", .count, "Of the search index."),
        .optional("index_behind", .count, "Events that cannot be found yet."),
        .optional("disk_free_bytes", .count), .optional("memory_bytes", .count), .optional("open_files", .count),
        .optional("open_files_limit", .count),
        .required(
            "checks",
            .array(
                of: .object([
                    .required("name", .string()), .required("status", .choice(["ok", "warning", "problem"])),
                    .required("finding", .string()), .optional("advice", .string(), "What to do."),
                ])), "As `roost doctor` has them, but for those that take long."),
    ])

    static func show(_ exchange: Exchange, _ caller: Caller) {
        let (probe, book) = (exchange.gateway.settings.machine, exchange.gateway.book)
        let finish: Answer<(ServiceHealth, MachineState)> = exchange.reply { exchange, state in
            exchange.answer(json(exchange.gateway.settings.version, connections: book.total, state.0, state.1))
        }
        // On the reading thread that answers: looking at files may take a moment.
        exchange.gateway.service.health(for: caller) { result in finish(result.map { ($0, probe($0)) }) }
    }

    private static func json(
        _ version: String, connections: Int, _ service: ServiceHealth, _ machine: MachineState
    ) -> [UInt8] {
        JSONObject.make { object in
            object.set("version", version)
            object.set("connections", connections)
            object.set("online", service.online)
            object.set("accounts", service.accounts)
            object.set("rooms", service.rooms)
            object.set("messages", service.messages)
            object.set("open_reports", service.openReports)
            for (name, value) in machine.figures { object.set(named: name, json: Array("\(value)".utf8)) }
            object.set(
                "checks",
                array: machine.checks.map { check in
                    JSONObject.make { object in
                        object.set("name", check.name)
                        object.set("status", check.status)
                        object.set("finding", check.finding)
                        if let advice = check.advice { object.set("advice", advice) }
                    }
                })
        }
    }
}
