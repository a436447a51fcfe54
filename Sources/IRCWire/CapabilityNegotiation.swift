/// What a server offers: capabilities, some with values (`sasl=PLAIN,SCRAM-SHA-256`).
public struct CapabilityOffer: Sendable, Hashable {
    public private(set) var capabilities: CapabilitySet
    private var values: [Capability: String] = [:]

    public init(_ capabilities: CapabilitySet) { self.capabilities = capabilities }

    /// Offers one, with a value that clients see which say `CAP LS 302`.
    public mutating func add(_ capability: Capability, value: String? = nil) {
        capabilities.insert(capability)
        values[capability] = value
    }

    public func value(of capability: Capability) -> String? { values[capability] }

    /// As CAP LS and CAP NEW say it.
    /// - Parameter version: what the client said behind `CAP LS`; values are for 302 and later.
    public func words(version: Int) -> [String] {
        capabilities.members.map { capability in
            guard version >= 302, let value = values[capability] else { return capability.name }
            return "\(capability.name)=\(value)"
        }
    }
}

/// What a client asks for in `CAP REQ`. It gets all of it or nothing.
public struct CapabilityRequest: Sendable, Hashable {
    /// As they were sent: the answer repeats them.
    public let words: [String]
    public private(set) var added: CapabilitySet = []
    public private(set) var removed: CapabilitySet = []
    /// Whether all of them are capabilities that are offered.
    public private(set) var isGranted = true

    public init(_ text: String, offered: CapabilitySet) {
        words = text.split(separator: " ").map(String.init)
        for word in words {
            let isRemoval = word.hasPrefix("-")
            guard let capability = Capability(name: isRemoval ? String(word.dropFirst()) : word),
                offered.contains(capability)
            else {
                isGranted = false
                continue
            }
            // Of two that contradict each other the later counts.
            if isRemoval {
                added.remove(capability)
                removed.insert(capability)
            } else {
                removed.remove(capability)
                added.insert(capability)
            }
        }
    }

    /// What the client has afterwards.
    public func applied(to enabled: CapabilitySet) -> CapabilitySet {
        isGranted ? enabled.union(added).subtracting(removed) : enabled
    }
}

extension IRCLines {
    public enum CapabilityReply: String, Sendable {
        case list = "LIST"
        case offer = "LS"
        case granted = "ACK"
        case refused = "NAK"
        case new = "NEW"
        case gone = "DEL"
    }

    /// Writes a CAP reply, in as many lines as it takes. Where there are several, LS and LIST mark all but the last by `*`.
    /// - Parameter version: what the client said behind `CAP LS`. Those before 302 do not know the mark.
    public mutating func append(
        _ source: IRCSource, _ reply: CapabilityReply, for target: String, _ words: [String], version: Int = 302
    ) {
        let marks = version >= 302 && (reply == .offer || reply == .list)
        // The bytes that all but the words take: `CAP`, the target, the reply, the mark and the colon, with blanks.
        let room = 510 - source.byteCount - 3 - 1 - target.utf8.count - 1 - reply.rawValue.utf8.count - 2 - 2
        var lines: [String] = [""]
        for word in words {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = word
            } else if last.utf8.count + 1 + word.utf8.count <= room {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        for (index, line) in lines.enumerated() {
            let mark = marks && index < lines.count - 1 ? ["*"] : []
            append(source, .cap, [target, reply.rawValue] + mark, trailing: line)
        }
    }
}
