public import ChatDomain
import ChatStore
import ChatWire

/// Addresses that are kept out of the whole server. Owner: 0; item: its number.
struct AddressBan: RecordValue, Equatable {
    static var collection: RecordCollection { .addressBan }

    /// As ``AddressRange`` writes it.
    var range: String
    /// Who made it.
    var by: Int64
    /// In milliseconds since 1970, as all times here.
    var at: Int64
    /// Nil until it is removed.
    var until: Int64?
    var reason = ""

    func isOver(at now: Timestamp) -> Bool { until.map { $0 <= now.rawValue } ?? false }

    func view(number: Int64) -> AddressBanView {
        AddressBanView(id: number, address: range, by: by, at: at, until: until, reason: reason)
    }
}

/// What addresses are to be kept out.
public struct AddressBanForm: Sendable {
    /// An address, or a block such as `192.0.2.0/24` or `2001:db8::/32`.
    public var address: String
    /// Nil until it is removed.
    public var until: Timestamp?
    public var reason: String

    public init(address: String, until: Timestamp? = nil, reason: String = "") {
        self.address = address
        self.until = until
        self.reason = reason
    }
}
