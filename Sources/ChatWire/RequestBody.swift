public import ChatDomain

/// The body of an HTTP request: one JSON object, of which the strings and booleans are kept. Other members are ignored.
public struct RequestBody: Sendable {
    private var strings: [String: String] = [:]
    private var booleans: [String: Bool] = [:]

    /// Reads the whole body. Throws `bad_request` with a sentence that says where it went wrong.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Refusal(.badRequest, "The body is not valid UTF-8.")
        }
        do throws(JSONError) {
            self = try bytes.withUnsafeBytes { content in
                Result { () throws(JSONError) in try RequestBody(reading: content) }
            }.get()
        } catch {
            throw Refusal(.badRequest, error.message)
        }
    }

    private init(reading content: UnsafeRawBufferPointer) throws(JSONError) {
        var reader = JSONReader(content)
        var first = true
        var seen: Set<String> = []
        try reader.beginObject()
        while let rawName = try reader.nextMember(first: &first) {
            let name = String(decoding: rawName, as: UTF8.self)
            guard seen.insert(name).inserted else { throw .repeatedMember(name) }
            switch reader.peek {
            case UInt8(ascii: "\""): strings[name] = try reader.string()
            case UInt8(ascii: "t"), UInt8(ascii: "f"): booleans[name] = try reader.boolean()
            default: try reader.skipValue()
            }
        }
        try reader.end()
    }

    /// A member that must be there and be a string.
    public func required(_ name: String) throws(Refusal) -> String {
        guard let value = strings[name] else {
            throw Refusal(.badRequest, "The body needs the string \"\(name)\".")
        }
        return value
    }

    public func string(_ name: String) -> String? {
        strings[name]
    }

    public func boolean(_ name: String) -> Bool? {
        booleans[name]
    }

    /// False when absent.
    public func flag(_ name: String) -> Bool {
        booleans[name] ?? false
    }
}
