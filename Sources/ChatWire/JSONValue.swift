/// One JSON value of a request, read whole.
public indirect enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is no integer between -(2^53-1) and 2^53-1. Nothing takes one, so its value is not kept.
    case otherNumber
    case string(String)
    case array([JSONValue])
    /// Names that are written with escapes are kept as written, and so match nothing.
    case object([String: JSONValue])

    /// The most values in one text, members of objects and elements of arrays counted each.
    public static let maximumCount = 10_000
}

extension JSONReader {
    /// The value at the place, with all that is in it.
    ///
    /// - Parameters:
    ///   - depth: how many levels may open in it.
    ///   - budget: how many values may follow; what was read is taken off.
    mutating func value(depth: Int = maximumDepth, budget: inout Int) throws(JSONError) -> JSONValue {
        guard budget > 0 else { throw .tooMany(limit: JSONValue.maximumCount) }
        budget -= 1
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean(try boolean())
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        case UInt8(ascii: "{"):
            guard depth > 0 else { throw .tooDeep(limit: Self.maximumDepth) }
            return .object(try members(depth: depth - 1, budget: &budget))
        case UInt8(ascii: "["):
            guard depth > 0 else { throw .tooDeep(limit: Self.maximumDepth) }
            return .array(try elements(depth: depth - 1, budget: &budget))
        default:
            let start = place
            if let integer = try? integer() { return .integer(integer) }
            place = start
            try skipValue()
            return .otherNumber
        }
    }

    /// The members of the object that opens at the place. A name must not occur twice.
    mutating func members(depth: Int = maximumDepth, budget: inout Int) throws(JSONError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        var first = true
        try beginObject()
        while let rawName = try nextMember(first: &first) {
            let name = String(decoding: rawName, as: UTF8.self)
            let value = try value(depth: depth, budget: &budget)
            guard members.updateValue(value, forKey: name) == nil else { throw .repeatedMember(name) }
        }
        return members
    }

    private mutating func elements(depth: Int, budget: inout Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try expect(UInt8(ascii: "["))
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth, budget: &budget))
            skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            try expect(UInt8(ascii: ","))
        }
    }
}

extension JSONValue: Decodable {
    public init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Name.self) {
            var object: [String: JSONValue] = [:]
            for name in members.allKeys { object[name.stringValue] = try members.decode(JSONValue.self, forKey: name) }
            self = .object(object)
            return
        }
        if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
            self = .array(array)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .boolean(flag)
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else {
            self = (try? value.decode(Int64.self)).map { .integer($0) } ?? .otherNumber
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The value as JSON, the members of objects in the order of their names. A number that was not kept is null.
    public var bytes: [UInt8] {
        switch self {
        case .null, .otherNumber: Array("null".utf8)
        case .boolean(let flag): Array((flag ? "true" : "false").utf8)
        case .integer(let number): JSONText.bytes(of: number)
        case .string(let text): JSONText.quoted(text)
        case .array(let elements): [0x5B] + elements.map(\.bytes).joined(separator: [0x2C]) + [0x5D]
        case .object(let members):
            JSONObject.make { object in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    object.set(named: name, json: value.bytes)
                }
            }
        }
    }
}
