public import ChatDomain

/// The body of an HTTP request: one JSON object, or one that is nested in it. Members that nobody asks for are ignored.
///
/// The accessors give nil both for what is absent and for what is of another kind: what kind a member must be of is
/// checked before, by the operation's schema.
public struct RequestBody: Sendable, Equatable {
    /// The members by name.
    public let members: [String: JSONValue]

    public init(members: [String: JSONValue] = [:]) {
        self.members = members
    }

    /// Reads the whole body. Throws `bad_request` with a sentence that says where it went wrong.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Refusal(.badRequest, "The body is not valid UTF-8.")
        }
        do throws(JSONError) {
            members = try bytes.withUnsafeBytes { content in
                Result { () throws(JSONError) in try Self.read(content) }
            }.get()
        } catch {
            throw Refusal(.badRequest, error.message)
        }
    }

    private static func read(_ content: UnsafeRawBufferPointer) throws(JSONError) -> [String: JSONValue] {
        var reader = JSONReader(content)
        var budget = JSONValue.maximumCount
        let members = try reader.members(budget: &budget)
        try reader.end()
        return members
    }

    // MARK: Members

    /// A member that must be there and be a string.
    public func required(_ name: String) throws(Refusal) -> String {
        guard let value = string(name) else {
            throw Refusal(.badRequest, "The body needs the string \"\(name)\".")
        }
        return value
    }

    /// Whether the member is there, be it null: `if body.has("topic") { set(body.string("topic")) }` sets or clears.
    public func has(_ name: String) -> Bool {
        members[name] != nil
    }

    public func isNull(_ name: String) -> Bool {
        members[name] == .null
    }

    public func string(_ name: String) -> String? {
        guard case .string(let value)? = members[name] else { return nil }
        return value
    }

    public func integer(_ name: String) -> Int64? {
        guard case .integer(let value)? = members[name] else { return nil }
        return value
    }

    public func boolean(_ name: String) -> Bool? {
        guard case .boolean(let value)? = members[name] else { return nil }
        return value
    }

    /// False when absent.
    public func flag(_ name: String) -> Bool {
        boolean(name) ?? false
    }

    public func object(_ name: String) -> RequestBody? {
        guard case .object(let members)? = members[name] else { return nil }
        return RequestBody(members: members)
    }

    // MARK: Lists

    public func array(_ name: String) -> [JSONValue]? {
        guard case .array(let elements)? = members[name] else { return nil }
        return elements
    }

    /// Nil unless all are strings.
    public func strings(_ name: String) -> [String]? {
        list(name) { if case .string(let value) = $0 { value } else { nil } }
    }

    /// Nil unless all are integers.
    public func integers(_ name: String) -> [Int64]? {
        list(name) { if case .integer(let value) = $0 { value } else { nil } }
    }

    /// Nil unless all are objects.
    public func objects(_ name: String) -> [RequestBody]? {
        list(name) { if case .object(let members) = $0 { RequestBody(members: members) } else { nil } }
    }

    private func list<Element>(_ name: String, _ read: (JSONValue) -> Element?) -> [Element]? {
        guard let elements = array(name) else { return nil }
        let values = elements.compactMap(read)
        return values.count == elements.count ? values : nil
    }
}
