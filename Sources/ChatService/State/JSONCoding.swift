import FoundationEssentials

/// Values as the JSON of their records and events. Off the hot path.
enum JSONCoding {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        // One value has one spelling, so that what did not change can be seen by its bytes.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            // exempt(trap): made of texts, whole numbers and lists of ours, which JSON always has; never a matter of input.
            preconditionFailure("records and events are made of texts, whole numbers and lists, which JSON has")
        }
        return Array(data)
    }

    /// Nil for what no Roost wrote.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
