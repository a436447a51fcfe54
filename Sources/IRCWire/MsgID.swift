public import ChatDomain

/// The beginning of a store's epoch: its first 24 bits. A restored store has another, so that ids of its earlier life mean nothing.
public struct EpochMark: Hashable, Sendable {
    let bits: UInt32

    public init(_ epoch: Epoch) { bits = UInt32(epoch.text.prefix(6), radix: 16) ?? 0 }

    init(bits: UInt32) { self.bits = bits & 0xFF_FFFF }
}

/// The id of an event, as the tag `msgid` carries it: `ROOM-SEQ-EPOCH`, the numbers decimal and the epoch's beginning
/// as six hexadecimal digits, `7-15-0ab12c`.
public struct MsgID: Hashable, Sendable, CustomStringConvertible {
    public let room: RoomID
    public let sequence: SequenceNumber
    public let epoch: EpochMark

    public init(room: RoomID, sequence: SequenceNumber, epoch: EpochMark) {
        self.room = room
        self.sequence = sequence
        self.epoch = epoch
    }

    /// Nil unless the text is just as `description` writes it.
    public init?(_ text: String) {
        let parts = text.utf8.prefix(64).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, let room = Self.number(parts[0]), let sequence = Self.number(parts[1]),
            parts[2].count == 6, parts[2].allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let bits = UInt32(String(decoding: parts[2], as: UTF8.self), radix: 16), text.utf8.count <= 64
        else { return nil }
        self.init(
            room: RoomID(rawValue: room), sequence: SequenceNumber(sequence), epoch: EpochMark(bits: bits))
    }

    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard let first = digits.first, first != 0x30, digits.allSatisfy(ASCII.isDigit) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(decimal: room.rawValue)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: sequence.rawValue)
        bytes.append(UInt8(ascii: "-"))
        for shift in stride(from: 20, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: epoch.bits >> UInt32(shift)) & 15
            bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
    }
}

extension [UInt8] {
    /// Appends a number in decimal, without making a `String`.
    mutating func append(decimal number: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 0x30)
        var place = 20
        var rest = number.magnitude
        repeat {
            place &-= 1
            digits[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0 && place > 0
        if number < 0 { append(UInt8(ascii: "-")) }
        digits.span.extracting(place..<20).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
