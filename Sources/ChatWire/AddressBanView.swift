/// Addresses that are kept out of the server.
public struct AddressBanView: Sendable, Equatable, Codable {
    public var id: Int64
    /// An address, or a block such as "192.0.2.0/24".
    public var address: String
    /// The account of who did it.
    public var by: Int64
    /// In milliseconds since 1970, as all times here.
    public var at: Int64
    /// Nil until it is removed.
    public var until: Int64?
    public var reason: String

    public init(id: Int64, address: String, by: Int64, at: Int64, until: Int64?, reason: String) {
        self.id = id
        self.address = address
        self.by = by
        self.at = at
        self.until = until
        self.reason = reason
    }

    public var json: [UInt8] {
        JSONObject.make { object in
            object.set("id", id)
            object.set("address", address)
            object.set("by", by)
            object.set("at", at)
            if let until { object.set("until", until) }
            object.set("reason", reason)
        }
    }
}
