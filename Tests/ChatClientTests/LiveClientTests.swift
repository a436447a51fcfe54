import ChatDomain
import EventLoop
import Foundation
import HTTPWire
import Testing

@testable import ChatClient
@testable import ChatWire

/// A client against a scripted server, both on real sockets.
@Suite("The client on real sockets", .timeLimit(.minutes(10)))
struct LiveClientTests {
    let server: SocketServer
    let loop: EventLoop
    let temporary = TemporaryPaths()

    init() throws {
        server = try SocketServer()
        loop = try EventLoop(name: "client")
        try loop.start()
    }

    private func client() throws -> LiveClient {
        var settings = LiveSession.Settings()
        settings.backoff = Backoff.Settings(first: .milliseconds(10), longest: .milliseconds(50), shortest: .zero)
        return try LiveClient(
            server: server.address, token: "secret", account: AccountID(rawValue: 7), paths: temporary.paths,
            loop: loop,
            settings: settings)
    }

    private func end(_ client: LiveClient) async {
        await client.stop()
        loop.stop()
        server.stop()
    }

    /// Reads events until one ends it; what of the room was shown, in order.
    private func shown(_ client: LiveClient, until isLast: (ClientEvent, [EventView]) -> Bool) async -> [EventView] {
        var shown: [EventView] = []
        for await event in client.events {
            switch event {
            case .event(let event, _): shown.append(event)
            case .restarted(_, _, let history): shown = history
            default: break
            }
            if isLast(event, shown) { break }
        }
        return shown
    }

    @Test("Messages arrive, are acknowledged and shown once, with and without compression", arguments: [true, false])
    func conversation(deflates: Bool) async throws {
        server.script.withLock { $0.deflates = deflates }
        server.happen("created", by: 7)
        server.happen("message", by: 9, text: "before")
        let client = try client()
        await client.follow(room: 1)
        await client.start()
        let long = String(repeating: "many words ", count: 800)
        try await client.send(long, to: 1)
        try await client.send("zwei\n漢字 \"quoted\"", to: 1)
        let shown = await shown(client) { _, shown in shown.count == 4 }
        #expect(shown.compactMap(\.body.text) == ["before", long, "zwei\n漢字 \"quoted\""])
        let request = try #require(server.script.withLock { $0.requests.first { $0.path == "/v1/live" } })
        #expect(request.headers["authorization"] == "Bearer secret")
        await end(client)
    }

    @Test("Connections that break at any time lose, double and disorder nothing")
    func brokenConnections() async throws {
        server.happen("created", by: 7)
        server.script.withLock { $0.cutsBeforeAck = 5 }
        let client = try client()
        await client.follow(room: 1)
        await client.start()
        var sent: [String] = []
        for number in 0..<40 {
            sent.append("mine \(number)")
            try await client.send("mine \(number)", to: 1)
            server.happen("message", by: 9, text: "theirs \(number)")
            if number % 8 == 3 { server.cut() }
        }
        let shown = await shown(client) { _, shown in shown.count == 81 }
        let log = server.script.withLock { $0.room.log }
        #expect(shown == log)
        #expect(shown.filter { $0.by.id == 7 }.compactMap(\.body.text) == sent)
        #expect(await client.unsettled.isEmpty)
        #expect(server.script.withLock { $0.upgrades } > 3)
        await end(client)
    }

    @Test("What a client could not send is sent by the next one")
    func nextClient() async throws {
        server.happen("created", by: 7)
        server.script.withLock { $0.refusals = Array(repeating: HTTPResponse(status: 503), count: 1000) }
        do {
            let first = try client()
            await first.start()
            try await first.send("left behind", to: 1)
            await first.stop()
        }
        server.script.withLock { $0.refusals = [] }
        let second = try client()
        await second.start()
        for await event in second.events {
            guard case .acknowledged(let message, _, _, let duplicate) = event else { continue }
            #expect(message.text == "left behind" && !duplicate)
            break
        }
        await end(second)
        let outbox = try Outbox(
            server: server.address, account: AccountID(rawValue: 7), paths: temporary.paths, name: "later")
        #expect(outbox.left.isEmpty)
    }

    @Test("Close codes and refused upgrades: who may come back does, who may not does not")
    func verdicts() async throws {
        server.happen("created", by: 7)
        let busy = HTTPResponse(status: 503, body: Refusal(.overloaded, "later").json)
        server.script.withLock { $0.refusals = [busy] }
        let client = try client()
        await client.start()
        var seen: [String] = []
        for await event in client.events {
            switch event {
            case .connected:
                seen.append("connected")
                server.close(code: seen.count < 4 ? 1012 : 4001)
            case .disconnected(let loss, let retry): seen.append("\(loss.message) \(retry != nil)")
            default: break
            }
            if seen.count == 5 { break }
        }
        #expect(
            seen == [
                "later true", "connected", "The server is restarting. true", "connected",
                "scripted false",
            ])
        await end(client)
    }

    @Test("Calls tell refusals, nonsense and absence apart")
    func calls() async throws {
        var api = ServerAPI(server: server.address, loop: loop, token: "secret")
        let refusal = Refusal(.roomNameTaken, "There is such a room.")
        server.script.withLock {
            $0.answers = [
                HTTPResponse(
                    status: 200, body: Array(#"{"rooms":[{"id":1,"handle":"den","title":"Den","joined":true}]}"#.utf8)),
                HTTPResponse(status: 409, body: refusal.json), HTTPResponse(status: 200, body: Array("nonsense".utf8)),
                HTTPResponse(status: 502, body: Array("<html>".utf8)),
            ]
        }
        #expect(try await api.rooms().map(\.handle) == ["den"])
        await #expect(
            throws: ClientError.refused(RefusalView(code: "room_name_taken", message: "There is such a room."))
        ) {
            try await api.createRoom(handle: "den")
        }
        for _ in 0..<2 {
            let error = await #expect(throws: ClientError.self) { try await api.rooms() }
            guard case .protocolFault? = error else {
                Issue.record("\(String(describing: error)) is no protocol fault")
                continue
            }
        }
        let busy = Refusal(.rateLimited, "Wait.", retryAfter: 0)
        server.script.withLock { script in
            script.answers = [
                HTTPResponse(status: 429, body: busy.json),
                HTTPResponse(status: 200, body: Array(#"{"rooms":[]}"#.utf8)),
            ]
        }
        #expect(try await api.rooms().isEmpty)
        server.stop()
        api.timeout = .seconds(5)
        let error = await #expect(throws: ClientError.self) { try await api.rooms() }
        guard case .unreachable? = error else {
            Issue.record("\(String(describing: error)) is not \"unreachable\"")
            return
        }
        loop.stop()
    }
}
