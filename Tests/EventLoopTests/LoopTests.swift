import Foundation
import Testing

@testable import EventLoop

@Suite("A loop") struct LoopTests {
    @Test("Messages of eight threads arrive all, those of each in order")
    func inboxOrder() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let perThread = 4_000
        let seen = Observed<[Int: [Int]]>([:])
        let inbox = try #require(
            loop.runAndWait {
                LoopInbox<(thread: Int, number: Int)>(on: loop) { batch in
                    let messages = batch
                    seen.update { seen in
                        for message in messages { seen[message.thread, default: []].append(message.number) }
                    }
                }
            })
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in stride(from: 0, to: perThread, by: 2) {
                if thread.isMultiple(of: 2) {
                    inbox.post((thread, number))
                    inbox.post((thread, number + 1))
                } else {
                    inbox.post(contentsOf: [(thread, number), (thread, number + 1)])
                }
            }
        }
        #expect(seen.wait { $0.values.map(\.count).reduce(0, +) == 8 * perThread })
        for numbers in seen.value.values { #expect(numbers == Array(0..<perThread)) }
        loop.stop()
        loop.join()
        #expect(!inbox.post((0, 0)))
    }

    @Test("What gathers while the loop is busy wakes it once and comes as one batch")
    func wakeUps() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let batches = Observed<[Int]>([])
        let inbox = try #require(
            loop.runAndWait { LoopInbox<Int>(on: loop) { batch in batches.append(batch.count) } })
        let entered = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let before = Observed(0)
        loop.post {
            before.update { $0 = loop.statistics.wakeUps.value }
            entered.signal()
            goOn.wait()
        }
        entered.wait()
        for number in 0..<1000 { inbox.post(number) }
        let after = Observed(0)
        loop.post { after.update { $0 = loop.statistics.wakeUps.value } }
        goOn.signal()
        #expect(after.wait { $0 == before.value + 1 })
        #expect(batches.value == [1000])
        loop.stop()
        loop.join()
    }

    @Test("A closed inbox refuses, and has released its handler on the loop")
    func closedInbox() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let released = Observed<[Bool]>([])
        let inbox = try #require(
            loop.runAndWait {
                let last = AtEnd { released.append(loop.isOnLoop) }
                return LoopInbox<Int>(on: loop) { _ in withExtendedLifetime(last) {} }
            })
        #expect(inbox.post(1))
        _ = loop.runAndWait {
            inbox.close()
            inbox.close()
        }
        #expect(!inbox.post(2))
        #expect(released.value == [true])
        loop.stop()
        loop.join()
    }

    @Test("What was posted before the start runs first and in order; a loop that never started drops it")
    func beforeStart() throws {
        let loop = try EventLoop(name: "test")
        let order = Observed<[Int]>([])
        for number in 0..<10 { loop.post { order.append(number) } }
        try loop.start()
        try loop.start()
        loop.post { order.append(10) }
        loop.stop()
        loop.stop()
        loop.join()
        loop.join()
        #expect(order.value == Array(0...10))

        let dropped = Observed(false)
        do {
            let never = try EventLoop(name: "test")
            let last = AtEnd { dropped.update { $0 = true } }
            let box = UncheckedBox(last)
            never.post { withExtendedLifetime(box) {} }
            never.stop()
            try never.start()
            #expect(!never.post {})
        }
        #expect(dropped.value)
        _ = try EventLoop(name: "never started, never stopped")
    }

    @Test("Waiting for a result gives it, or its error")
    func runAndWait() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        #expect(loop.runAndWait { loop.isOnLoop } == true)
        #expect(loop.runAndWait { loop.runAndWait { 5 } } == 5)
        #expect(throws: LoopError.refused) {
            try loop.runAndWait { () throws(LoopError) -> Int in throw .refused }
        }
        #expect(!loop.isOnLoop)
        loop.stop()
        loop.join()
    }

    @Test("Timers fire in order, repeat until cancelled, and end when released")
    func timers() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let fired = Observed<[String]>([])
        let timers = loop.runAndWait {
            let never = LoopTimer(on: loop, after: 1) { fired.append("never") }
            never.cancel()
            never.cancel()
            _ = LoopTimer(on: loop, after: 1) { fired.append("released") }
            let first = LoopTimer(on: loop, after: 1) { fired.append("first") }
            var count = 0
            var again: LoopTimer?
            var last: LoopTimer?
            again = LoopTimer(on: loop, after: 2, every: 1) {
                count += 1
                fired.append("again")
                guard count == 3, again != nil else { return }
                again = nil
                last = LoopTimer(on: loop, after: 10) {
                    fired.append("last")
                    withExtendedLifetime(last) {}
                }
            }
            return LoopBound([never, first], on: loop)
        }
        #expect(fired.wait { $0.contains("last") })
        #expect(fired.value == ["first", "again", "again", "again", "last"])
        withExtendedLifetime(timers) {}
        loop.stop()
        loop.join()
    }

    @Test("A signal arrives on the loop")
    func signals() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let seen = Observed<[SignalWatch.Signal]>([])
        let watch = try loop.runAndWait { () throws(LoopError) in
            LoopBound(
                try SignalWatch(on: loop, [.hangUp, .interrupt]) { signal in
                    #expect(loop.isOnLoop)
                    seen.append(signal)
                }, on: loop)
        }
        kill(getpid(), SIGHUP)
        #expect(seen.wait { $0 == [.hangUp] })
        withExtendedLifetime(watch) {}
        loop.stop()
        loop.join()
    }

    @Test("Several loops share one port, and each gets connections")
    func sharedPort() throws {
        let counts = Observed<[Int]>([0, 0])
        let loops = try (0..<2).map { try EventLoop(name: "test-\($0)") }
        var port: UInt16 = 0
        for (number, loop) in loops.enumerated() {
            try loop.start()
            port = try Server.listen(on: loop, port: port) { _, _ in counts.update { $0[number] += 1 } }.port
        }
        let address = SocketAddress(host: "127.0.0.1", port: port)
        let peers = try (0..<100).map { _ in try Peer(address) }
        #expect(counts.wait { $0.reduce(0, +) == 100 })
        for count in counts.value { #expect(count > 0) }
        withExtendedLifetime(peers) {}
        for loop in loops {
            loop.stop()
            loop.join()
        }
    }

    @Test("Addresses that cannot be listened on say why")
    func badAddresses() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        func listen(_ host: String) throws(LoopError) {
            _ = try loop.runAndWait { () throws(LoopError) in
                _ = try TCPListener(on: loop, address: SocketAddress(host: host, port: 0)) { _ in }
            }
        }
        let server = try Server { _, _ in }
        #expect(throws: LoopError.addressInUse) { try TCPListener.checkUnused(server.address) }
        #expect(throws: Never.self) { try TCPListener.checkUnused(SocketAddress(host: "127.0.0.1", port: 0)) }
        #expect(throws: LoopError.badAddress) { try listen("localhost") }
        #expect(throws: LoopError.badAddress) { try listen("") }
        #expect(throws: LoopError.addressNotAvailable) { try listen("192.0.2.1") }
        #expect(SocketAddress(host: "::1", port: 80).description == "[::1]:80")
        #expect(LoopError.system(code: -5).description == "i/o error")
    }
}

final class AtEnd {
    private let action: () -> Void
    init(_ action: @escaping () -> Void) { self.action = action }
    deinit { action() }
}

struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
