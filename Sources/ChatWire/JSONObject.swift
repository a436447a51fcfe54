/// Writes one JSON object member by member.
public struct JSONObject {
    public private(set) var bytes: [UInt8]
    private var isEmpty = true

    public init() {
        bytes = [UInt8(ascii: "{")]
    }

    private mutating func name(_ name: StaticString) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    public mutating func set(_ member: StaticString, _ value: String) {
        name(member)
        JSONText.append(value, to: &bytes)
    }

    public mutating func set(_ member: StaticString, _ value: Int64) {
        name(member)
        JSONText.append(value, to: &bytes)
    }

    public mutating func set(_ member: StaticString, _ value: Int) {
        set(member, Int64(value))
    }

    public mutating func set(_ member: StaticString, _ value: Bool) {
        name(member)
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// A member whose name is only known when the program runs.
    public mutating func set(named member: String, json value: [UInt8]) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        JSONText.append(member, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: value)
    }

    /// A value that is JSON already.
    public mutating func set(_ member: StaticString, json value: [UInt8]) {
        name(member)
        bytes.append(contentsOf: value)
    }

    public mutating func set(_ member: StaticString, array values: [[UInt8]]) {
        name(member)
        bytes.append(UInt8(ascii: "["))
        for (place, value) in values.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    public mutating func set(_ member: StaticString, strings values: [String]) {
        set(member, array: values.map(JSONText.quoted))
    }

    /// The finished object.
    public consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// One object, written by a closure.
    public static func make(_ write: (inout JSONObject) -> Void) -> [UInt8] {
        var object = JSONObject()
        write(&object)
        return object.finish()
    }
}
