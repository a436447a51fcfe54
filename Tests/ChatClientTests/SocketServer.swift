import Deflate
import EventLoop
import Foundation
import HTTPWire
import Synchronization
import WebSocketWire

@testable import ChatClient
@testable import ChatWire

/// A scripted server on a real socket: one room, one account, and faults on request.
final class SocketServer: @unchecked Sendable {
    // Unchecked: everything but `script` is used on the loop alone.
    struct Script {
        var room = ScriptedServer()
        /// So many sends are taken into the log, and the connection is cut in place of their acknowledgement.
        var cutsBeforeAck = 0
        /// The next upgrades are answered with these.
        var refusals: [HTTPResponse] = []
        /// The next ordinary requests are answered with these.
        var answers: [HTTPResponse] = []
        var requests: [HTTPRequest] = []
        var keys: [String: Int64] = [:]
        var upgrades = 0
        var deflates = true
    }

    let script: Mutex<Script>
    let loop: EventLoop
    private(set) var address = ServerAddress(host: "127.0.0.1", port: 0)
    private var listener: TCPListener?
    fileprivate var live: [ServerSide] = []

    init() throws {
        script = Mutex(Script())
        loop = try EventLoop(name: "scripted")
        try loop.start()
        let port = try loop.runAndWait { [self] () throws(LoopError) in
            let listener = try TCPListener(on: loop, address: SocketAddress(host: "127.0.0.1", port: 0)) { connection in
                connection.handler = ServerSide(server: self)
            }
            self.listener = listener
            return listener.address.port
        }
        address = ServerAddress(host: "127.0.0.1", port: port ?? 0)
    }

    func stop() {
        loop.stop()
        loop.join()
    }

    /// Something happens in the room, and whoever listens is told.
    func happen(_ kind: String, by account: Int64, text: String? = nil) {
        let event = script.withLock { script -> EventView? in
            let before = script.room.log.count
            script.room.happen(kind, by: account, text: text)
            return script.room.log.count > before ? script.room.log.last : nil
        }
        loop.post { [self] in
            for connection in live { if let event { connection.say(event: event) } }
        }
    }

    /// Breaks every live connection off.
    func cut() {
        loop.post { [self] in for connection in live { connection.cut() } }
    }

    func close(code: UInt16) {
        loop.post { [self] in for connection in live { connection.close(code: code) } }
    }
}

private final class ServerSide: TCPConnectionHandler {
    private let server: SocketServer
    private var connection: TCPConnection?
    private var parser = HTTPRequestParser()
    private var reader: WebSocketReader?
    private var deflateWindowBits: Int?
    private let deflater = Deflater()
    private var isSubscribed = false

    init(server: SocketServer) { self.server = server }

    func received(_ bytes: UnsafeMutableRawBufferPointer, from connection: TCPConnection) {
        self.connection = connection
        var rest = bytes
        if reader == nil {
            let (consumed, step) = parser.consume(UnsafeRawBufferPointer(bytes))
            guard case .request(let request) = step else { return }
            answer(request)
            rest = UnsafeMutableRawBufferPointer(rebasing: bytes[consumed...])
        }
        while let event = reader?.next(&rest) {
            switch event {
            case .text(let text):
                guard let request = try? JSONDecoder().decode(SentRequest.self, from: Data(text)) else { return }
                answer(request)
            case .close: connection.finishThenClose()
            case .failure: connection.close()
            default: break
            }
        }
    }

    func closed(_ connection: TCPConnection, reason: CloseReason) {
        server.live.removeAll { $0 === self }
    }

