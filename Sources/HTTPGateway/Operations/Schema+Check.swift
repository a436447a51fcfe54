import ChatWire

extension Schema {
    /// What is wrong with the value, as a sentence for the sender; nil when nothing is.
    ///
    /// - Parameter name: what the sender calls it, as `options[2].text`; nil for the body itself.
    func fault(in value: JSONValue, at name: String? = nil) -> String? {
        switch (self, value) {
        case (.any, _), (.boolean, .boolean), (.nullable, .null): nil
        case (.nullable(let schema), .object), (.nullable(let schema), .array), (.named(_, let schema), _):
            schema.fault(in: value, at: name)
        case (.nullable(let schema), _): schema.fault(in: value, at: name) == nil ? nil : mustBe(name)
        case (.string(let least, let most, _), .string(let text)):
            Self.length(of: text, isAtLeast: least, andAtMost: most) ? nil : mustBe(name)
        case (.choice(let words), .string(let text)): words.contains(text) ? nil : mustBe(name)
        case (.integer(let least, let most), .integer(let number)):
            number >= least && number <= most ? nil : mustBe(name)
        case (.array(let element, let most), .array(let values)):
            values.count > most ?? .max
                ? mustBe(name)
                : values.enumerated().lazy.compactMap { element.fault(in: $1, at: "\(name ?? "")[\($0)]") }.first
        case (.object(let fields), .object(let members)):
            fields.lazy.compactMap { Self.fault(of: $0, in: members, at: name) }.first
        case (.map(let element), .object(let members)):
            members.lazy.compactMap { element.fault(in: $1, at: Self.join(name, String($0.prefix(32)))) }.first
        default: mustBe(name)
        }
    }

    /// In Unicode scalars, which are counted only where there is a bound.
    private static func length(of text: String, isAtLeast least: Int, andAtMost most: Int?) -> Bool {
        guard least > 0 || most != nil else { return true }
        let length = text.unicodeScalars.count
        return length >= least && length <= most ?? .max
    }

    private static func fault(of field: Field, in members: [String: JSONValue], at name: String?) -> String? {
        if let value = members[field.name] { return field.schema.fault(in: value, at: join(name, field.name)) }
        guard field.isRequired else { return nil }
        return "\(name.map { "\"\($0)\"" } ?? "The body") needs the \(field.schema.noun) \"\(field.name)\"."
    }

    private static func join(_ name: String?, _ member: String) -> String {
        name.map { "\($0).\(member)" } ?? member
    }

    private func mustBe(_ name: String?) -> String {
        "\(name.map { "\"\($0)\"" } ?? "The body") must be \(phrase)."
    }

    private var noun: String {
        switch self {
        case .string, .choice: "string"
        case .integer: "integer"
        case .boolean: "boolean"
        case .array: "list"
        case .object, .map: "object"
        case .nullable(let schema), .named(_, let schema): schema.noun
        case .any: "member"
        }
    }

    private var phrase: String {
        switch self {
        case .string(0, nil, _): "a string"
        case .string(let least, nil, _): "a string of at least \(least) characters"
        case .string(let least, let most?, _): "a string of \(least) to \(most) characters"
        case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integer(let least, let most): "an integer from \(least) to \(most)"
        case .boolean: "true or false"
        case .array(_, let most): most.map { "a list of at most \($0)" } ?? "a list"
        case .object, .map: "an object"
        case .nullable(let schema): "\(schema.phrase), or null"
        case .named(_, let schema): schema.phrase
        case .any: "there"
        }
    }
}
