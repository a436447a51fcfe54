import Metrics
import Testing

@Suite("A histogram")
struct HistogramTests {
    @Test("A value falls into the first bucket that is as great; beyond the last it is counted as well")
    func buckets() {
        let histogram = Histogram(upTo: [1, 10, 100])
        for value in [0, 1, 2, 10, 11, 100, 101, 5_000] { histogram.observe(value) }
        #expect(histogram.spread.counts == [2, 2, 2, 2])
        #expect(histogram.spread.count == 8)
        #expect(histogram.spread.sum == 5_225)
    }

    @Test("Those of several threads are added; one with other bounds is passed over")
    func merging() {
        let (one, other, odd) = (Histogram(upTo: [1, 10]), Histogram(upTo: [1, 10]), Histogram(upTo: [1]))
        one.observe(5)
        other.observe(5)
        other.observe(50)
        odd.observe(1)
        let all = one.spread.merged(with: [other.spread, odd.spread])
        #expect(all.counts == [0, 2, 1])
        #expect(all.sum == 60)
    }

    @Test("A tally counts places by themselves, and passes over those that it has not")
    func tally() {
        let tally = Tally(size: 3)
        for place in [-1, 0, 2, 2, 3] { tally.add(at: place) }
        #expect((-1...3).map { tally[$0] } == [0, 1, 0, 2, 0])
    }
}
