import ChatDomain
import ChatWire
import HTTPWire

extension Operation {
    /// Every schema that it mentions.
    var schemas: [Schema] {
        let answers = ([answer] + otherAnswers).compactMap { if case .json(let schema, _) = $0 { schema } else { nil } }
        return [.refusal] + query.map(\.schema) + [body].compactMap(\.self) + answers
    }

    /// The Operation Object (OpenAPI 3.1, section 4.8.10).
    var openAPI: [UInt8] {
        JSONObject.make { object in
            object.set("operationId", id)
            object.set("summary", summary)
            object.set("tags", strings: [tag])
            if !parameters.isEmpty || !query.isEmpty {
                object.set("parameters", array: parameters.map(Self.pathParameter) + query.map(\.openAPI))
            }
            if let body { object.set("requestBody", json: Self.requestBody(body)) }
            if !media.isEmpty { object.set("requestBody", json: Self.requestBody(media)) }
            object.set("x-scope", strings: needsLogin ? scope.names : [])
            object.set("responses", json: responses)
            let schemes = needsLogin ? ["bearer", "cookie"] : []
            object.set(
                "security",
                array: schemes.map { name in JSONObject.make { $0.set(named: name, json: Array("[]".utf8)) } })
        }
    }

    private static func pathParameter(_ name: String) -> [UInt8] {
        JSONObject.make { object in
            object.set("name", name)
            object.set("in", "path")
            object.set("required", true)
            object.set("schema", json: Schema.id.openAPI)
        }
    }

    private static func requestBody(_ schema: Schema) -> [UInt8] {
        JSONObject.make { object in
            object.set("required", !schema.mayBeEmpty)
            object.set("content", json: content("application/json", schema))
        }
    }

    private static func requestBody(_ media: [String]) -> [UInt8] {
        JSONObject.make { object in
            object.set("required", true)
            object.set(
                "content",
                json: JSONObject.make { content in
                    for type in media { content.set(named: type, json: Array("{}".utf8)) }
                })
        }
    }

    fileprivate static func content(_ type: String, _ schema: Schema?) -> [UInt8] {
        JSONObject.make { content in
            content.set(
                named: type,
                json: JSONObject.make { if let schema { $0.set("schema", json: schema.openAPI) } })
        }
    }

    // MARK: Answers

    private var responses: [UInt8] {
        var byStatus: [Int: [UInt8]] = [:]
        for answer in [answer] + otherAnswers { byStatus[answer.status] = answer.openAPI }
        for refused in refusedResponses where byStatus[refused.status] == nil {
            byStatus[refused.status] = JSONObject.make { $0.set("$ref", "#/components/responses/\(refused.name)") }
        }
        return JSONObject.make { object in
            for (status, response) in byStatus.sorted(by: { $0.key < $1.key }) {
                object.set(named: String(status), json: response)
            }
        }
    }

    /// What it may be refused with: a response for each status.
    var refusedResponses: [RefusedResponse] {
        Dictionary(grouping: Set(generalRefusals + refusals), by: \.httpStatus).map(RefusedResponse.init)
    }
}

/// The refusals of one status that an operation gives. Many operations share them, so they are components.
struct RefusedResponse {
    let status: Int
    private let codes: [String]

    init(_ status: Int, _ codes: [RefusalCode]) {
        self.status = status
        self.codes = codes.map(\.rawValue).sorted()
    }

    /// Among the document's responses.
    var name: String { codes.joined(separator: ".") }

    var openAPI: [UInt8] {
        let narrowed = Schema.object([.required("error", .object([.required("code", .choice(codes))]))])
        let schema = JSONObject.make { $0.set("allOf", array: [Schema.refusal.openAPI, narrowed.openAPI]) }
        return JSONObject.make { object in
            object.set("description", codes.joined(separator: ", "))
            object.set(
                "content",
                json: JSONObject.make { content in
                    content.set("application/json", json: JSONObject.make { $0.set("schema", json: schema) })
                })
        }
    }
}

extension Operation.Answer {
    /// The Response Object (OpenAPI 3.1, section 4.8.17).
    fileprivate var openAPI: [UInt8] {
        JSONObject.make { object in
            object.set("description", HTTPResponse.reasonPhrase(status))
            switch self {
            case .empty: break
            case .json(let schema, _): object.set("content", json: Operation.content("application/json", schema))
            case .media(let type, _): object.set("content", json: Operation.content(type, nil))
            }
        }
    }
}

extension Operation.Query {
    /// The Parameter Object (OpenAPI 3.1, section 4.8.12).
    fileprivate var openAPI: [UInt8] {
        JSONObject.make { object in
            object.set("name", name)
            object.set("in", "query")
            object.set("description", summary)
            object.set("schema", json: schema.openAPI)
        }
    }
}
