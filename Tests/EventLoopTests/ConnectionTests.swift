import Foundation
import Testing

@testable import EventLoop

@Suite("A connection") struct ConnectionTests {
    @Test("Ten megabytes come back as they went, however they were cut")
    func echo() throws {
        let server = try Server { _, handler in
            handler.onReceived = { bytes, connection in
                // What one turn can read fits, also where the socket takes nothing of it.
                connection.outboundLimit = 16 << 20
                let outcome = connection.send(copying: UnsafeRawBufferPointer(bytes))
                #expect(outcome == .accepted)
                if connection.isBlocked { connection.pauseReading() }
            }
            handler.onDrained = { $0.resumeReading() }
        }
        let peer = try Peer(server.address)
        let bytes = numbered(10 << 20)
        let writing = Thread {
            var sent = 0
            var size = 1
            while sent < bytes.count {
                peer.write(Array(bytes[sent..<min(sent + size, bytes.count)]))
                sent += size
                size = size * 3 % 70_001
            }
            peer.endWriting()
        }
        writing.start()
        let isSame = peer.readToEnd() == bytes
        #expect(isSame)
    }

    @Test("What is sent in one turn leaves in one write, in order, copies and shared bytes alike")
    func coalescing() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        let shared = SharedBytes(copying: numbered(1000).span)
        let writes = server.with(connection) { connection in
            for number in 0..<100 {
                #expect(connection.send(copying: [UInt8(number)].span) == .accepted)
            }
            let kept = connection.loop.keepUntilFlush(shared)
            #expect(connection.send(sharing: kept, from: 10, count: 20) == .accepted)
            #expect(connection.send(sharing: kept, from: 30, count: 20) == .accepted)
            #expect(connection.send(copying: [7, 8, 9].span) == .accepted)
            #expect(connection.queuedBytes == 143)
            #expect(connection.loop.outboundBytes == 143)
            return connection.loop.statistics.writes.value
        }
        let expected = (0..<100).map { UInt8($0) } + numbered(40, from: 10) + [7, 8, 9]
        #expect(peer.read(143) == expected)
        server.with(connection) { connection in
            #expect(connection.loop.statistics.writes.value == (writes ?? 0) + 1)
            #expect(connection.queuedBytes == 0)
            #expect(connection.loop.outboundBytes == 0)
        }
    }

    @Test("More pieces in a turn than one system call takes still arrive whole")
    func manyPieces() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        let shared = SharedBytes(copying: numbered(5000).span)
        server.with(connection) { connection in
            let kept = connection.loop.keepUntilFlush(shared)
            // Every second byte, so that nothing merges.
            for offset in stride(from: 0, to: 5000, by: 2) {
                _ = connection.send(sharing: kept, from: offset, count: 1)
            }
        }
        let all = numbered(5000)
        #expect(peer.read(2500) == stride(from: 0, to: 5000, by: 2).map { all[$0] })
    }

    @Test("A hundred readers of one buffer cost one write each")
    func fanOut() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peers = try (0..<100).map { _ in try Peer(server.address) }
        let connections = try accepted.first(100)
        let shared = SharedBytes(copying: numbered(500).span)
        let writes = server.loop.runAndWait { [loop = server.loop] in
            let before = loop.statistics.writes.value
            let kept = loop.keepUntilFlush(shared)
            for _ in 0..<10 {
                for connection in connections { _ = connection.value.send(sharing: kept) }
            }
            return before
        }
        let expected = Array(repeating: numbered(500), count: 10).flatMap { $0 }
        for peer in peers { #expect(peer.read(5000) == expected) }
        let later = server.loop.runAndWait { [loop = server.loop] in loop.statistics.writes.value }
        #expect(later == (writes ?? 0) + 100)
    }

    @Test("What is handed over at the end of a turn leaves in the same write as the rest of it")
    func turnEnd() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        let writes = server.with(connection) { connection in
            var gathered: [UInt8] = []
            connection.loop.atTurnEnd {
                if !gathered.isEmpty { _ = connection.send(copying: gathered.span) }
                gathered = []
            }
            _ = connection.send(copying: [1, 2].span)
            gathered = [3, 4]
            return connection.loop.statistics.writes.value
        }
        #expect(peer.read(4) == [1, 2, 3, 4])
        server.with(connection) { #expect($0.loop.statistics.writes.value == (writes ?? 0) + 1) }
    }

    @Test("What a timer sends leaves before the loop sleeps")
    func timerFlush() throws {
        let accepted = Accepted()
        let server = try Server { connection, _ in accepted.append(connection) }
        let peer = try Peer(server.address)
        let connection = try #require(try accepted.first().first)
        // Nothing else is due on this loop: unflushed bytes would wait for the peer's own time limit.
        let timer = server.with(connection) { connection in
            LoopBound(
                LoopTimer(on: connection.loop, after: 1) { _ = connection.send(copying: [42].span) },
                on: connection.loop)
        }
        #expect(peer.read(1) == [42])
        withExtendedLifetime(timer) {}
    }

    @Test("A paused connection reads nothing until it is resumed")
    func pausing() throws {
        let accepted = Accepted()
        let received = Observed<[UInt8]>([])
        let server = try Server { connection, handler in
            handler.onReceived = { bytes, connection in
                let copy = Array(bytes)
                received.update { $0 += copy }
                connection.pauseReading()
            }
            connection.pauseReading()
            accepted.append(connection)
        }
        let peer = try Peer(server.address)
        peer.write([1, 2, 3])
        let connection = try #require(try accepted.first().first)
        // Another connection's whole life goes by on the loop meanwhile.
        try Peer(server.address).close()
        _ = try accepted.first(2)
        #expect(received.value.isEmpty)
        server.with(connection) { $0.resumeReading() }
        #expect(received.wait { $0 == [1, 2, 3] })
    }

    @Test("The peer's address is known while the connection is open")
    func remoteAddress() throws {
        let seen = Observed<[SocketAddress?]>([])
        let server = try Server { connection, handler in
            seen.append(connection.remoteAddress)
            handler.onEnd = { connection in
                connection.close()
                seen.append(connection.remoteAddress)
            }
        }
        let peer = try Peer(server.address)
        peer.close()
        #expect(seen.wait { $0.count == 2 })
        #expect(seen.value.first??.host == "127.0.0.1")
        #expect((seen.value.first??.port ?? 0) > 0)
        #expect(seen.value.last == .some(nil))
    }
}
