public import ChatDomain

/// What a client asks for on the live stream (docs/protocol/live.md).
public enum LiveRequest: Equatable, Sendable {
    case subscribe(id: Int64, room: RoomID, after: SequenceNumber?, epoch: String?)
    case unsubscribe(id: Int64, room: RoomID)
    /// Everything up to a place is read. What tells that it was stored is the marker itself.
    case read(room: RoomID, through: SequenceNumber)
    /// Somebody writes just now. Has no answer.
    case typing(room: RoomID)
    case send(
        id: Int64, room: RoomID, key: SendKey, body: [UInt8], thread: SequenceNumber? = nil,
        replyTo: SequenceNumber? = nil)
}

/// A request that cannot be carried out, with the id to answer to where it could be read.
public struct LiveRequestFault: Error, Equatable, Sendable {
    public var id: Int64?
    public var refusal: Refusal

    public init(id: Int64?, refusal: Refusal) {
        self.id = id
        self.refusal = refusal
    }
}

extension LiveRequest {
    /// Reads one request in one pass.
    ///
    /// - Parameters:
    ///   - text: one whole message, valid UTF-8.
    ///   - messageLimit: most bytes in a message's text.
    public static func decode(
        _ text: UnsafeRawBufferPointer, messageLimit: Int
    ) throws(LiveRequestFault) -> LiveRequest {
        var fields = Fields()
        do {
            try fields.read(text)
        } catch {
            throw LiveRequestFault(id: fields.answerID, refusal: Refusal(.badRequest, error.message))
        }
        do {
            return try fields.request(messageLimit: messageLimit)
        } catch {
            throw LiveRequestFault(id: fields.answerID, refusal: error)
        }
    }

    private struct Fields {
        var seen: UInt16 = 0
        var op: UnsafeRawBufferPointer?
        var id: Int64?
        var room: Int64?
        var after: Int64?
        var sequence: Int64?
        var epoch: String?
        var key: UnsafeRawBufferPointer?
        var text: (content: UnsafeRawBufferPointer, escaped: Bool)?
        var thread: Int64?
        var replyTo: Int64?

        /// The id that a refusal repeats: none where it was none that may be given.
        var answerID: Int64? { id.flatMap { $0 < 0 ? nil : $0 } }

        mutating func read(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
            var reader = JSONReader(bytes)
            var first = true
            try reader.beginObject()
            while let name = try reader.nextMember(first: &first) {
                if name.spells("id") {
                    try once(0, "id")
                    id = try reader.integer()
                } else if name.spells("op") {
                    try once(1, "op")
                    op = try reader.rawString().content
                } else if name.spells("room") {
                    try once(2, "room")
                    room = try reader.integer()
                } else if name.spells("key") {
                    try once(3, "key")
                    key = try reader.rawString().content
                } else if name.spells("text") {
                    try once(4, "text")
                    text = try reader.rawString()
                } else if name.spells("after") {
                    try once(5, "after")
                    after = try reader.integer()
                } else if name.spells("seq") {
                    try once(9, "seq")
                    sequence = try reader.integer()
                } else if name.spells("epoch") {
                    try once(6, "epoch")
                    epoch = try reader.string()
                } else if name.spells("thread") {
                    try once(7, "thread")
                    thread = try reader.integer()
                } else if name.spells("reply_to") {
                    try once(8, "reply_to")
                    replyTo = try reader.integer()
                } else {
                    try reader.skipValue()
                }
            }
            try reader.end()
        }

        private mutating func once(_ bit: UInt16, _ name: String) throws(JSONError) {
            guard seen & (1 << bit) == 0 else { throw .repeatedMember(name) }
            seen |= 1 << bit
        }

        func request(messageLimit: Int) throws(Refusal) -> LiveRequest {
            guard let op else { throw Refusal(.badRequest, "The request has no \"op\".") }
            // They have no answer, so they need no number.
            if op.spells("typing") { return .typing(room: try requiredRoom()) }
            if op.spells("read") {
                guard let sequence, sequence >= 0 else { throw Refusal(.badRequest, "The request has no \"seq\".") }
                return .read(room: try requiredRoom(), through: SequenceNumber(sequence))
            }
            guard let id, id >= 0 else {
                throw Refusal(.badRequest, "The request has no \"id\" from 0 to 2^53-1.")
            }
            if op.spells("send") {
                let room = try requiredRoom()
                guard let key, let sendKey = SendKey(text: key) else {
                    throw Refusal(.keyInvalid, "\"key\" must be a UUID of version 7 in text form.")
                }
                guard let text else { throw Refusal(.badRequest, "The request has no \"text\".") }
                if let thread, thread <= 0 { throw Refusal(.badRequest, "\"thread\" must be the number of a message.") }
                if let replyTo, replyTo <= 0 {
                    throw Refusal(.badRequest, "\"reply_to\" must be the number of a message.")
                }
                do {
                    let body = try MessageBody.make(raw: text.content, escaped: text.escaped, limit: messageLimit)
                    return .send(
                        id: id, room: room, key: sendKey, body: body, thread: thread.map { SequenceNumber($0) },
                        replyTo: replyTo.map { SequenceNumber($0) })
                } catch {
                    throw error.refusal(limit: messageLimit)
                }
            }
            if op.spells("subscribe") {
                if let after, after < 0 { throw Refusal(.badRequest, "\"after\" must not be negative.") }
                return .subscribe(
                    id: id, room: try requiredLog(), after: after.map { SequenceNumber($0) }, epoch: epoch)
            }
            if op.spells("unsubscribe") {
                return .unsubscribe(id: id, room: try requiredLog())
            }
            throw Refusal(.unknownOperation, "\"op\" must be subscribe, unsubscribe, send, read or typing.")
        }

        /// A room, or one's personal log, or the audit log.
        private func requiredLog() throws(Refusal) -> RoomID {
            guard let room else { throw Refusal(.badRequest, "The request has no \"room\".") }
            return RoomID(rawValue: room)
        }

        private func requiredRoom() throws(Refusal) -> RoomID {
            guard let room, room > 0 else { throw Refusal(.badRequest, "The request has no \"room\".") }
            return RoomID(rawValue: room)
        }
    }
}

extension MessageBody.Fault {
    /// The answer to a text that cannot be sent.
    public func refusal(limit: Int) -> Refusal {
        switch self {
        case .empty:
            Refusal(.textInvalid, "A message needs at least one character that is not white space.")
        case .tooLong:
            Refusal(
                .tooLarge, "A message may have at most \(limit) bytes of UTF-8.",
                limit: Refusal.Limit(name: "message_bytes", value: limit))
        case .controlCharacter(let byte):
            Refusal(
                .textInvalid,
                "A message may not contain the control character U+00\(byte < 0x10 ? "0" : "")"
                    + "\(String(byte, radix: 16, uppercase: true)).")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of an ASCII word.
    @inline(__always)
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for place in 0..<count where self[place] != word.utf8Start[place] { return false }
        return true
    }
}
