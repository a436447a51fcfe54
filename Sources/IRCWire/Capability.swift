/// What a client may ask for by CAP, by the names of the IRCv3 registry.
public enum Capability: UInt8, CaseIterable, Sendable {
    case messageTags, serverTime, accountTag, accountNotify, extendedJoin, awayNotify, chghost, setname, inviteNotify
    case multiPrefix, userhostInNames, echoMessage, labeledResponse, batch, standardReplies, extendedMonitor, sasl
    case capNotify, noImplicitNames, draftNoImplicitNames, accountRegistration, chathistory, eventPlayback, readMarker
    case messageRedaction, multiline, preAway, channelRename, extendedISupport, metadata

    /// As it stands in CAP.
    public var name: String {
        switch self {
        case .messageTags: "message-tags"
        case .serverTime: "server-time"
        case .accountTag: "account-tag"
        case .accountNotify: "account-notify"
        case .extendedJoin: "extended-join"
        case .awayNotify: "away-notify"
        case .chghost: "chghost"
        case .setname: "setname"
        case .inviteNotify: "invite-notify"
        case .multiPrefix: "multi-prefix"
        case .userhostInNames: "userhost-in-names"
        case .echoMessage: "echo-message"
        case .labeledResponse: "labeled-response"
        case .batch: "batch"
        case .standardReplies: "standard-replies"
        case .extendedMonitor: "extended-monitor"
        case .sasl: "sasl"
        case .capNotify: "cap-notify"
        case .noImplicitNames: "no-implicit-names"
        // The name of `no-implicit-names` before it was ratified.
        case .draftNoImplicitNames: "draft/no-implicit-names"
        case .accountRegistration: "draft/account-registration"
        case .chathistory: "draft/chathistory"
        case .eventPlayback: "draft/event-playback"
        case .readMarker: "draft/read-marker"
        case .messageRedaction: "draft/message-redaction"
        case .multiline: "draft/multiline"
        case .preAway: "draft/pre-away"
        case .channelRename: "draft/channel-rename"
        case .extendedISupport: "draft/extended-isupport"
        case .metadata: "draft/metadata-2"
        }
    }

    public init?(name: String) {
        guard let capability = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = capability
    }

    fileprivate var bit: UInt64 { 1 << UInt64(rawValue) }
}

/// Some capabilities. Two clients with equal sets can share the bytes of a line.
public struct CapabilitySet: SetAlgebra, Hashable, Sendable {
    private var bits: UInt64

    public init() { bits = 0 }
    private init(bits: UInt64) { self.bits = bits }

    public static let all = CapabilitySet(Capability.allCases)

    /// In the order of the enumeration.
    public var members: [Capability] { Capability.allCases.filter(contains) }

    public func contains(_ capability: Capability) -> Bool { bits & capability.bit != 0 }

    @discardableResult
    public mutating func insert(_ capability: Capability) -> (inserted: Bool, memberAfterInsert: Capability) {
        defer { bits |= capability.bit }
        return (!contains(capability), capability)
    }

    @discardableResult
    public mutating func remove(_ capability: Capability) -> Capability? {
        defer { bits &= ~capability.bit }
        return contains(capability) ? capability : nil
    }

    @discardableResult
    public mutating func update(with capability: Capability) -> Capability? {
        insert(capability).inserted ? nil : capability
    }

    public func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
    public func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
    public func symmetricDifference(_ other: Self) -> Self { Self(bits: bits ^ other.bits) }
    public mutating func formUnion(_ other: Self) { bits |= other.bits }
    public mutating func formIntersection(_ other: Self) { bits &= other.bits }
    public mutating func formSymmetricDifference(_ other: Self) { bits ^= other.bits }
}
