public import ChatDomain
public import ChatWire

/// Something that is told to those who are there, and not kept in any log.
public struct News: Sendable {
    public enum What: Sendable {
        /// Somebody came, went, or shows himself in another way.
        case presence(PersonPresence)
        case typing(AccountID, milliseconds: Int64)
        /// How far somebody has read.
        case receipt(AccountID, SequenceNumber)
        /// How far one has read oneself.
        case marker(MarkerView)
        /// A message that one wants to be told of.
        case notify(SequenceNumber)
    }

    public let room: RoomID
    public let what: What
    /// The same as a message of the live stream.
    public let json: [UInt8]
}

/// How somebody shows himself.
public struct PersonPresence: Sendable {
    public var account: AccountID
    public var isOnline: Bool
    public var presence: ChosenPresence
    public var statusText: String
    /// Names the picture, if there is one.
    public var picture: String?
    /// Empty for none.
    public var homepage = ""
}
