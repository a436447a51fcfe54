import EventLoop
import Log
import Memory
import Threads

/// Gives memory back to the system after a burst: looked at every few seconds, done when there is little else to do.
final class FreedMemoryReturn {
    private let timer: LoopBound<LoopTimer>?

    private static let milliseconds: UInt64 = 5_000

    /// - Parameter loop: keeps the time. The work is done on a thread of its own, which gives way to none: while it holds
    ///   a lock of the allocator, others may wait.
    init(on loop: EventLoop, log: Log) throws {
        let thread = try WorkerThread<Void>(name: "tidier") {
            var pace = ReturnPace()
            return { _ in
                guard let before = ProcessFigures.residentBytes, let seconds = ProcessFigures.processorSeconds,
                    pace.isDue(resident: before, processorSeconds: seconds)
                else { return }
                FreedMemory.giveBack()
                let after = ProcessFigures.residentBytes ?? before
                pace.returned(resident: after)
                log.debug(
                    "freed memory was given back",
                    ["bytes": "\(before - after)", "left": "\(after)", "used": "\(FreedMemory.usedBytes)"])
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
    static let leastBytes: Int64 = 4 << 20
    /// Of CPU, between two looks.
    static let mostSeconds = 1.5

    private var left: Int64?
    private var lastSeconds: Double?

    mutating func isDue(resident: Int64, processorSeconds: Double) -> Bool {
        defer { lastSeconds = processorSeconds }
        let least = min(left ?? resident, resident)
        left = least
        guard let lastSeconds, processorSeconds - lastSeconds < Self.mostSeconds else { return false }
        return resident - least >= Self.leastBytes
    }

    mutating func returned(resident: Int64) { left = resident }
}
