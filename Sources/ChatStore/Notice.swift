public import ChatDomain

/// Whom an event concerns beyond being a member.
public enum NoticeAddressee: Sendable, Hashable {
    case account(AccountID)
    /// Every member, by one row.
    case everyone

    /// As stored: 0 stands for everyone.
    public var rawValue: Int64 {
        switch self {
        case .account(let account): account.rawValue
        case .everyone: 0
        }
    }

    public init(rawValue: Int64) {
        self = rawValue == 0 ? .everyone : .account(AccountID(rawValue: rawValue))
    }
}

/// Why an event concerns somebody. The numbers are stored: they may be added to, never changed.
public enum NoticeReason: Int16, Sendable, CaseIterable {
    case mention = 1
    case reply = 2
}

/// A row that says so.
public struct Notice: Sendable, Equatable {
    /// Rises in the order of arrival, with gaps.
    public var number: Int64
    public var addressee: NoticeAddressee
    public var log: LogID
    public var sequence: SequenceNumber
    public var reason: NoticeReason

    public init(
        number: Int64, addressee: NoticeAddressee, log: LogID, sequence: SequenceNumber, reason: NoticeReason
    ) {
        self.number = number
        self.addressee = addressee
        self.log = log
        self.sequence = sequence
        self.reason = reason
    }
}
