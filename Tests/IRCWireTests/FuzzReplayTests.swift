import Foundation
import Testing

/// The fuzzers' promises, kept at every run of the tests: on the seeds, on every fault found so far, and on seeds changed
/// by fixed random numbers.
@Suite("Lines that nobody meant")
struct FuzzReplayTests {
    struct Target: Sendable, CustomTestStringConvertible {
        let name: String
        let check: @Sendable ([UInt8]) -> String?
        var testDescription: String { name }

        func inputs(in folder: String) throws -> [[UInt8]] {
            let fuzzing = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzzing")
            let directory = fuzzing.appending(path: folder).appending(path: name).standardizedFileURL
            guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
                .sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
        }
    }

    static let targets = [
        Target(name: "IRCLines", check: IRCLinesTarget.check), Target(name: "IRCWords", check: IRCWordsTarget.check),
    ]

    @Test("Seeds and earlier faults keep every promise", arguments: targets)
    func replay(_ target: Target) throws {
        let seeds = try target.inputs(in: "Corpus")
        #expect(!seeds.isEmpty)
        for input in seeds + (try target.inputs(in: "Regressions")) { #expect(target.check(input) == nil) }
    }

    @Test("Thousands of changed seeds keep every promise", arguments: targets)
    func mutations(_ target: Target) throws {
        let seeds = try target.inputs(in: "Corpus")
        let words = ["\r\n", "\n", "\0", " ", ":", ",", ";", "=", "@", "\\", "+", "-", "*", "é", "msgid=", "👩‍👧"]
        var random = SplitMix(state: 20_261_120)
        for round in 0..<3_000 {
            var input = try #require(seeds.randomElement(using: &random))
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0...input.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where place < input.count: input[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1 where place < input.count: input.remove(at: place)
                case 2: input.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
                default: input.insert(contentsOf: (words.randomElement(using: &random) ?? "").utf8, at: place)
                }
            }
            if let fault = target.check(input) {
                Issue.record("round \(round): \(fault)\n\(input)")
                return
            }
        }
    }
}