    private func answer(_ request: HTTPRequest) {
        let isLive = request.path == "/v1/live"
        let refusal = server.script.withLock { script -> HTTPResponse? in
            script.requests.append(request)
            if isLive {
                if !script.refusals.isEmpty { return script.refusals.removeFirst() }
                script.upgrades += 1
                return nil
            }
            if request.method == .get, request.path.hasSuffix("/messages") {
                let before = Int64(request.query?.split(separator: "before=").last ?? "") ?? 1 << 40
                let events = script.room.page(before: before, limit: 50).map(\.json)
                return HTTPResponse(
                    status: 200,
                    body: JSONObject.make { object in
                        object.set("messages", array: events)
                        object.set("quotes", array: [])
                        object.set("head", script.room.snapshot.head)
                        object.set("epoch", script.room.epoch)
                    })
            }
            return script.answers.isEmpty ? HTTPResponse(status: 404) : script.answers.removeFirst()
        }
        var out: [UInt8] = []
        if let refusal {
            try? refusal.serialize(into: &out, method: request.method, keepAlive: false, date: nil)
            write(out)
            connection?.finishThenClose()
            return
        }
        guard
            let acceptance = try? WebSocketAcceptance(
                method: "GET", httpVersion: (1, 1), deflates: server.script.withLock(\.deflates),
                values: { request.headers.values($0) })
        else { connection?.close(); return }
        let headers = HTTPHeaders(acceptance.fields.map { HTTPHeaders.Field($0.name, $0.value) })
        try? HTTPResponse(status: 101, headers: headers).serialize(into: &out, method: .get, keepAlive: true, date: nil)
        write(out)
        deflateWindowBits = acceptance.deflateWindowBits
        reader = WebSocketReader(role: .server, inflater: deflateWindowBits == nil ? nil : Inflater())
        server.live.append(self)
        let epoch = server.script.withLock { $0.room.epoch }
        say(
            JSONObject.make { object in
                object.set("op", "welcome")
                object.set("epoch", epoch)
                object.set("account", json: ScriptedServer.welcomeAccount.json)
                object.set("limits", json: JSONObject.make { $0.set("message_bytes", 16384) })
            })
    }

    private func answer(_ request: SentRequest) {
        switch request.op {
        case "subscribe":
            isSubscribed = true
            let answers = server.script.withLock {
                $0.room.answer(id: request.id, after: request.after, epoch: request.epoch)
            }
            answers.forEach(say)
        case "send":
            guard let key = request.key, let text = request.text else { return }
            let (seq, isNew, cuts) = server.script.withLock { script -> (Int64, Bool, Bool) in
                if let seq = script.keys[key] { return (seq, false, false) }
                script.room.happen("message", by: 7, text: text)
                let seq = Int64(script.room.log.count)
                script.keys[key] = seq
                script.cutsBeforeAck -= 1
                return (seq, true, script.cutsBeforeAck >= 0)
            }
            if cuts { return cut() }
            say(
                JSONObject.make { object in
                    object.set("op", "ack")
                    object.set("id", request.id)
                    object.set("room", 1)
                    object.set("seq", seq)
                    object.set("at", 5)
                    if !isNew { object.set("duplicate", true) }
                })
            if isNew, let event = server.script.withLock({ $0.room.log.last }) { say(event: event) }
        default: break
        }
    }

    func say(event: EventView) {
        if isSubscribed { say(.event(event)) }
    }

    private func say(_ message: ServerMessage) {
        switch message {
        case .event(let event): say(Array(#"{"op":"event","#.utf8) + event.json.dropFirst())
        case .gap(let id, let room, let reason, let snapshot):
            say(
                JSONObject.make { object in
                    object.set("op", "gap")
                    object.set("id", id)
                    object.set("room", room)
                    object.set("reason", reason)
                    object.set("snapshot", json: snapshot.json)
                })
        case .caughtUp(let id, let room, let seq, _):
            say(
                JSONObject.make { object in
                    object.set("op", "caught_up")
                    object.set("id", id)
                    object.set("room", room)
                    object.set("seq", seq)
                })
        default: break
        }
    }

    private func say(_ text: [UInt8]) {
        var frame: [UInt8] = []
        text.withUnsafeBytes { text in
            if let deflateWindowBits {
                WebSocketFrame.append(.text, text, deflatedBy: deflater, windowBits: deflateWindowBits, to: &frame)
            } else {
                WebSocketFrame.append(.text, text, to: &frame)
            }
        }
        write(frame)
    }

    func close(code: UInt16) {
        var frame: [UInt8] = []
        WebSocketFrame.appendClose(WebSocketCloseCode(rawValue: code), reason: "scripted", to: &frame)
        write(frame)
    }

    func cut() { connection?.close() }

    private func write(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { connection?.send(copying: $0) }
    }
}
