import Metrics
import Testing

@Suite("The text for Prometheus")
struct MetricsTextTests {
    @Test("HELP, TYPE, then the series; what is special in labels and help is escaped")
    func escaping() {
        var text = MetricsText()
        text.counter("a_total", "Back\\slash,\nline, \"quote\".", [([("path", "C:\\ \"x\"\n")], 3)])
        #expect(
            text.text == """
                # HELP a_total Back\\\\slash,\\nline, "quote".
                # TYPE a_total counter
                a_total{path="C:\\\\ \\"x\\"\\n"} 3

                """)
    }

    @Test("A histogram's buckets add up, in the unit that its name has")
    func histogram() {
        let durations = Histogram(upTo: [1_000_000, 250_000_000])
        for nanoseconds in [500_000, 1_000_000, 2_000_000, 300_000_000] { durations.observe(nanoseconds) }
        var text = MetricsText()
        text.histogram("a_seconds", "A.", in: .seconds, [([("thread", "loop-0")], durations.spread)])
        #expect(
            text.text == """
                # HELP a_seconds A.
                # TYPE a_seconds histogram
                a_seconds_bucket{thread="loop-0",le="0.001"} 2
                a_seconds_bucket{thread="loop-0",le="0.25"} 3
                a_seconds_bucket{thread="loop-0",le="+Inf"} 4
                a_seconds_sum{thread="loop-0"} 0.3035
                a_seconds_count{thread="loop-0"} 4

                """)
    }

    @Test("What cannot be found out has no series; numbers are as Go reads them")
    func numbers() {
        var text = MetricsText()
        text.gauge("a", "A.", nil as Int?)
        text.gauge("b", "B.", [([], -0.5), ([("x", "1")], .infinity), ([("x", "2")], .nan), ([("x", "3")], 1e300)])
        #expect(
            text.text == """
                # HELP a A.
                # TYPE a gauge
                # HELP b B.
                # TYPE b gauge
                b -0.5
                b{x="1"} +Inf
                b{x="2"} NaN
                b{x="3"} 1e+300

                """)
    }
}
