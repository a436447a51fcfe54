import Testing

@testable import EventLoop

@Suite("A slow reader") struct SlowReaderTests {
    @Test("It blocks, is bounded, and gets every accepted byte in order once it reads; copies and shared bytes mixed")
    func boundedAndDrained() throws {
        let accepted = Accepted()
        let drained = Observed(0)
        let server = try Server { connection, handler in
            connection.outboundLimit = 300_000
            handler.onDrained = { connection in
                #expect(!connection.isBlocked)
                #expect(connection.queuedBytes == 0)
                #expect(connection.blockedSince == nil)
                drained.update { $0 += 1 }
            }
            accepted.append(connection)
        }
        let peer = try Peer(server.address, receiveBuffer: 4096)
        let connection = try #require(try accepted.first().first)
        for round in 1...3 {
            let expected = Observed<[UInt8]>([])
            // In several turns, so that bytes are gathered, blocked, and queued behind a blocked write.
            var isFull = false
            for step in 0..<1000 where !isFull {
                isFull =
                    server.with(connection) { connection in
                        fill(connection, step, expected)
                    } ?? true
            }
            #expect(isFull)
            server.with(connection) { connection in
                #expect(connection.isBlocked)
                #expect(connection.blockedSince != nil)
                #expect(connection.queuedBytes <= 300_000)
                #expect(connection.loop.outboundBytes == connection.queuedBytes)
                #expect(connection.send(copying: numbered(300_001).span) == .overLimit)
            }
            let bytes = expected.value
            #expect(peer.read(bytes.count) == bytes)
            #expect(drained.wait { $0 == round })
            server.with(connection) { #expect($0.loop.outboundBytes == 0) }
        }
        server.with(connection) { #expect($0.loop.statistics.blocks.value == 3) }
    }

    /// Sends sizes of all kinds until the connection refuses. True when it has.
    private func fill(_ connection: TCPConnection, _ step: Int, _ expected: Observed<[UInt8]>) -> Bool {
        let bytes = numbered(40_000, from: step * 7)
        let kept = connection.loop.keepUntilFlush(SharedBytes(copying: bytes.span))
        var isFull = false
        func note(_ outcome: SendOutcome, _ range: Range<Int>) {
            if outcome == .accepted { expected.update { $0 += bytes[range] } } else { isFull = true }
        }
        note(connection.send(copying: bytes.span.extracting(0..<10)), 0..<10)
        note(connection.send(sharing: kept, from: 5, count: 20_000), 5..<20_005)
        note(connection.send(copying: bytes.span.extracting(100..<30_000)), 100..<30_000)
        note(connection.send(copying: bytes.span.extracting(0..<3)), 0..<3)
        note(connection.send(sharing: kept, from: 20_005, count: 1), 20_005..<20_006)
        note(connection.send(sharing: kept, from: 20_006, count: 4), 20_006..<20_010)
        return isFull
    }

    @Test("A single send over the limit is refused, and the connection goes on")
    func overLimit() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in
            connection.outboundLimit = 1000
            accepted.append(connection)
        }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        server.with(connection) { connection in
            #expect(connection.send(copying: numbered(1001).span) == .overLimit)
            #expect(connection.send(copying: numbered(1000).span) == .accepted)
            // The socket takes the first thousand at once, which makes room for more in the same turn.
            #expect(connection.send(copying: numbered(1000).span) == .accepted)
            #expect(connection.queuedBytes == 1000)
        }
        #expect(peer.read(2000) == numbered(1000) + numbered(1000))
    }

    @Test("A reader that goes away while blocked fails the connection and frees what was queued")
    func resetWhileBlocked() throws {
        let accepted = Accepted()
        let closed = Observed<[CloseReason]>([])
        let server = try Server { connection, handler in
            handler.onClosed = { closed.append($0) }
            connection.outboundLimit = 64 << 20
            accepted.append(connection)
        }
        let peer = try Peer(server.address, receiveBuffer: 4096)
        let connection = try #require(try accepted.first().first)
        server.with(connection) { connection in
            _ = connection.send(copying: numbered(8 << 20).span)
        }
        server.with(connection) { #expect($0.isBlocked) }
        peer.reset()
        #expect(closed.wait { $0 == [.failed(.reset)] })
        server.with(connection) { connection in
            #expect(connection.loop.outboundBytes == 0)
            #expect(connection.send(copying: [1].span) == .closed)
        }
    }
}
