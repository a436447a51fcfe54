import Testing

@testable import EventLoop

@Suite("Closing") struct ClosingTests {
    @Test("Closing in any state tells the handler once, and lets the peer go")
    func anyState() throws {
        enum Moment: CaseIterable { case accepted, received, sent, ended, blocked, drained, finishing, twice }
        for moment in Moment.allCases {
            let closed = Observed<[CloseReason]>([])
            let server = try Server { connection, handler in
                handler.onClosed = { closed.append($0) }
                handler.onEnd = { if moment == .ended { $0.close() } }
                handler.onDrained = { if moment == .drained { $0.close() } }
                handler.onReceived = { _, connection in
                    switch moment {
                    case .received: connection.close()
                    case .sent:
                        _ = connection.send(copying: [1, 2, 3].span)
                        connection.close()
                    case .twice:
                        connection.close()
                        connection.close()
                        connection.finishThenClose()
                        connection.resumeReading()
                        #expect(connection.send(copying: [1].span) == .closed)
                    case .finishing:
                        connection.finishThenClose()
                        connection.close()
                    case .blocked, .drained:
                        connection.outboundLimit = 16 << 20
                        _ = connection.send(copying: [UInt8](repeating: 1, count: 12 << 20).span)
                        _ = connection.send(copying: [UInt8](repeating: 1, count: 5 << 20).span)
                        if moment == .blocked {
                            #expect(connection.isBlocked)
                            connection.close()
                        }
                    case .accepted, .ended: break
                    }
                }
                if moment == .accepted { connection.close() }
            }
            let peer = try Peer(server.address)
            peer.write([1])
            if moment == .ended { peer.endWriting() }
            _ = peer.readToEnd()
            #expect(closed.wait { !$0.isEmpty }, "\(moment)")
            let (open, outbound) =
                server.loop.runAndWait { [loop = server.loop] in
                    (loop.statistics.openConnections.value, loop.outboundBytes)
                } ?? (-1, -1)
            #expect(open == 0, "\(moment)")
            #expect(outbound == 0, "\(moment)")
            #expect(closed.value == [.requested], "\(moment)")
        }
    }

    @Test("A connection that nobody takes is closed")
    func unattended() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let address = try #require(
            try loop.runAndWait { () throws(LoopError) in
                try TCPListener(on: loop, address: SocketAddress(host: "127.0.0.1", port: 0)) { _ in }.address
            })
        let peer = try Peer(address)
        #expect(peer.readToEnd().isEmpty)
        #expect(peer.sawEnd)
        loop.stop()
        loop.join()
    }

    @Test("Finishing delivers all that was sent, even from the accepting callback and with unread bytes from the peer")
    func finishing() throws {
        let closed = Observed<[CloseReason]>([])
        let answer = numbered(6 << 20)
        let server = try Server { connection, handler in
            handler.onClosed = { closed.append($0) }
            handler.onReceived = { _, _ in Issue.record("received after finishing") }
            connection.outboundLimit = 8 << 20
            connection.pauseReading()
            #expect(connection.send(copying: answer.span) == .accepted)
            connection.finishThenClose()
            #expect(connection.send(copying: [1].span) == .closed)
        }
        let peer = try Peer(server.address)
        peer.write(numbered(200_000))
        #expect(peer.readToEnd() == answer)
        #expect(closed.value.isEmpty)
        peer.close()
        #expect(closed.wait { $0 == [.finished] })
    }

    @Test("Finishing ends at its time limit when the peer does not end")
    func finishTimeLimit() throws {
        let closed = Observed<[CloseReason]>([])
        let server = try Server { connection, handler in
            handler.onClosed = { closed.append($0) }
            handler.onReceived = { _, connection in connection.finishThenClose(within: 1) }
        }
        let peers = try (0..<3).map { _ in try Peer(server.address) }
        for peer in peers { peer.write([1]) }
        #expect(closed.wait { $0 == [.finishTimedOut, .finishTimedOut, .finishTimedOut] })
        for peer in peers {
            #expect(peer.readToEnd().isEmpty)
            #expect(peer.sawEnd)
        }
    }

    @Test("The peer's reset is told as a failure")
    func reset() throws {
        let closed = Observed<[CloseReason]>([])
        let server = try Server { _, handler in handler.onClosed = { closed.append($0) } }
        try Peer(server.address).reset()
        #expect(closed.wait { $0 == [.failed(.reset)] })
    }

    @Test("Stopping the loop closes what is open, of every kind, after a last flush")
    func stopping() throws {
        let accepted = Accepted()
        let closed = Observed<[CloseReason]>([])
        let connected = Observed<[LoopError?]>([])
        let server = try Server { connection, handler in
            handler.onClosed = { closed.append($0) }
            connection.outboundLimit = 64 << 20
            accepted.append(connection)
        }
        let (idle, blocked) = (try Peer(server.address), try Peer(server.address, receiveBuffer: 4096))
        let connections = try accepted.first(2)
        let loop = server.loop
        let stalled = StalledListener()
        let address = stalled.address
        _ = loop.runAndWait {
            for connection in connections {
                _ = connection.value.send(copying: numbered(8 << 20).span)
            }
        }
        _ = loop.runAndWait {
            TCPConnection.connect(to: address.host, port: address.port, on: loop) { result in
                if case .failure(let error) = result { connected.append(error) } else { connected.append(nil) }
            }
        }
        loop.stop()
        loop.join()
        #expect(closed.value == [.loopStopped, .loopStopped])
        #expect(connected.value == [.loopStopped])
        #expect(!loop.post {})
        #expect(loop.runAndWait { 1 } == nil)
        withExtendedLifetime((idle, blocked)) {}
    }

    @Test("Stopping while a name is resolved breaks the attempt off")
    func stoppingResolution() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let outcome = Observed<[Bool]>([])
        loop.post {
            TCPConnection.connect(to: "stopped.invalid", port: 80, on: loop) { result in
                if case .failure(.loopStopped) = result { outcome.append(true) } else { outcome.append(false) }
            }
            loop.stop()
        }
        loop.join()
        #expect(outcome.value == [true])
    }

    @Test("What was sent in the turn that stops the loop is still offered to the socket")
    func lastWords() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        server.loop.post {
            #expect(connection.value.send(copying: numbered(100).span) == .accepted)
            connection.value.loop.stop()
        }
        #expect(peer.readToEnd() == numbered(100))
        #expect(peer.sawEnd)
    }

    @Test("Work that posts itself for ever does not keep the loop from ending")
    func endlessWork() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        @Sendable func again() { loop.post(again) }
        again()
        loop.stop()
        loop.join()
        #expect(!loop.post {})
    }
}
