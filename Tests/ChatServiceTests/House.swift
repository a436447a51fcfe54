import ChatDomain
import ChatStore
import ChatWire
import Foundation
import Log
import MemoryStore
import Secrets
import Testing

@testable import ChatService

/// A service with its real threads over a store in memory, a clock that tests move, and one loop's outlet that
/// remembers what it was told.
final class House: Sendable {
    let store: MemoryStore
    let service: ChatService
    let outlet = RecordingOutlet()
    let clock = Clock()
    let code: OneTimeCode

    final class Clock: Sendable {
        private let value = Locked<Int64>(1_800_000_000_000)
        var now: Timestamp { Timestamp(milliseconds: value.with { $0 }) }
        func advance(seconds: Int) { value.with { $0 += Int64(seconds) * 1_000 } }
    }

    init(
        store: MemoryStore = MemoryStore(), registration: ServiceSettings.Registration = .open,
        trustedProxies: [AddressRange] = [],
        _ adjust: (inout Limits) -> Void = { _ in }
    ) throws {
        var limits = Limits()
        limits.accountRequestsPerSecond = 0
        limits.addressRequestsPerSecond = 0
        limits.loginFailures = 0
        adjust(&limits)
        code = OneTimeCode(from: try SecureRandom())
        self.store = store
        service = try ChatService(
            store: store,
            settings: ServiceSettings(
                registration: registration, ownerCode: code, passwordCost: .minimal, scramIterations: 4_096,
                trustedProxies: trustedProxies, limits: limits),
            outlets: [outlet], encoders: [EventKeeper()], log: Log(level: .off), now: { [clock] in clock.now })
    }

    /// Calls and waits for the answer.
    func call<Value: Sendable>(_ body: (@escaping Answer<Value>) -> Void) throws -> Value {
        let answer = Locked<Result<Value, Refusal>?>(nil)
        body { result in answer.set(result) }
        return try answer.wait { $0 }.get()
    }

    func register(_ name: String, code: OneTimeCode? = nil, password: String = "password") throws -> LoggedIn {
        try call {
            service.register(
                Registration(
                    mail: "\(name)@example.org", username: name, name: nil, password: password,
                    ownerCode: code?.text), address: "192.0.2.1", answer: $0)
        }
    }

    func caller(_ session: LoggedIn) throws -> Caller {
        try call { service.caller(session.token, address: "192.0.2.1", answer: $0) }
    }

    /// The owner and one more member.
    func twoPeople() throws -> (Caller, Caller) {
        (try caller(register("ada", code: code)), try caller(register("ben")))
    }

    func post(_ text: String, by caller: Caller, to room: RoomID = .first, key: SendKey = .make()) throws -> Posted {
        try call { service.post(to: room, key: key, body: Self.body(text), by: caller, answer: $0) }
    }

    static func body(_ text: String) -> [UInt8] {
        (try? MessageBody.make(text: Array(text.utf8), limit: 1_000)) ?? []
    }

    func send(_ texts: [String], by caller: Caller, on connection: ConnectionID, to room: RoomID = .first) {
        service.send(
            texts.enumerated().map { place, text in
                SendRequest(
                    connection: connection, id: Int64(place), account: caller.account, room: room, key: .make(),
                    body: Self.body(text))
            })
    }

    func subscribe(
        _ caller: Caller, on connection: ConnectionID, to room: RoomID = .first, after: Int64? = nil,
        epoch: String? = nil
    ) {
        service.subscribe(
            SubscribeRequest(
                connection: connection, id: 1, account: caller.account, room: room,
                after: after.map { SequenceNumber($0) }, epoch: epoch))
    }
}

extension RoomID {
    static let first = RoomID(rawValue: 1)
}

extension SendKey {
    /// A new one.
    static func make() -> SendKey {
        var random = SystemRandomNumberGenerator()
        let high = random.next() & ~0xF000 | 0x7000
        let low = random.next() >> 2 | 1 << 63
        return SendKey(high: high, low: low) ?? make()
    }
}

/// A value behind a lock that threads can wait on.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func with<Result>(_ body: (inout Value) -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        defer { condition.broadcast() }
        return body(&value)
    }

    func set(_ value: Value) { with { $0 = value } }

    struct NeverCame: Error {}

    /// Waits until `found` gives something. Gives up after half a minute.
    func wait<Result>(_ found: (Value) -> Result?) throws -> Result {
        condition.lock()
        defer { condition.unlock() }
        let limit = Date(timeIntervalSinceNow: 30)
        while true {
            if let result = found(value) { return result }
            guard condition.wait(until: limit) else { throw NeverCame() }
        }
    }
}

final class RecordingOutlet: Outlet {
    let messages = Locked<[OutletMessage]>([])

    func post(_ messages: [OutletMessage]) {
        self.messages.with { $0.append(contentsOf: messages) }
    }

    /// Waits for the first message that `find` recognises.
    func first<Found>(_ find: (OutletMessage) -> Found?) throws -> Found {
        try messages.wait { $0.lazy.compactMap(find).first }
    }

    /// Waits until the room's live deliveries hold an event that `isLast` recognises; gives all of them, in order.
    func delivered(until isLast: (Event) -> Bool) throws -> [Event] {
        try messages.wait { messages in
            let events = messages.flatMap { message -> [Event] in
                guard case .segment(let segment) = message, let kept = segment.frames(as: KeptEvents.self) else {
                    return []
                }
                return kept.events
            }
            return events.contains(where: isLast) ? events : nil
        }
    }
}

extension Event {
    /// The text of a message, for comparing.
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Frames that remember their events.
final class KeptEvents: EncodedFrames {
    let events: [Event]
    let authors: [PersonName]
    var byteCount: Int { 100 * events.count }

    init(_ events: [Event], authors: [PersonName]) {
        self.events = events
        self.authors = authors
    }
}

struct EventKeeper: FrameEncoder {
    func encode(_ events: [Event], authors: [PersonName]) -> any EncodedFrames { KeptEvents(events, authors: authors) }
}
