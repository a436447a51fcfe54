import ChatStore

/// What a collection's records hold, as a value.
protocol RecordValue: Codable, Sendable {
    static var collection: RecordCollection { get }
}

extension RecordValue {
    /// The record that keeps it.
    func record(owner: Int64, item: Int64 = 0, part: Int64 = 0) -> Record {
        Record(key: RecordKey(Self.collection, owner: owner, item: item, part: part), value: JSONCoding.encode(self))
    }

    /// The change that keeps it.
    func put(owner: Int64, item: Int64 = 0, part: Int64 = 0) -> StateChange {
        .put(record(owner: owner, item: item, part: part))
    }

    /// Nil for a record that no Roost wrote.
    init?(_ record: Record) {
        guard let value = JSONCoding.decode(Self.self, from: record.value) else { return nil }
        self = value
    }
}

/// A resident collection in memory, by owner and item.
struct RecordTable<Value: RecordValue> {
    private var owners: [Int64: [Int64: Value]] = [:]

    subscript(owner: Int64, item: Int64 = 0) -> Value? { owners[owner]?[item] }

    /// All of an owner's, by item.
    func items(of owner: Int64) -> [Int64: Value] { owners[owner] ?? [:] }

    /// Every owner that has any.
    var all: [Int64: [Int64: Value]] { owners }

    /// False for a record that no Roost wrote.
    mutating func put(_ record: Record) -> Bool {
        guard let value = Value(record) else { return false }
        owners[record.key.owner, default: [:]][record.key.item] = value
        return true
    }

    mutating func remove(_ key: RecordKey) {
        owners[key.owner]?[key.item] = nil
        if owners[key.owner]?.isEmpty == true { owners[key.owner] = nil }
    }

    mutating func removeAll(of owner: Int64) { owners[owner] = nil }

    mutating func changeAll(_ change: (inout Value) -> Void) {
        owners = owners.mapValues { items in
            items.mapValues { value in
                var changed = value
                change(&changed)
                return changed
            }
        }
    }
}
