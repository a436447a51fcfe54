// modules: ChatDomain ChatWire
import ChatDomain
import ChatWire

/// The input is one text message of the live stream, and the body of an HTTP request.
enum LiveRequestTarget {
    /// So small that short inputs reach it.
    private static let messageLimit = 24

    static func check(_ input: [UInt8]) -> String? {
        // Whatever the bytes are, nothing traps. What is promised beyond that is promised for valid UTF-8.
        let request = decode(input)
        let body = Result { () throws(Refusal) in try RequestBody(input) }
        guard String(validating: input, as: UTF8.self) != nil else { return nil }
        if case .failure(let refusal) = body, let fault = readable(refusal, id: nil) { return fault }
        switch request {
        case .success(let request): return carriedOut(request)
        case .failure(let fault):
            if let id = fault.id, id < 0 || id >= 1 << 53 { return "answers to the id \(id)" }
            return readable(fault.refusal, id: fault.id)
        }
    }

    private static func decode(_ input: [UInt8]) -> Result<LiveRequest, LiveRequestFault> {
        input.withUnsafeBytes { content in
            Result { () throws(LiveRequestFault) in try LiveRequest.decode(content, messageLimit: messageLimit) }
        }
    }

    /// What was accepted is within its bounds, and a send means the same when it is sent again.
    private static func carriedOut(_ request: LiveRequest) -> String? {
        switch request {
        case .subscribe(let id, _, let after, _):
            let fits = id >= 0 && (after?.rawValue ?? 0) >= 0
            return fits ? nil : "accepted \(request)"
        case .unsubscribe(let id, _):
            return id >= 0 ? nil : "accepted \(request)"
        case .read(let room, let sequence):
            return room.rawValue > 0 && sequence >= .zero ? nil : "accepted \(request)"
        case .typing(let room):
            return room.rawValue > 0 ? nil : "accepted \(request)"
        case .send(let id, let room, let key, let body, let thread, let replyTo):
            guard id >= 0, room.rawValue > 0, (thread?.rawValue ?? 1) > 0, (replyTo?.rawValue ?? 1) > 0 else {
                return "accepted \(request)"
            }
            guard let text = text(of: body) else { return "the body is not {\"text\":…}: \(body)" }
            guard text.utf8.count <= messageLimit else { return "\(text.utf8.count) bytes passed the limit" }
            let content = String(decoding: body.dropFirst(8).dropLast(1), as: UTF8.self)
            var again =
                "{\"op\":\"send\",\"id\":\(id),\"room\":\(room.rawValue),\"key\":\"\(key.text)\",\"text\":\(content)"
            if let thread { again += ",\"thread\":\(thread.rawValue)" }
            if let replyTo { again += ",\"reply_to\":\(replyTo.rawValue)" }
            again += "}"
            guard case .success(request) = decode(Array(again.utf8)) else { return "not the same again: \(again)" }
            return nil
        }
    }

    private static func text(of body: [UInt8]) -> String? {
        body.withUnsafeBytes { content in
            var reader = JSONReader(content)
            var first = true
            do throws(JSONError) {
                try reader.beginObject()
                guard let name = try reader.nextMember(first: &first), name.elementsEqual("text".utf8) else {
                    return nil
                }
                let text = try reader.string()
                guard try reader.nextMember(first: &first) == nil else { return nil }
                try reader.end()
                return text
            } catch {
                return nil
            }
        }
    }

    /// A refusal is short, whatever was sent, and itself good JSON.
    private static func readable(_ refusal: Refusal, id: Int64?) -> String? {
        let answer = LiveAnswer.error(id: id, refusal)
        guard answer.count < 500 else { return "an answer of \(answer.count) bytes" }
        let fault = answer.withUnsafeBytes { content -> JSONError? in
            var reader = JSONReader(content)
            var first = true
            do throws(JSONError) {
                try reader.beginObject()
                while try reader.nextMember(first: &first) != nil { try reader.skipValue() }
                try reader.end()
                return nil
            } catch {
                return error
            }
        }
        return fault.map { "the answer cannot be read: \($0.message)" }
    }
}
