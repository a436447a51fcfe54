public import ChatDomain

/// An event as every JSON door shows it (docs/protocol/live.md).
public enum EventJSON {
    /// What stands for a body that is gone.
    private static let erased = Array("{\"erased\":true}".utf8)

    /// Appends the event; with `"op":"event"` in front for the live stream.
    ///
    /// - Parameter author: the display name of who did it.
    public static func append(_ event: Event, author: String, live: Bool, to out: inout [UInt8]) {
        out.append(contentsOf: live ? "{\"op\":\"event\",\"room\":".utf8 : "{\"room\":".utf8)
        JSONText.append(event.log.rawValue, to: &out)
        out.append(contentsOf: ",\"seq\":".utf8)
        JSONText.append(event.sequence.rawValue, to: &out)
        out.append(contentsOf: ",\"at\":".utf8)
        JSONText.append(event.at.rawValue, to: &out)
        out.append(contentsOf: ",\"kind\":\"".utf8)
        out.append(contentsOf: event.kind.name.utf8)
        if let subject = event.subject {
            out.append(contentsOf: "\",\"subject\":".utf8)
            JSONText.append(subject, to: &out)
            out.append(contentsOf: ",\"by\":{\"id\":".utf8)
        } else {
            out.append(contentsOf: "\",\"by\":{\"id\":".utf8)
        }
        JSONText.append(event.author.rawValue, to: &out)
        out.append(contentsOf: ",\"name\":".utf8)
        JSONText.append(author, to: &out)
        out.append(contentsOf: "},\"body\":".utf8)
        out.append(contentsOf: event.body.isEmpty ? Self.erased : event.body)
        out.append(UInt8(ascii: "}"))
    }
}

/// Appends the acknowledgement of a send.
public enum AckJSON {
    public static func append(
        id: Int64, room: RoomID, sequence: SequenceNumber, at: Timestamp, duplicate: Bool, to out: inout [UInt8]
    ) {
        out.append(contentsOf: "{\"op\":\"ack\",\"id\":".utf8)
        JSONText.append(id, to: &out)
        out.append(contentsOf: ",\"room\":".utf8)
        JSONText.append(room.rawValue, to: &out)
        out.append(contentsOf: ",\"seq\":".utf8)
        JSONText.append(sequence.rawValue, to: &out)
        out.append(contentsOf: ",\"at\":".utf8)
        JSONText.append(at.rawValue, to: &out)
        out.append(contentsOf: duplicate ? ",\"duplicate\":true}".utf8 : "}".utf8)
    }
}
