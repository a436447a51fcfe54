import ChatDomain
import Glibc
import SearchIndex
import Wording

/// Fills a search index with a million messages and asks it a thousand questions; prints one table in Markdown.
///
///     search --directory DIR [--messages N] [--queries N] [--segment N]
///
/// The index lies in DIR/search.db and is kept: with the same DIR it is not filled again.
@main
enum SearchBenchmark {
    static func main() {
        do {
            try run(try Plan(arguments: Array(CommandLine.arguments.dropFirst())))
        } catch {
            let text = Array("search: \(error)\n".utf8)
            _ = write(STDERR_FILENO, text, text.count)
            exit(1)
        }
    }

    private static func run(_ plan: Plan) throws {
        var limits = SearchIndex.Limits()
        limits.segment = plan.segment
        let index = try SearchIndex(
            path: "\(plan.directory)/search.db", epoch: Epoch(high: 1, low: UInt64(plan.messages)), limits: limits)
        let writer = try index.makeWriter()
        var chatter = Chatter(people: 5_000)
        print("\(plan.messages) messages, segments of \(plan.segment)\n")
        try fill(writer, &chatter, plan)
        try trickle(writer, &chatter, plan)
        print("")
        try ask(index, plan)
        print("")
        try erase(writer, plan)
    }

    /// As after a loss of the file: in lots of 5,000.
    private static func fill(_ writer: IndexWriter, _ chatter: inout Chatter, _ plan: Plan) throws {
        guard writer.progress < plan.messages else { return }
        var bytes = 0
        var indexing = Cost(wall: 0, cpu: 0)
        while writer.progress < plan.messages {
            var changes: [IndexChange] = []
            let first = writer.progress + 1
            let last = min(first + 4_999, Int64(plan.messages))
            for arrival in first...last {
                let message = chatter.message(arrival)
                bytes += message.content.text.utf8.count
                changes.append(.put(message))
            }
            let cost = try timed { try writer.apply(changes, upTo: last) }
            indexing.wall += cost.wall
            indexing.cpu += cost.cpu
        }
        let (seconds, cpu) = (Double(indexing.wall) / 1e9, Double(indexing.cpu) / 1e9)
        print(
            "- filled in \(round(seconds, 1)) s, \(Int(Double(plan.messages) / seconds)) messages a second; of CPU in "
                + "\(round(cpu, 1)) s, \(Int(Double(plan.messages) / cpu)) a second")
        print("- text \(bytes >> 20) MiB, files \(size(plan.directory) >> 20) MiB")
    }

    /// Message by message, as people write; so many that lists and a whole segment are made among them.
    private static func trickle(_ writer: IndexWriter, _ chatter: inout Chatter, _ plan: Plan) throws {
        var times: [Cost] = []
        for _ in 0..<(plan.segment + 2_000) {
            let arrival = writer.progress + 1
            let message = chatter.message(arrival)
            times.append(try timed { try writer.apply([.put(message)], upTo: arrival) })
        }
        print("- one message at a time: \(percentiles(times))")
    }

