// swift-tools-version: 6.2
import PackageDescription

// The module graph, from the walls up. Imports go downward only; `Tests/Architecture` holds that.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func wall(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let walls: [Target] = [
    wall("CLibUV", pkgConfig: "libuv", apt: "libuv1-dev", brew: "libuv"),
    wall("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
    wall("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev", brew: "libsodium"),
    wall("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
    wall("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
    wall("CICU", pkgConfig: "icu-i18n", apt: "libicu-dev", brew: "icu4c"),
    .target(name: "CWebAssets"),
    .target(name: "CVips"),
    .systemLibrary(name: "CMalloc"),
]

let wrappers: [Target] = [
    module("Metrics"),
    module("Threads", ["Metrics"]),
    module("Log"),
    module("EventLoop", ["CLibUV", "Metrics"]),
    module("SQLite", ["CSQLite", "Metrics"]),
    module("Secrets", ["CSodium"]),
    module("Deflate", ["CZlib"]),
    module("Digests", ["COpenSSL"]),
    module("UnicodeText", ["CICU"]),
    module("Pictures", ["CVips"]),
    module("Memory", ["CMalloc"]),
]

let core: [Target] = [
    module("ChatDomain"),
    module("HTTPWire"),
    module("WebSocketWire", ["Deflate", "Digests"]),
    module("IRCWire", ["ChatDomain"]),
    module("ChatWire", ["ChatDomain"]),
    module("ChatText", ["ChatDomain"]),
    module("Transcripts", ["ChatText", "ChatDomain", "ChatWire"]),
    module("ChatStore", ["ChatDomain"]),
    module("MemoryStore", ["ChatStore", "ChatDomain"]),
    module("SQLiteStore", ["ChatStore", "ChatDomain", "SQLite", "Threads", "Metrics"]),
    module("SearchIndex", ["ChatDomain", "SQLite", "UnicodeText"]),
    module(
        "ChatService",
        [
            "ChatDomain", "ChatStore", "ChatWire", "ChatText", "SearchIndex", "Threads", "Log", "Secrets",
            "Digests", "UnicodeText", "Pictures", "Metrics",
        ]),
    module(
        "Followers",
        ["ChatDomain", "ChatStore", "ChatText", "ChatWire", "Transcripts", "SearchIndex", "Threads", "Log", "Metrics"]),
]

let gateways: [Target] = [
    module("RoomStreams", ["ChatService", "ChatDomain", "EventLoop", "Metrics"]),
    module(
        "HTTPGateway",
        [
            "ChatService", "ChatDomain", "ChatWire", "SearchIndex", "HTTPWire", "EventLoop", "Threads", "Log",
            "Secrets", "Deflate", "Digests", "CWebAssets", "Metrics",
        ]),
    module(
        "IRCGateway",
        [
            "RoomStreams", "ChatService", "ChatDomain", "ChatWire", "ChatText", "IRCWire", "EventLoop", "Log",
            "Secrets", "Metrics",
        ]),
    module("MetricsGateway", ["HTTPWire", "EventLoop", "Metrics", "Log"]),
    module(
        "LiveGateway",
        [
            "RoomStreams", "ChatService", "ChatDomain", "ChatWire", "WebSocketWire", "Deflate", "EventLoop", "Log",
            "Metrics",
        ]),
]

let clients: [Target] = [
    module("ChatClient", ["ChatDomain", "ChatWire", "HTTPWire", "WebSocketWire", "Deflate", "EventLoop", "Secrets"]),
    module("Console", ["ChatClient", "ChatDomain", "ChatWire", "EventLoop"]),
]

let program: [Target] = [
    .executableTarget(
        name: "roost",
        dependencies: [
            "HTTPGateway", "LiveGateway", "IRCGateway", "ChatService", "Followers", "SearchIndex", "SQLiteStore",
            "ChatStore",
            "ChatDomain", "ChatWire", "EventLoop", "Threads", "Log", "Secrets", "Console", "ChatClient", "HTTPWire",
            "WebSocketWire", "Pictures", "Transcripts", "ChatText", "Metrics", "MetricsGateway",
            "Memory",
        ],
        swiftSettings: strict)
]

let support: [Target] = [
    // What every store must pass, run by the tests of each store.
    .target(
        name: "StoreContract", dependencies: ["ChatStore", "ChatDomain"], path: "Tests/StoreContract",
        swiftSettings: strict),
    // The program that the Autobahn suite judges: the same codec and loop, echoing.
    .executableTarget(
        name: "echo-server", dependencies: ["WebSocketWire", "Deflate", "HTTPWire", "EventLoop"],
        path: "Tests/EchoServer", swiftSettings: strict),
]

let testTargets: [Target] = [
    tests("ArchitectureTests", []),
    tests("MetricsTests", ["Metrics"]),
    tests("ThreadsTests", ["Threads"]),
    tests("EventLoopTests", ["EventLoop", "Metrics"]),
    tests("SQLiteTests", ["SQLite", "Metrics"]),
    tests("SecretsTests", ["Secrets", "Digests", "UnicodeText"]),
    tests("PicturesTests", ["Pictures"]),
    tests("HTTPWireTests", ["HTTPWire"]),
    tests("WebSocketWireTests", ["WebSocketWire", "Deflate", "Digests"]),
    tests("IRCWireTests", ["IRCWire", "ChatDomain"]),
    tests("ChatDomainTests", ["ChatDomain"]),
    tests("ChatWireTests", ["ChatWire", "ChatDomain"]),
    tests("TranscriptsTests", ["Transcripts", "ChatText", "ChatDomain"]),
    tests("ChatTextTests", ["ChatText"]),
    tests("StoreTests", ["StoreContract", "MemoryStore", "SQLiteStore", "SQLite", "ChatStore", "ChatDomain"]),
    tests(
        "FollowersTests",
        [
            "Followers", "Transcripts", "SQLiteStore", "MemoryStore", "ChatStore", "ChatWire", "ChatDomain", "Threads",
            "Log",
        ]),
    tests("SearchIndexTests", ["SearchIndex", "ChatDomain", "SQLite", "UnicodeText"]),
    tests(
        "ChatServiceTests",
        ["ChatService", "MemoryStore", "ChatStore", "ChatDomain", "ChatWire", "Secrets", "Digests", "Log"]),
    tests("HTTPGatewayTests", ["HTTPGateway", "HTTPWire", "ChatService", "ChatWire", "ChatDomain"]),
    tests("RoostTests", ["roost", "ChatService", "ChatDomain", "Transcripts", "Log"]),
    tests(
        "ChatClientTests",
        [
            "ChatClient", "Console", "HTTPGateway", "ChatWire", "ChatDomain", "EventLoop", "HTTPWire", "WebSocketWire",
            "Deflate",
        ]),
    tests(
        "EndToEndTests", ["HTTPWire", "WebSocketWire", "Deflate", "SQLiteStore", "SQLite", "Secrets"],
        exclude: ["README.md"]),
]

// What the packages in Benchmarks/ and Fuzzing/ build on.
let products: [Product] = [
    .executable(name: "roost", targets: ["roost"]),
    .library(
        name: "RoostModules",
        targets: [
            "EventLoop", "Threads", "HTTPWire", "WebSocketWire", "ChatWire", "ChatDomain", "ChatStore", "SQLiteStore",
            "SearchIndex", "ChatClient", "Secrets", "UnicodeText",
        ]),
]

let package = Package(
    name: "roost",
    products: products,
    targets: walls + wrappers + core + gateways + clients + program + support + testTargets)
