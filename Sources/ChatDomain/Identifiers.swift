/// A person's account. Positive, given out in rising order, never used twice.
public struct AccountID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// An append-only sequence of events. Every room is one, every account has one of its own, and one keeps the record of
/// what admins and moderators do.
public struct LogID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public static let audit = LogID(rawValue: 0)
    /// What concerns one person alone: the number of his account, negative.
    public static func personal(_ account: AccountID) -> LogID { LogID(rawValue: -account.rawValue) }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A room; its number is the number of its log.
public struct RoomID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init(_ log: LogID) { rawValue = log.rawValue }
    public var log: LogID { LogID(rawValue: rawValue) }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The place of an event in its log: 1, 2, 3, … with no gap. Zero stands for "before the first".
public struct SequenceNumber: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
    public static let zero = SequenceNumber(0)
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    /// The following place. Saturates at the largest number, which no log reaches.
    public var next: SequenceNumber { SequenceNumber(rawValue == .max ? .max : rawValue + 1) }
}

/// A moment, in milliseconds since 1970-01-01 00:00 UTC.
public struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init(milliseconds: Int64) { rawValue = milliseconds }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    /// A millisecond later. Saturates.
    public var next: Timestamp { Timestamp(milliseconds: rawValue == .max ? .max : rawValue + 1) }
}

/// Names one life of a store. A restored or replaced store has another, so that old cursors cannot be taken for new ones.
public struct Epoch: Hashable, Sendable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public let text: String

    /// Nil unless `text` is 32 lower-case hexadecimal digits.
    public init?(text: String) {
        let digits = text.utf8
        guard digits.count == 32,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.text = text
    }

    public init(high: UInt64, low: UInt64) {
        text = high.paddedHexadecimal + low.paddedHexadecimal
    }

    public var description: String { text }
}

extension UInt64 {
    var paddedHexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
