// swift-tools-version: 6.2
import PackageDescription

// Measurements, apart from the product: nothing here is built or shipped with `roost`.
// `Benchmarks/run` builds and drives it; Benchmarks/README.md says what is measured and how.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "roost", path: "..")],
    targets: [
        // What no server on libuv can beat; plain C, without the product's code.
        .executableTarget(
            name: "floor",
            linkerSettings: [.linkedLibrary("uv")]),
        // What Glibc's module leaves out.
        .target(name: "CEpoll"),
        // The load: clients of Roost or of the floor, and what they measured.
        .executableTarget(name: "load", dependencies: ["CEpoll"], swiftSettings: strict),
        // What people say, from a seed.
        .target(name: "Wording", swiftSettings: strict),
        // A store with people, rooms and a million messages.
        .executableTarget(
            name: "prefill", dependencies: ["Wording", .product(name: "RoostModules", package: "roost")],
            swiftSettings: strict),
        // An index of a million messages, and a thousand questions to it.
        .executableTarget(
            name: "search", dependencies: ["Wording", .product(name: "RoostModules", package: "roost")],
            swiftSettings: strict),
    ],
    cLanguageStandard: .gnu11)
