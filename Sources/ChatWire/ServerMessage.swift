import FoundationEssentials

/// A refusal as a client reads it.
public struct RefusalView: Error, Sendable, Equatable, Decodable {
    public struct Limit: Sendable, Equatable, Decodable {
        public var name: String
        public var value: Int
    }

    public var code: String
    public var message: String
    public var limit: Limit?
    public var retryAfter: Int?

    public init(code: String, message: String, limit: Limit? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.limit = limit
        self.retryAfter = retryAfter
    }

    enum CodingKeys: String, CodingKey {
        case code, message, limit
        case retryAfter = "retry_after"
    }
}

/// One message of the live stream, as a client reads it.
public enum ServerMessage: Sendable, Equatable {
    case welcome(epoch: String, account: AccountView, messageBytes: Int)
    case event(EventView)
    case ack(id: Int64, room: Int64, seq: Int64, at: Int64, duplicate: Bool)
    case done(id: Int64)
    case gap(id: Int64, room: Int64, reason: String, snapshot: RoomSnapshot)
    case caughtUp(id: Int64, room: Int64, seq: Int64, online: [Int64]?)
    case presence(room: Int64, account: AccountView, online: Bool)
    /// How far one has read, as it is stored now.
    case marker(MarkerView)
    /// How far somebody else has read.
    case receipt(room: Int64, ReceiptView)
    /// Somebody writes; to be shown for so many milliseconds.
    case typing(room: Int64, account: AccountView, milliseconds: Int64)
    /// A message that one wants to be told of, perhaps of a room that is not followed.
    case notify(room: Int64, seq: Int64, by: AccountView, reason: String)
    case ended(room: Int64, code: String, message: String)
    case error(id: Int64?, RefusalView)
    /// An operation that this client does not know: to be ignored.
    case unknown(op: String)

    /// Reads one text message.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws -> ServerMessage {
        try JSONDecoder().decode(Envelope.self, from: Data(bytes)).message
    }

    private struct Envelope: Decodable {
        let message: ServerMessage

        struct Limits: Decodable {
            var messageBytes: Int
            enum CodingKeys: String, CodingKey { case messageBytes = "message_bytes" }
        }

        enum CodingKeys: String, CodingKey {
            case op, id, room, seq, at, duplicate, epoch, account, limits, reason, snapshot, online, code, message, by
            case milliseconds = "for"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            let op = try values.decode(String.self, forKey: .op)
            func number(_ key: CodingKeys) throws -> Int64 { try values.decode(Int64.self, forKey: key) }
            switch op {
            case "welcome":
                message = .welcome(
                    epoch: try values.decode(String.self, forKey: .epoch),
                    account: try values.decode(AccountView.self, forKey: .account),
                    messageBytes: try values.decode(Limits.self, forKey: .limits).messageBytes)
            case "event":
                message = .event(try EventView(from: decoder))
            case "ack":
                message = .ack(
                    id: try number(.id), room: try number(.room), seq: try number(.seq), at: try number(.at),
                    duplicate: try values.decodeIfPresent(Bool.self, forKey: .duplicate) ?? false)
            case "done":
                message = .done(id: try number(.id))
            case "gap":
                message = .gap(
                    id: try number(.id), room: try number(.room),
                    reason: try values.decode(String.self, forKey: .reason),
                    snapshot: try values.decode(RoomSnapshot.self, forKey: .snapshot))
            case "caught_up":
                message = .caughtUp(
                    id: try number(.id), room: try number(.room), seq: try number(.seq),
                    online: try values.decodeIfPresent([Int64].self, forKey: .online))
            case "presence":
                message = .presence(
                    room: try number(.room), account: try values.decode(AccountView.self, forKey: .account),
                    online: try values.decode(Bool.self, forKey: .online))
            case "marker": message = .marker(try MarkerView(from: decoder))
            case "receipt": message = .receipt(room: try number(.room), try ReceiptView(from: decoder))
            case "typing":
                message = .typing(
                    room: try number(.room), account: try values.decode(AccountView.self, forKey: .account),
                    milliseconds: try number(.milliseconds))
            case "notify":
                message = .notify(
                    room: try number(.room), seq: try number(.seq),
                    by: try values.decode(AccountView.self, forKey: .by),
                    reason: try values.decode(String.self, forKey: .reason))
            case "ended":
                message = .ended(
                    room: try number(.room), code: try values.decode(String.self, forKey: .code),
                    message: try values.decode(String.self, forKey: .message))
            case "error":
                message = .error(
                    id: try values.decodeIfPresent(Int64.self, forKey: .id), try RefusalView(from: decoder))
            default:
                message = .unknown(op: op)
            }
        }
    }
}
