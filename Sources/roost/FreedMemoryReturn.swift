import EventLoop
import Log
import Memory
import Threads

/// Gives memory back to the system after a burst: looked at every few seconds, done when there is little else to do.
final class FreedMemoryReturn {
    private let timer: LoopBound<LoopTimer>?

    private static let milliseconds: UInt64 = 5_000

    /// - Parameter loop: keeps the time; the work is done on a thread of its own that gives way.
    init(on loop: EventLoop, log: Log) throws {
        let thread = try WorkerThread<Void>(name: "tidier", givesWay: true) {
            var pace = ReturnPace()
            return { _ in
                guard let before = FreedMemory.residentBytes,
                    pace.isDue(resident: before, processorTime: FreedMemory.processorTime)
                else { return }
                FreedMemory.giveBack()
                let after = FreedMemory.residentBytes ?? before
                pace.returned(resident: after)
                log.debug("freed memory was given back", ["bytes": "\(before - after)", "left": "\(after)"])
            }
        }
        timer = loop.runAndWait {
            LoopBound(
                LoopTimer(on: loop, after: Self.milliseconds, every: Self.milliseconds) { thread.post(()) }, on: loop)
        }
    }
}

/// When to give memory back: the process has grown since the last time, and uses little of a core now.
struct ReturnPace {
    /// Growth that is not worth it.
    static let leastBytes = 4 << 20
    /// Of a core, between two looks.
    static let mostBusy: UInt64 = 1_500_000_000

    private var left = 0
    private var lastTime: UInt64?

    mutating func isDue(resident: Int, processorTime: UInt64) -> Bool {
        defer { lastTime = processorTime }
        left = min(left == 0 ? resident : left, resident)
        guard let lastTime, processorTime - min(lastTime, processorTime) < Self.mostBusy else { return false }
        return resident - left >= Self.leastBytes
    }

    mutating func returned(resident: Int) { left = resident }
}
