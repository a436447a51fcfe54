public import ChatDomain

/// A place in the history of a room: `msgid=…`, `timestamp=…`.
public enum HistoryReference: Sendable, Hashable {
    case message(MsgID)
    /// A msgid that Roost never gave out.
    case unknownMessage(String)
    case moment(Timestamp)

    public init?(_ text: String) {
        if let id = Self.value(text, "msgid=") {
            guard !id.isEmpty else { return nil }
            self = MsgID(id).map { .message($0) } ?? .unknownMessage(id)
        } else if let moment = Self.value(text, "timestamp=").flatMap(ServerTime.moment) {
            self = .moment(moment)
        } else {
            return nil
        }
    }

    static func value(_ text: String, _ prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
}

/// What CHATHISTORY asks for (draft/chathistory).
public struct HistoryRequest: Sendable, Hashable {
    public enum Range: Sendable, Hashable {
        case before(HistoryReference)
        case after(HistoryReference)
        case around(HistoryReference)
        /// The latest, back to and without the reference.
        case latest(since: HistoryReference?)
        /// Without either end, beginning at the first; the first may be later than the second.
        case between(HistoryReference, HistoryReference)
    }

    public enum Subject: Sendable, Hashable {
        case messages(target: String, Range)
        /// The conversations in which something was written between two moments, in either order.
        case targets(Timestamp, Timestamp)
    }

    public let subcommand: String
    public let subject: Subject
    /// At least 1. The server has its own limit.
    public let limit: Int

    /// Throws the reply that says what is wrong.
    public init(_ parameters: [String]) throws(Fault) {
        guard let subcommand = parameters.first?.uppercased() else { throw Fault("*", "A subcommand is missing") }
        self.subcommand = subcommand
        func word(_ index: Int) throws(Fault) -> String {
            guard index < parameters.count, !parameters[index].isEmpty else {
                throw Fault(subcommand, "There are parameters missing")
            }
            return parameters[index]
        }
        func reference(_ index: Int) throws(Fault) -> HistoryReference {
            let text = try word(index)
            if let reference = HistoryReference(text) { return reference }
            let kind = text.prefix { $0 != "=" }
            guard kind == text || kind == "msgid" || kind == "timestamp" else {
                throw Fault(subcommand, isOfType: try word(1), "A place is msgid=ID or timestamp=MOMENT, not \(kind)")
            }
            throw Fault(subcommand, "A place is msgid=ID or timestamp=YYYY-MM-DDThh:mm:ss.sssZ")
        }
        func moment(_ index: Int) throws(Fault) -> Timestamp {
            guard case .moment(let moment) = try reference(index) else {
                throw Fault(subcommand, "TARGETS takes timestamp=YYYY-MM-DDThh:mm:ss.sssZ")
            }
            return moment
        }
        let end: Int
        switch subcommand {
        case "BEFORE": (subject, end) = (.messages(target: try word(1), .before(try reference(2))), 3)
        case "AFTER": (subject, end) = (.messages(target: try word(1), .after(try reference(2))), 3)
        case "AROUND": (subject, end) = (.messages(target: try word(1), .around(try reference(2))), 3)
        case "LATEST":
            let since: HistoryReference? = try word(2) == "*" ? nil : try reference(2)
            (subject, end) = (.messages(target: try word(1), .latest(since: since)), 3)
        case "BETWEEN":
            (subject, end) = (.messages(target: try word(1), .between(try reference(2), try reference(3))), 4)
        case "TARGETS": (subject, end) = (.targets(try moment(1), try moment(2)), 3)
        default: throw Fault(subcommand, "There is no such subcommand")
        }
        guard let limit = Int(try word(end)), limit > 0 else {
            throw Fault(subcommand, "The limit is a positive number")
        }
        guard parameters.count == end + 1 else { throw Fault(subcommand, "There are too many parameters") }
        self.limit = limit
    }

    /// Why a request cannot be understood.
    public struct Fault: Error, Sendable, Hashable {
        public let reply: StandardReply

        init(_ subcommand: String, _ text: String) {
            reply = StandardReply(.fail, .chathistory, "INVALID_PARAMS", [subcommand], text: text)
        }

        /// A kind of reference that Roost does not have.
        init(_ subcommand: String, isOfType target: String, _ text: String) {
            reply = StandardReply(.fail, .chathistory, "INVALID_MSGREFTYPE", [subcommand, target], text: text)
        }
    }
}
