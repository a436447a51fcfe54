import Foundation
import Testing

/// The fuzzer's promises, kept at every run of the tests: on its seeds, on every fault found so far, and on mutations
/// of the seeds by fixed random numbers.
@Suite("The fuzzer's promises")
struct FuzzReplayTests {
    private func inputs(in folder: String) throws -> [[UInt8]] {
        let fuzzing = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzzing")
        let directory = fuzzing.appending(path: "\(folder)/LiveRequest").standardizedFileURL
        guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    }

    @Test("Seeds, earlier faults and thousands of mutations keep every promise")
    func replay() throws {
        let seeds = try inputs(in: "Corpus")
        try #require(!seeds.isEmpty)
        for input in seeds + (try inputs(in: "Regressions")) { #expect(LiveRequestTarget.check(input) == nil) }
        var random = Seeded(7)
        for _ in 0..<10_000 {
            let input = random.mutated(seeds[random.below(seeds.count)])
            if let fault = LiveRequestTarget.check(input) {
                Issue.record("\(fault)\n\(String(decoding: input, as: UTF8.self).debugDescription)")
                return
            }
        }
    }
}
