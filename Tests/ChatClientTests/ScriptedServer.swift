@testable import ChatClient
@testable import ChatWire

/// A room as a server would keep it: a log, and what it says to one client that may lose, double and delay it.
struct ScriptedServer {
    var log: [EventView] = []
    var members: [Int64: String] = [:]
    var epoch = "0123456789abcdef0123456789abcdef"
    /// More missing events than this make a gap.
    var replayLimit = 30

    mutating func happen(_ kind: String, by account: Int64, text: String? = nil) {
        var body = EventView.Body()
        switch kind {
        case "message": body.text = text
        case "left":
            guard members.removeValue(forKey: account) != nil else { return }
            body.username = "user\(account)"
        default:
            guard members[account] == nil else { return }
            members[account] = "user\(account)"
            body.username = "user\(account)"
        }
        log.append(
            EventView(
                room: 1, seq: Int64(log.count) + 1, at: Int64(log.count), kind: kind,
                by: .init(id: account, name: "User \(account)"), body: body))
    }

    var snapshot: RoomSnapshot {
        RoomSnapshot(
            room: RoomView(id: 1, handle: "lobby", title: "Lobby"), head: Int64(log.count),
            memberCount: members.count,
            members: members.map { AccountView(id: $0.key, username: $0.value, name: "User \($0.key)", online: false) })
    }

    static let welcomeAccount = AccountView(id: 7, username: "ada", name: "Ada")

    func welcome() -> ServerMessage {
        .welcome(epoch: epoch, account: Self.welcomeAccount, messageBytes: 16384)
    }

    /// The answer to a subscription.
    func answer(id: Int64, after: Int64?, epoch asked: String?) -> [ServerMessage] {
        let caughtUp = ServerMessage.caughtUp(id: id, room: 1, seq: Int64(log.count), online: [])
        let reason: String? =
            if after == nil {
                "no_cursor"
            } else if asked != epoch {
                "epoch"
            } else if let after, after > log.count {
                "future"
            } else if let after, log.count - Int(after) > replayLimit {
                "too_far"
            } else {
                nil
            }
        if let reason { return [.gap(id: id, room: 1, reason: reason, snapshot: snapshot), caughtUp] }
        return log[Int(after ?? 0)...].map { .event($0) } + [caughtUp]
    }

    func page(before: Int64, limit: Int) -> [EventView] {
        Array(log.prefix(max(0, Int(before) - 1)).suffix(limit))
    }
}

/// A request as the session wrote it.
struct SentRequest: Decodable {
    var op: String
    var id: Int64
    var room: Int64
    var after: Int64?
    var epoch: String?
    var key: String?
    var text: String?
}

/// Random numbers that are the same in every run of a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
