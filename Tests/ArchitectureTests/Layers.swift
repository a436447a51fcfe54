/// Who may import whom. A new module gets its place here, and in the table of ARCHITECTURE.md.
enum Layers {
    /// From the bottom up. A module imports only from layers below its own.
    static let bottomUp: [[String]] = [
        ["CLibUV", "CSQLite", "CSodium", "CZlib", "COpenSSL", "CICU", "CVips", "CWebAssets", "CMalloc"],
        ["Metrics"],
        [
            "Log", "Threads", "EventLoop", "SQLite", "Secrets", "Deflate", "Digests", "UnicodeText", "Pictures",
            "Memory",
        ],
        ["ChatDomain"],
        ["HTTPWire", "WebSocketWire", "IRCWire", "ChatWire", "ChatText"],
        ["ChatStore", "Transcripts"],
        ["SQLiteStore", "MemoryStore", "SearchIndex"],
        ["ChatService", "Followers"],
        ["ChatClient", "RoomStreams"],
        ["HTTPGateway", "LiveGateway", "IRCGateway", "MetricsGateway", "Console"],
        ["roost"],
    ]

    /// What only some may know, though others stand above it: sockets, SQL, rules, doors.
    static let importers: [String: Set<String>] = [
        // Each wall has one module behind which it hides.
        "CLibUV": ["EventLoop"],
        "CSQLite": ["SQLite"],
        "CSodium": ["Secrets"],
        "CZlib": ["Deflate"],
        "COpenSSL": ["Digests"],
        "CICU": ["UnicodeText"],
        "CVips": ["Pictures"],
        "CWebAssets": ["HTTPGateway"],
        "CMalloc": ["Memory"],
        // Codecs do no I/O, the service knows no sockets, and SQL stays in its store.
        "EventLoop": [
            "RoomStreams", "HTTPGateway", "LiveGateway", "IRCGateway", "MetricsGateway", "ChatClient", "Console",
            "roost",
        ],
        "SQLite": ["SQLiteStore", "SearchIndex"],
        "Threads": [
            "SQLiteStore", "ChatService", "Followers", "HTTPGateway", "LiveGateway", "IRCGateway", "ChatClient",
            "Console",
            "roost",
        ],
        "ChatStore": ["SQLiteStore", "MemoryStore", "ChatService", "Followers", "roost"],
        "SQLiteStore": ["roost"],
        "MemoryStore": ["roost"],
        "SearchIndex": ["ChatService", "Followers", "HTTPGateway", "roost"],
        "Followers": ["roost"],
        "ChatService": ["RoomStreams", "HTTPGateway", "LiveGateway", "IRCGateway", "roost"],
        "RoomStreams": ["LiveGateway", "IRCGateway"],
        "HTTPGateway": ["roost"],
        "LiveGateway": ["roost"],
        "IRCGateway": ["roost"],
        "MetricsGateway": ["roost"],
        "ChatClient": ["Console", "roost"],
    ]

    /// Modules of the toolchain that Sources may use. Not Foundation: a static binary would be four times as large.
    static let toolchain: Set<String> = ["Synchronization", "Glibc", "Musl", "Darwin", "FoundationEssentials"]

    /// The domain knows the standard library alone.
    static let standardLibraryOnly: Set<String> = ["ChatDomain"]

    /// Modules through which messages travel. A task or an await there would reorder them.
    static let hotPath: Set<String> = [
        "EventLoop", "Threads", "HTTPWire", "WebSocketWire", "IRCWire", "ChatWire", "ChatStore", "SQLiteStore",
        "MemoryStore", "ChatService", "RoomStreams", "HTTPGateway", "LiveGateway", "IRCGateway", "Metrics",
    ]

    static func layer(of module: String) -> Int? {
        bottomUp.firstIndex { $0.contains(module) }
    }
}
