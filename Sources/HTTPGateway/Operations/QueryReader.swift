import ChatDomain
import ChatWire
import HTTPWire

/// Reads the query's declared parameters by their schemas. Others are ignored.
enum QueryReader {
    static func read(_ target: HTTPTarget, _ declared: [Operation.Query]) throws(Refusal) -> RequestBody {
        guard let items = try? target.queryItems() else {
            throw Refusal(.badRequest, "The query has a bad escape.")
        }
        var members: [String: JSONValue] = [:]
        for parameter in declared {
            let texts = items.filter { $0.name == parameter.name }.map(\.value)
            guard let text = texts.first else { continue }
            guard texts.count == 1 else {
                throw Refusal(.badRequest, "\"\(parameter.name)\" must be given once.")
            }
            let value = value(text, as: parameter.schema)
            if let fault = parameter.schema.fault(in: value, at: parameter.name) { throw Refusal(.badRequest, fault) }
            members[parameter.name] = value
        }
        return RequestBody(members: members)
    }

    /// What cannot be read as what is wanted stays a string, which the schema then refuses.
    private static func value(_ text: String, as schema: Schema) -> JSONValue {
        switch schema {
        case .integer: Int64(text).map(JSONValue.integer) ?? .string(text)
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .string(text)
        case .named(_, let schema), .nullable(let schema): value(text, as: schema)
        default: .string(text)
        }
    }
}
