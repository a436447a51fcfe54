import ChatStore
import EventLoop
import FoundationEssentials
import Glibc
import Log
import SQLiteStore
import Secrets
import Threads

/// `roost serve`: puts the parts together, runs them until a signal comes, takes them apart in order.
enum Server {
    /// Returns the process's exit code.
    static func run(_ configuration: ServeConfiguration) throws -> Int32 {
        let log = Log(level: configuration.logLevel)
        OpenFiles.allow(connections: configuration.limits.maxConnections, log: log)
        let store: SQLiteStore
        do throws(StoreError) {
            store = try SQLiteStore(directory: configuration.data) { error in
                log.warning("a checkpoint failed; it is tried again", ["reason": "\(error)"])
            }
        } catch {
            throw ConfigurationError(error.description)
        }
        let loops = try startLoops(configuration)
        let tidying = try FreedMemoryReturn(on: loops[0], log: log)
        let house = try House(configuration, store: store, loops: loops, log: log)
        // Before anyone can connect, so that a signal never finds the house without a way out.
        let (signalled, signals) = try watchSignals(on: loops[0])
        let watch = try Watch(house.metrics, log: log)
        var addresses: House.Addresses
        do {
            addresses = try house.listen()
            addresses.metrics = try watch.listen()
        } catch {
            watch.stop()
            takeApart(house, loops)
            throw error
        }
        Banner.show(configuration, at: addresses, ownerCode: house.service.needsOwner ? house.ownerCode : nil)
        log.info(
            "started",
            [
                "version": Roost.version, "listen": "\(addresses.http)", "irc": addresses.irc.map { "\($0)" } ?? "none",
                "metrics": addresses.metrics.map { "\($0)" } ?? "none",
                "data": configuration.data,
                "loops": "\(loops.count)",
            ])
        signalled.wait()
        log.info("stopping")
        watch.stop()
        takeApart(house, loops)
        withExtendedLifetime((signals, tidying)) {}
        log.info("stopped")
        return 0
    }

    /// What is confined to a loop must not outlive it.
    private static func takeApart(_ house: House, _ loops: [EventLoop]) {
        house.stop()
        for loop in loops { loop.stop() }
        for loop in loops { loop.join() }
    }

    private static func startLoops(_ configuration: ServeConfiguration) throws -> [EventLoop] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let count = configuration.loops > 0 ? configuration.loops : max(1, min(cores, 32))
        return try (0..<count).map { number in
            let loop = try EventLoop(name: "loop-\(number)")
            try loop.start()
            return loop
        }
    }

    /// The latch opens at the first SIGTERM or SIGINT; the second ends the process at once.
    private static func watchSignals(on loop: EventLoop) throws -> (Latch, LoopBound<SignalWatch>?) {
        let signalled = Latch()
        let watch = try loop.runAndWait { () throws(LoopError) in
            var count = 0
            let watch = try SignalWatch(on: loop, [.terminate, .interrupt]) { _ in
                count += 1
                if count > 1 { exit(1) }
                signalled.open()
            }
            return LoopBound(watch, on: loop)
        }
        return (signalled, watch)
    }
}
