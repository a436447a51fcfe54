// swift-tools-version: 6.2
import PackageDescription

// Measurements, apart from the product: nothing here is built or shipped with `roost`.

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "roost", path: "..")],
    targets: [
        // What no server on libuv can beat; plain C, without the product's code.
        .executableTarget(
            name: "floor",
            linkerSettings: [.linkedLibrary("uv")])
    ],
    cLanguageStandard: .gnu11)