    private static func ask(_ index: SearchIndex, _ plan: Plan) throws {
        let reader = try index.makeReader()
        var asker = Asker()
        print(
            "| questions | asked | hits on the first page, median | p50 ms | p95 ms | p99 ms | CPU: p50 ms | p95 ms | p99 ms |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        var all: [Cost] = []
        for kind in Asker.Kind.allCases {
            var times: [Cost] = []
            var hits: [Int] = []
            for _ in 0..<(plan.queries / Asker.Kind.allCases.count) {
                let (query, scope) = try asker.question(kind)
                var found = 0
                times.append(
                    try timed {
                        // A page that ends early is asked on, as a client would.
                        var cursor: SearchCursor?
                        repeat {
                            let page = try reader.search(query, in: scope, after: cursor, limit: 20)
                            found += page.hits.count
                            cursor = page.next
                        } while cursor != nil && found < 20
                    })
                hits.append(found)
            }
            all += times
            row(kind.rawValue, times, hits.sorted()[hits.count / 2])
        }
        row("**all**", all, nil)
    }

    private static func row(_ name: String, _ costs: [Cost], _ hits: Int?) {
        var cells = [name, "\(costs.count)", hits.map(String.init) ?? ""]
        for times in [costs.map(\.wall).sorted(), costs.map(\.cpu).sorted()] {
            for percent in [50, 95, 99] { cells.append(round(Double(times[times.count * percent / 100]) / 1e6, 2)) }
        }
        print("| \(cells.joined(separator: " | ")) |")
    }

    private static func erase(_ writer: IndexWriter, _ plan: Plan) throws {
        for count in [1, 10, 100] {
            var random = SeededRandom(seed: UInt64(count))
            let arrivals = (0..<count).map { _ in Int64.random(in: 1...Int64(plan.messages), using: &random) }
            let changes = arrivals.map { IndexChange.erase(Chatter.room(of: $0), SequenceNumber($0)) }
            let asked = try timed { try writer.apply(changes, upTo: writer.progress) }
            let finished = try timed {
                guard try writer.finishErasures() == .finished else { throw BenchmarkError("the log was held") }
            }
            print(
                "- \(count) erased anywhere: \(milliseconds(asked)) to forget, \(milliseconds(finished)) to clean the files"
            )
        }
        let newest = try timed {
            try writer.apply(
                [.erase(Chatter.room(of: writer.progress), SequenceNumber(writer.progress))], upTo: writer.progress)
            _ = try writer.finishErasures()
        }
        print("- the newest erased: \(milliseconds(newest))")
        let room = try timed {
            try writer.apply([.eraseRoom(RoomID(rawValue: 50), through: SequenceNumber(.max))], upTo: 0)
        }
        let rewritten = try timed { _ = try writer.finishErasures() }
        print(
            "- a room of every 198th message erased: \(milliseconds(room)) to forget, \(milliseconds(rewritten)) to clean the files"
        )
    }

    private static func timed(_ body: () throws -> Void) rethrows -> Cost {
        let (start, used) = (now(CLOCK_MONOTONIC), now(CLOCK_THREAD_CPUTIME_ID))
        try body()
        return Cost(wall: now(CLOCK_MONOTONIC) - start, cpu: now(CLOCK_THREAD_CPUTIME_ID) - used)
    }

    private static func now(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func percentiles(_ costs: [Cost]) -> String {
        let wall = costs.map(\.wall).sorted()
        let cpu = costs.map(\.cpu).sorted()
        return [("p50", 50), ("p99", 99), ("most", 100)].map { name, percent in
            let place = min(wall.count * percent / 100, wall.count - 1)
            return "\(name) \(milliseconds(Cost(wall: wall[place], cpu: cpu[place])))"
        }.joined(separator: ", ")
    }

    private static func milliseconds(_ cost: Cost) -> String {
        "\(round(Double(cost.wall) / 1e6, 2)) ms (CPU \(round(Double(cost.cpu) / 1e6, 2)))"
    }

    private static func round(_ value: Double, _ digits: Int) -> String {
        let scale = digits == 1 ? 10.0 : 100.0
        return "\((value * scale).rounded() / scale)"
    }

    private static func size(_ directory: String) -> Int {
        ["search.db", "search.db-wal"].reduce(0) { sum, name in
            var info = stat()
            return stat("\(directory)/\(name)", &info) == 0 ? sum + Int(info.st_size) : sum
        }
    }
}

/// In nanoseconds: what passed, and what of it this thread worked. On a machine with other work the first tells little.
struct Cost {
    var wall: UInt64
    var cpu: UInt64
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

struct Plan {
    var directory = ""
    var messages = 1_000_000
    var queries = 1_000
    var segment = SearchIndex.Limits().segment

    init(arguments: [String]) throws {
        let usage = "usage: search --directory DIR [--messages N] [--queries N] [--segment N]"
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchmarkError(usage) }
            if name == "--directory" {
                directory = value
                continue
            }
            guard let number = Int(value), (1...100_000_000).contains(number) else { throw BenchmarkError(usage) }
            switch name {
            case "--messages": messages = number
            case "--queries": queries = max(number, Asker.Kind.allCases.count)
            case "--segment": segment = number
            default: throw BenchmarkError(usage)
            }
        }
        guard !directory.isEmpty else { throw BenchmarkError(usage) }
    }
}
