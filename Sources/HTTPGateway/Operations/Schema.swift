/// What a JSON value looks like: a part of JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it.
///
/// It says the type. What a text must be like beyond that (a name, a mail address, a key) the service checks, which has
/// codes of its own for it.
indirect enum Schema: Sendable, Equatable {
    /// Lengths are in Unicode scalars. The format is for the reader: it is not checked.
    case string(min: Int = 0, max: Int? = nil, format: String? = nil)
    /// One of these strings.
    case choice([String])
    case integer(min: Int64 = -mostInteger, max: Int64 = mostInteger)
    case boolean
    case array(of: Schema, max: Int? = nil)
    /// Further members are allowed, and ignored.
    case object([Field])
    /// An object whose members have names that are not known before.
    case map(of: Schema)
    case nullable(Schema)
    /// A schema that stands under its name among the document's components.
    case named(String, Schema)
    /// Anything at all.
    case any

    /// 2^53-1: what every JSON implementation can carry (RFC 8259, section 6).
    static let mostInteger: Int64 = (1 << 53) - 1

    /// A member of an object.
    struct Field: Sendable, Equatable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let summary: String?

        static func required(_ name: String, _ schema: Schema, _ summary: String? = nil) -> Field {
            Field(name: name, schema: schema, isRequired: true, summary: summary)
        }

        static func optional(_ name: String, _ schema: Schema, _ summary: String? = nil) -> Field {
            Field(name: name, schema: schema, isRequired: false, summary: summary)
        }
    }

    /// The number of a thing.
    static let id = Schema.integer(min: 1)
    /// A sequence number, or a count.
    static let count = Schema.integer(min: 0)
    /// Milliseconds since 1970 (UTC).
    static let time = Schema.integer(min: 0)

    /// Whether an object of this schema may be empty.
    var mayBeEmpty: Bool {
        switch self {
        case .object(let fields): !fields.contains(where: \.isRequired)
        case .named(_, let schema), .nullable(let schema): schema.mayBeEmpty
        default: true
        }
    }

    /// The named schemas in it, itself included.
    var components: [(name: String, schema: Schema)] {
        switch self {
        case .string, .choice, .integer, .boolean, .any: []
        case .array(let element, _): element.components
        case .map(let value): value.components
        case .nullable(let schema): schema.components
        case .object(let fields): fields.flatMap(\.schema.components)
        case .named(let name, let schema): [(name, schema)] + schema.components
        }
    }
}
