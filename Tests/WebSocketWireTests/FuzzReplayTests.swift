import Foundation
import Testing

/// What the fuzzers check, tried on their seeds, on the faults they once found, and on thousands of changed seeds.
@Suite("Input that nobody meant")
struct FuzzReplayTests {
    struct Target: Sendable, CustomTestStringConvertible {
        var name: String
        var check: @Sendable ([UInt8]) -> String?

        var testDescription: String { name }

        func inputs(_ kind: String) -> [[UInt8]] {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Fuzzing/\(kind)/\(name)")
            let files = (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
            return files.sorted { $0.path < $1.path }.compactMap { try? Array(Data(contentsOf: $0)) }
        }
    }

    static let targets = [
        Target(name: "WebSocketFrames") { WebSocketFramesTarget.check($0) },
        Target(name: "WebSocketHandshake") { WebSocketHandshakeTarget.check($0) },
    ]

    @Test("Seeds and past faults keep every promise", arguments: targets)
    func seeds(target: Target) {
        #expect(!target.inputs("Corpus").isEmpty)
        for input in target.inputs("Corpus") + target.inputs("Regressions") { #expect(target.check(input) == nil) }
    }

    @Test("Seeds with a few bytes changed keep every promise", arguments: targets)
    func mutations(target: Target) {
        var random = SeededGenerator(12)
        let seeds = target.inputs("Corpus")
        for _ in 0..<4_000 {
            var input = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) where !input.isEmpty {
                let place = Int.random(in: 0..<input.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: input[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 1: input[place] = UInt8.random(in: 0...255, using: &random)
                case 2: input.remove(at: place)
                default: input.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if let fault = target.check(input) { Issue.record("\(input): \(fault)") }
        }
    }

    @Test("Random bytes keep every promise", arguments: targets)
    func noise(target: Target) {
        var random = SeededGenerator(11)
        for _ in 0..<2_000 {
            let input = random.bytes(Int.random(in: 0...300, using: &random))
            if let fault = target.check(input) { Issue.record("\(input): \(fault)") }
        }
    }
}
