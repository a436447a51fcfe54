import ChatWire

extension Schema {
    /// As JSON Schema. Where it stands by itself a named schema is a reference.
    var openAPI: [UInt8] {
        if case .named(let name, _) = self {
            return JSONObject.make { $0.set("$ref", "#/components/schemas/\(name)") }
        }
        return JSONObject.make { write(into: &$0) }
    }

    private func write(into object: inout JSONObject) {
        switch self {
        case .any: break
        case .named(_, let schema): schema.write(into: &object)
        case .boolean: object.set("type", "boolean")
        case .string(let least, let most, let format):
            object.set("type", "string")
            if least > 0 { object.set("minLength", least) }
            if let most { object.set("maxLength", most) }
            if let format { object.set("format", format) }
        case .choice(let words):
            object.set("type", "string")
            object.set("enum", strings: words)
        case .integer(let least, let most):
            object.set("type", "integer")
            object.set("format", "int64")
            object.set("minimum", least)
            object.set("maximum", most)
        case .array(let element, let most):
            object.set("type", "array")
            object.set("items", json: element.openAPI)
            if let most { object.set("maxItems", most) }
        case .map(let element):
            object.set("type", "object")
            object.set("additionalProperties", json: element.openAPI)
        case .nullable(let schema):
            object.set("anyOf", array: [schema.openAPI, JSONObject.make { $0.set("type", "null") }])
        case .object(let fields): Self.write(fields, into: &object)
        }
    }

    private static func write(_ fields: [Field], into object: inout JSONObject) {
        object.set("type", "object")
        guard !fields.isEmpty else { return }
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { object.set("required", strings: required) }
        object.set(
            "properties",
            json: JSONObject.make { properties in
                for field in fields { properties.set(named: field.name, json: field.openAPI) }
            })
    }
}

extension Schema.Field {
    /// The schema, with what the member means beside it.
    fileprivate var openAPI: [UInt8] {
        guard let summary else { return schema.openAPI }
        return JSONObject.make { object in
            object.set("description", summary)
            object.set("allOf", array: [schema.openAPI])
        }
    }
}
