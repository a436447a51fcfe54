/// Every bound of the server, in one place, each with its default. Documented in docs/operating/limits.md.
///
/// A value of 0 switches off those that say so.
public struct Limits: Sendable {
    // Texts and names.
    public var messageBytes = 16_384
    public var displayNameLength = 64
    public var roomTitleLength = 128
    public var passwordMinimumLength = 8
    public var passwordBytes = 1_024
    // What one account or address may do.
    public var roomsPerAccount = 100
    public var accountRequestsPerSecond = 20
    public var accountRequestBurst = 60
    public var addressRequestsPerSecond = 100
    public var addressRequestBurst = 400
    public var connectionsPerAddress = 200
    public var subscriptionsPerConnection = 500
    public var sendsInFlight = 64
    public var loginFailures = 5
    public var loginDelaySeconds = 60
    // Reading.
    public var historyPage = 200
    public var resumeEvents = 10_000
    public var presenceMembers = 100
    // Memory and queues.
    public var maxConnections = 10_000
    public var outboundBytes = 1_048_576
    public var outboundTotalBytes = 268_435_456
    public var pendingBytes = 67_108_864
    public var tailBytes = 67_108_864
    public var passwordQueue = 64
    public var readQueue = 4_096
    // HTTP.
    public var httpLineBytes = 8_192
    public var httpHeaderBytes = 32_768
    public var httpBodyBytes = 262_144
    // Seconds.
    public var handshakeTimeout = 10
    public var idleTimeout = 75
    public var pingInterval = 45
    public var pongTimeout = 30
    public var slowReaderTimeout = 60
    public var offlineDelay = 30

    public init() {}
}

extension Limits {
    /// A limit as it is named in flags, files and refusals.
    public struct Entry: Sendable {
        public let name: String
        public let path: any WritableKeyPath<Limits, Int> & Sendable
        public let range: ClosedRange<Int>
        /// One sentence for `--help`; says so where 0 means off.
        public let summary: String

        init(
            _ name: String, _ path: any WritableKeyPath<Limits, Int> & Sendable, _ range: ClosedRange<Int>,
            _ summary: String
        ) {
            self.name = name
            self.path = path
            self.range = range
            self.summary = summary
        }
    }

    public static let entries: [Entry] = [
        Entry("message_bytes", \.messageBytes, 16_384...1_048_576, "Most bytes of UTF-8 in a message."),
        Entry("display_name_length", \.displayNameLength, 1...256, "Most characters in a display name."),
        Entry("room_title_length", \.roomTitleLength, 1...512, "Most characters in a room's title."),
        Entry("password_minimum_length", \.passwordMinimumLength, 1...128, "Fewest characters in a new password."),
        Entry("password_bytes", \.passwordBytes, 64...4_096, "Most bytes of UTF-8 in a password."),
        Entry(
            "rooms_per_account", \.roomsPerAccount, 0...1_000_000, "Most rooms one account may create (0: no limit)."),
        Entry(
            "account_requests_per_second", \.accountRequestsPerSecond, 0...1_000_000,
            "Requests and sends a second for each account (0: no limit)."),
        Entry(
            "account_request_burst", \.accountRequestBurst, 1...1_000_000,
            "Requests and sends of an account that may come at once."),
        Entry(
            "address_requests_per_second", \.addressRequestsPerSecond, 0...1_000_000,
            "HTTP requests a second for each address (0: no limit)."),
        Entry(
            "address_request_burst", \.addressRequestBurst, 1...1_000_000,
            "HTTP requests of an address that may come at once."),
        Entry(
            "connections_per_address", \.connectionsPerAddress, 0...1_000_000,
            "Connections of one address (0: no limit)."),
        Entry(
            "subscriptions_per_connection", \.subscriptionsPerConnection, 1...100_000,
            "Rooms that one live connection may follow."),
        Entry(
            "sends_in_flight", \.sendsInFlight, 1...65_536,
            "Sends of one connection that wait for their acknowledgement; beyond it the server stops reading from it."),
        Entry(
            "login_failures", \.loginFailures, 0...1_000,
            "Failed log-ins for an account or address before further ones are slowed (0: never)."),
        Entry("login_delay_seconds", \.loginDelaySeconds, 1...3_600, "Longest pause after failed log-ins."),
        Entry("history_page", \.historyPage, 1...1_000, "Most events in one page of history."),
        Entry(
            "resume_events", \.resumeEvents, 0...10_000_000,
            "Most missed events that are replayed in a room; beyond it a reader gets a gap and a snapshot."),
        Entry(
            "presence_members", \.presenceMembers, 0...100_000,
            "Rooms with more members are not told who comes and goes; clients ask."),
        Entry("max_connections", \.maxConnections, 1...1_000_000, "Connections in all."),
        Entry(
            "outbound_bytes", \.outboundBytes, 65_536...1_073_741_824,
            "Bytes that may wait for one connection's socket."),
        Entry(
            "outbound_total_bytes", \.outboundTotalBytes, 1_048_576...1_099_511_627_776,
            "Bytes that may wait for all sockets together."),
        Entry(
            "pending_bytes", \.pendingBytes, 1_048_576...17_179_869_184,
            "Bytes of sends that wait for the disk; beyond it the server stops reading from senders."),
        Entry("tail_bytes", \.tailBytes, 0...1_099_511_627_776, "Bytes of encoded recent events kept in memory."),
        Entry("password_queue", \.passwordQueue, 1...65_536, "Log-ins and registrations that may wait for hashing."),
        Entry("read_queue", \.readQueue, 16...1_000_000, "Reads of history that may wait for a reader."),
        Entry("http_line_bytes", \.httpLineBytes, 256...65_536, "Most bytes in an HTTP request line."),
        Entry("http_header_bytes", \.httpHeaderBytes, 1_024...1_048_576, "Most bytes in the headers of a request."),
        Entry("http_body_bytes", \.httpBodyBytes, 32_768...104_857_600, "Most bytes in the body of a request."),
        Entry(
            "handshake_timeout", \.handshakeTimeout, 1...3_600,
            "Seconds in which a request must be complete."),
        Entry("idle_timeout", \.idleTimeout, 1...86_400, "Seconds that an HTTP connection may stay idle."),
        Entry("ping_interval", \.pingInterval, 1...3_600, "Seconds of silence before the server pings."),
        Entry("pong_timeout", \.pongTimeout, 1...3_600, "Seconds in which a ping must be answered."),
        Entry(
            "slow_reader_timeout", \.slowReaderTimeout, 1...3_600,
            "Seconds after which a connection that takes nothing is closed."),
        Entry("offline_delay", \.offlineDelay, 0...3_600, "Seconds without a connection until one counts as gone."),
    ]

}
