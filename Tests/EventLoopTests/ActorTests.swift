import Testing

@testable import EventLoop

@Suite("An actor pinned to a loop") struct ActorTests {
    @Test("Callbacks enter it without a hop, others by awaiting; both run on the loop's thread")
    func isolation() async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let counter = Counter(on: loop)
        for _ in 0..<100 {
            loop.post { counter.enterFromCallback() }
        }
        for expected in 1...100 {
            #expect(await counter.add(1) >= expected)
        }
        #expect(await counter.total == 200)
        #expect(await counter.wasAlwaysOnLoop)
        loop.stop()
        loop.join()
    }

    @Test("Calls from one task keep their order with what is posted between them")
    func order() async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let counter = Counter(on: loop)
        let order = Observed<[Int]>([])
        for number in 0..<200 {
            loop.post { order.append(number * 2) }
            await counter.run { order.append(number * 2 + 1) }
        }
        #expect(order.value == Array(0..<400))
        loop.stop()
        loop.join()
    }

    @Test("Claiming the loop's isolation elsewhere stops the program")
    func offLoop() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop(name: "test")
            try loop.start()
            Counter(on: loop).enterFromCallback()
        }
    }

    @Test("The loop's own check stops the program off the loop")
    func ownCheck() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop(name: "test")
            try loop.start()
            loop.checkIsolated()
        }
    }

    @Test("Bytes kept in an earlier turn are not taken")
    func staleBytes() async {
        await #expect(processExitsWith: .failure) {
            let accepted = Accepted()
            let server = try Server { connection, _ in accepted.append(connection) }
            let peer = try Peer(server.address)
            let connection = try #require(try accepted.first().first)
            let kept = server.with(connection) { connection in
                UncheckedBox(connection.loop.keepUntilFlush(SharedBytes(copying: [1, 2, 3].span)))
            }
            server.with(connection) { connection in
                if let kept { _ = connection.send(sharing: kept.value) }
            }
            withExtendedLifetime(peer) {}
        }
    }
}

private actor Counter {
    private let loop: EventLoop
    private(set) var total = 0
    private(set) var wasAlwaysOnLoop = true

    init(on loop: EventLoop) { self.loop = loop }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    func add(_ amount: Int) -> Int {
        total += amount
        if !loop.isOnLoop { wasAlwaysOnLoop = false }
        return total
    }

    func run(_ body: @Sendable () -> Void) { body() }

    nonisolated func enterFromCallback() {
        assumeIsolated { _ = $0.add(1) }
    }
}
