import Testing

@testable import EventLoop

@Suite("Connecting") struct ConnectingTests {
    /// The outcome of one attempt on a loop of its own; a connection that is made is closed again.
    private func connect(to host: String, _ port: UInt16, within limit: UInt64 = 20_000) throws -> LoopError? {
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let outcome = Observed<[LoopError?]>([])
        _ = loop.runAndWait {
            var hasReturned = false
            TCPConnection.connect(to: host, port: port, on: loop, within: limit) { result in
                #expect(hasReturned)
                switch result {
                case .success(let connection):
                    connection.close()
                    outcome.append(nil)
                case .failure(let error): outcome.append(error)
                }
            }
            hasReturned = true
        }
        guard outcome.wait(until: { !$0.isEmpty }) else { throw LoopError.timedOut }
        return outcome.value.first ?? nil
    }

    @Test("A name and an address lead to the listener")
    func success() throws {
        let server = try Server { _, _ in }
        #expect(try connect(to: "127.0.0.1", server.address.port) == nil)
        #expect(try connect(to: "localhost", server.address.port) == nil)
    }

    @Test("A port that nobody listens on refuses")
    func refused() throws {
        let port = try Server { _, _ in }.address.port
        #expect(try connect(to: "127.0.0.1", port) == .refused)
        #expect(try connect(to: "localhost", port) == .refused)
    }

    @Test(
        "Names that cannot be resolved say so",
        arguments: ["name.invalid", "", "a..b", "label over 63"])
    func unresolvable(host: String) throws {
        let long = String(repeating: "x", count: 5_000)
        #expect(try connect(to: host == "label over 63" ? long : host, 80) == .nameNotFound)
    }

    @Test("A peer that does not answer is given up at the time limit")
    func timeLimit() throws {
        let stalled = StalledListener()
        #expect(try connect(to: stalled.address.host, stalled.address.port, within: 20) == .timedOut)
    }

    @Test("Two loops talk to each other through their connections")
    func talk() throws {
        let server = try Server { _, handler in
            handler.onReceived = { bytes, connection in
                _ = connection.send(copying: UnsafeRawBufferPointer(bytes))
            }
        }
        let received = Observed<[UInt8]>([])
        let closed = Observed<[CloseReason]>([])
        let loop = try EventLoop(name: "client")
        try loop.start()
        let address = server.address
        _ = loop.runAndWait {
            TCPConnection.connect(to: address.host, port: address.port, on: loop) { result in
                guard case .success(let connection) = result else { return }
                let handler = Scripted()
                handler.onReceived = { bytes, connection in
                    let copy = Array(bytes)
                    received.update { $0 += copy }
                    connection.finishThenClose()
                }
                handler.onClosed = { closed.append($0) }
                connection.handler = handler
                _ = connection.send(copying: [1, 2, 3].span)
            }
        }
        #expect(received.wait { $0 == [1, 2, 3] })
        #expect(closed.wait { $0 == [.finished] })
        loop.stop()
        loop.join()
    }
}
