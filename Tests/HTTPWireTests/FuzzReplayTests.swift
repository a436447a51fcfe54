import Foundation
import Testing

/// The fuzzers' promises, kept at every run of the tests: on the seeds, on every fault found so far, and on mutations of
/// the seeds by fixed random numbers.
@Suite struct FuzzReplayTests {
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
        Target(name: "HTTPRequest", check: HTTPRequestTarget.check),
        Target(name: "HTTPResponse", check: HTTPResponseTarget.check),
        Target(name: "HTTPFields", check: HTTPFieldsTarget.check),
    ]

    @Test("Seeds and earlier faults keep every promise", arguments: targets)
    func replay(_ target: Target) throws {
        let seeds = try target.inputs(in: "Corpus")
        #expect(!seeds.isEmpty)
        for input in seeds + (try target.inputs(in: "Regressions")) {
            #expect(target.check(input) == nil)
        }
    }

    @Test("Thousands of mutated seeds keep every promise", arguments: targets)
    func mutations(_ target: Target) throws {
        let seeds = try target.inputs(in: "Corpus")
        var random = SplitMix(state: 20_260_101)
        for round in 0..<3000 {
            var input = try #require(seeds.randomElement(using: &random))
            for _ in 0...Int.random(in: 0...3, using: &random) { mutate(&input, &random) }
            if let fault = target.check(input) {
                Issue.record("round \(round): \(fault)\n\(input.map { String($0, radix: 16) })")
                return
            }
        }
    }

    private static let words = ["\r\n", "\r", "\n", "\0", " ", ":", ",", ";", "0\r\n\r\n", "\r\n\r\n", "%", "\"", "FF"]

    private func mutate(_ input: inout [UInt8], _ random: inout SplitMix) {
        let position = Int.random(in: 0...input.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0 where position < input.count: input[position] = UInt8.random(in: .min ... .max, using: &random)
        case 1 where position < input.count: input.remove(at: position)
        case 2: input.insert(UInt8.random(in: .min ... .max, using: &random), at: position)
        case 3: input.insert(contentsOf: (Self.words.randomElement(using: &random) ?? "").utf8, at: position)
        default:
            let end = min(input.count, position + Int.random(in: 0...20, using: &random))
            input.insert(contentsOf: input[position..<end], at: Int.random(in: 0...input.count, using: &random))
        }
    }
}

/// Sebastiano Vigna's splitmix64: the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
