/// Header fields in the order in which they stand. Names are compared without regard to ASCII case.
public struct HTTPHeaders: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    public var count: Int { fields.count }

    /// The value of the first field of that name.
    public subscript(name: String) -> String? {
        fields.first { HTTPGrammar.equalIgnoringCase($0.name, name) }?.value
    }

    /// The values of all fields of that name, in order.
    public func values(_ name: String) -> [String] {
        fields.lazy.filter { HTTPGrammar.equalIgnoringCase($0.name, name) }.map(\.value)
    }

    /// Whether the comma-separated lists in all fields of that name hold the token, compared without regard to case.
    public func contains(token: String, in name: String) -> Bool {
        fields.contains { field in
            HTTPGrammar.equalIgnoringCase(field.name, name)
                && HTTPGrammar.listElements(field.value).contains { HTTPGrammar.equalIgnoringCase($0, token) }
        }
    }

    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name, value))
    }

    /// Puts one field in the place of all of that name.
    public mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    public mutating func remove(_ name: String) {
        fields.removeAll { HTTPGrammar.equalIgnoringCase($0.name, name) }
    }

    mutating func reserveCapacity(_ count: Int) {
        fields.reserveCapacity(count)
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Field($0.0, $0.1) })
    }
}
