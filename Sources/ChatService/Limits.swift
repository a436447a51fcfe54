/// Every bound of the server, in one place, each with its default. Documented in docs/operating/limits.md.
///
/// A value of 0 switches off those that say so.
public struct Limits: Sendable {
    // Texts and names.
    public var messageBytes = 16_384
    public var displayNameLength = 64
    public var roomTitleLength = 128
    public var roomTopicLength = 250
    public var roomDescriptionLength = 2_000
    public var reasonLength = 500
    public var passwordMinimumLength = 8
    public var passwordBytes = 1_024
    public var aboutLength = 1_000
    public var pronounsLength = 32
    public var statusLength = 100
    public var pictureBytes = 1_048_576
    // Messages.
    public var messageEditSeconds = 0
    public var messageMentions = 50
    public var reactionsPerMessage = 20
    public var pinsPerRoom = 100
    public var pollOptions = 10
    public var pollOptionLength = 128
    public var savedPerAccount = 1_000
    public var draftsPerAccount = 200
    public var scheduledPerAccount = 100
    public var scheduledDays = 366
    // What one account or address may do.
    public var roomsPerAccount = 100
    public var tokensPerAccount = 50
    public var blocksPerAccount = 1_000
    public var inviteLinks = 100
    public var sessionDays = 180
    public var groupMembers = 20
    public var roomLinks = 20
    public var roomInvitations = 1_000
    public var roomBans = 1_000
    public var addressBans = 1_000
    public var guestsAtOnce = 200
    public var openReports = 20
    public var roomRestoreDays = 7
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
    public var receiptMembers = 20
    // Memory and queues.
    public var maxConnections = 10_000
    public var outboundBytes = 1_048_576
    public var outboundTotalBytes = 268_435_456
    public var inboundTotalBytes = 67_108_864
    public var pendingBytes = 67_108_864
    public var tailBytes = 67_108_864
    public var passwordQueue = 64
    public var readQueue = 4_096
    public var searchQueue = 256
    public var searchPage = 100
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
    public var ircLoginSeconds = 120
    // Milliseconds.
    public var stallMs = 250

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
        Entry("room_topic_length", \.roomTopicLength, 1...1_024, "Most characters in a room's topic."),
        Entry(
            "room_description_length", \.roomDescriptionLength, 1...16_384, "Most characters in a room's description."),
        Entry("reason_length", \.reasonLength, 1...2_000, "Most characters in the reason of a ban."),
        Entry("password_minimum_length", \.passwordMinimumLength, 1...128, "Fewest characters in a new password."),
        Entry("password_bytes", \.passwordBytes, 64...4_096, "Most bytes of UTF-8 in a password."),
        Entry("about_length", \.aboutLength, 0...10_000, "Most characters in what somebody says about himself."),
        Entry("pronouns_length", \.pronounsLength, 1...128, "Most characters in somebody's pronouns."),
        Entry("status_length", \.statusLength, 1...1_000, "Most characters in the text of a status."),
        Entry(
            "picture_bytes", \.pictureBytes, 65_536...10_485_760,
            "Most bytes in the file of which a profile's picture is made."),
        Entry(
            "message_edit_seconds", \.messageEditSeconds, 0...2_147_483_647,
            "Seconds after sending in which a message may be edited (0: for ever)."),
        Entry(
            "message_mentions", \.messageMentions, 0...1_000, "Most people that one message calls by name."),
        Entry(
            "reactions_per_message", \.reactionsPerMessage, 1...1_000, "Most different emoji on one message."),
        Entry("pins_per_room", \.pinsPerRoom, 1...1_000, "Most pinned messages in a room."),
        Entry("poll_options", \.pollOptions, 2...100, "Most options of a poll."),
        Entry("poll_option_length", \.pollOptionLength, 1...1_024, "Most characters in an option of a poll."),
        Entry("saved_per_account", \.savedPerAccount, 1...10_000, "Most messages that one account keeps as saved."),
        Entry("drafts_per_account", \.draftsPerAccount, 1...10_000, "Most drafts of one account."),
        Entry(
            "scheduled_per_account", \.scheduledPerAccount, 1...10_000,
            "Most messages of one account that wait for their time."),
        Entry("scheduled_days", \.scheduledDays, 1...3_660, "How many days ahead a message may be scheduled."),
        Entry(
            "rooms_per_account", \.roomsPerAccount, 0...1_000_000, "Most rooms one account may create (0: no limit)."),
        Entry("tokens_per_account", \.tokensPerAccount, 0...10_000, "Most access tokens one account may have."),
        Entry("blocks_per_account", \.blocksPerAccount, 0...100_000, "Most people one account may block."),
        Entry("invite_links", \.inviteLinks, 0...10_000, "Most invitation links that are open at a time."),
        Entry(
            "session_days", \.sessionDays, 0...3_650,
            "Days without use after which a browser's log-in ends (0: never)."),
        Entry("group_members", \.groupMembers, 2...1_000, "Most members of a group conversation."),
        Entry("room_links", \.roomLinks, 1...1_000, "Most invite links of a room."),
        Entry("room_invitations", \.roomInvitations, 1...100_000, "Most open invitations to a room."),
        Entry("open_reports", \.openReports, 1...10_000, "Most reports of one person that wait for an answer."),
        Entry("room_bans", \.roomBans, 1...100_000, "Most people who are kept out of a room."),
        Entry(
            "address_bans", \.addressBans, 1...100_000, "Most addresses and blocks that are kept out of the server."),
        Entry(
            "guests_at_once", \.guestsAtOnce, 1...100_000,
            "Most guests without an account of their own who are there at a time."),
        Entry(
            "room_restore_days", \.roomRestoreDays, 0...3_650,
            "Days in which a deleted room can be brought back; then its texts are erased."),
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
            "Rooms with more members are not told who comes, goes and writes; clients ask."),
        Entry(
            "receipt_members", \.receiptMembers, 0...100_000,
            "Rooms with more members are not told how far each has read."),
        Entry("max_connections", \.maxConnections, 1...1_000_000, "Connections in all."),
        Entry(
            "outbound_bytes", \.outboundBytes, 65_536...1_073_741_824,
            "Bytes that may wait for one connection's socket."),
        Entry(
            "outbound_total_bytes", \.outboundTotalBytes, 1_048_576...1_099_511_627_776,
            "Bytes that may wait for all sockets together."),
        Entry(
            "inbound_total_bytes", \.inboundTotalBytes, 1_048_576...1_099_511_627_776,
            "Bytes of requests and messages that have not come whole or wait for their turn, of all connections."),
        Entry(
            "pending_bytes", \.pendingBytes, 1_048_576...17_179_869_184,
            "Bytes of sends that wait for the disk; beyond it the server stops reading from senders."),
        Entry("tail_bytes", \.tailBytes, 0...1_099_511_627_776, "Bytes of encoded recent events kept in memory."),
        Entry("password_queue", \.passwordQueue, 1...65_536, "Log-ins and registrations that may wait for hashing."),
        Entry("read_queue", \.readQueue, 16...1_000_000, "Reads of history that may wait for a reader."),
        Entry("search_queue", \.searchQueue, 1...1_000_000, "Searches that may wait for their turn."),
        Entry("search_page", \.searchPage, 1...1_000, "Most messages in one page of what a search found."),
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
        Entry(
            "irc_login_seconds", \.ircLoginSeconds, 5...3_600,
            "Seconds in which somebody must have logged in on an IRC connection."),
        Entry(
            "stall_ms", \.stallMs, 0...60_000,
            "Milliseconds for which a thread may be held up before the log says by what (0: never)."),
        Entry("offline_delay", \.offlineDelay, 0...3_600, "Seconds without a connection until one counts as gone."),
    ]

}
