import ChatDomain
import ChatWire
import HTTPWire

/// The interface as OpenAPI 3.1 describes it, made from the table of operations.
struct OpenAPIDocument: Sendable {
    let json: [UInt8]
    private let tag: EntityTag?

    /// Of the operations that are served.
    static let current = OpenAPIDocument(OperationTable.all)

    init(_ operations: [Operation]) {
        json = Self.document(operations)
        tag = EntityTag(of: json)
    }

    /// The document, or 304 to who has it.
    func answer(_ request: HTTPRequest) -> HTTPResponse {
        var headers: HTTPHeaders = ["Cache-Control": "no-cache"]
        if let tag {
            headers.set("ETag", tag.headerValue)
            if tag.isMatched(byIfNoneMatch: request.headers) { return HTTPResponse(status: 304, headers: headers) }
        }
        headers.set("Content-Type", "application/json; charset=utf-8")
        return HTTPResponse(status: 200, headers: headers, body: json)
    }

    // MARK: The parts

    private static let about = """
        A self-hosted chat server. Times are milliseconds since 1970 (UTC). Where an answer is an object, more members \
        may come; ignore those that you do not know. What is not done is answered with a Refusal; its code says why. \
        Besides what each operation lists, a path that is not there is answered with 404, a method that it does not \
        take with 405, and a request that breaks HTTP or is too large with 400, 408, 413, 414, 417, 431, 501 or 505.
        """

    private static func document(_ operations: [Operation]) -> [UInt8] {
        JSONObject.make { document in
            document.set("openapi", "3.1.0")
            document.set(
                "info",
                json: JSONObject.make { info in
                    info.set("title", "Roost")
                    info.set("version", "1")
                    info.set("description", about)
                })
            document.set("servers", array: [JSONObject.make { $0.set("url", "/") }])
            document.set("tags", array: tags(operations))
            document.set("paths", json: paths(operations))
            document.set("components", json: components(operations))
        }
    }

    private static func tags(_ operations: [Operation]) -> [[UInt8]] {
        var seen: Set<String> = []
        return operations.map(\.tag).filter { seen.insert($0).inserted }.map { tag in
            JSONObject.make { $0.set("name", tag) }
        }
    }

    private static func paths(_ operations: [Operation]) -> [UInt8] {
        let byPath = Dictionary(grouping: operations, by: \.path)
        return JSONObject.make { paths in
            for (path, operations) in byPath.sorted(by: { $0.key < $1.key }) {
                paths.set(
                    named: path,
                    json: JSONObject.make { item in
                        for operation in operations {
                            item.set(named: operation.method.name.lowercased(), json: operation.openAPI)
                        }
                    })
            }
        }
    }

    private static func components(_ operations: [Operation]) -> [UInt8] {
        let named = Dictionary(
            operations.flatMap(\.schemas).flatMap(\.components), uniquingKeysWith: { first, _ in first })
        return JSONObject.make { components in
            components.set(
                "schemas",
                json: JSONObject.make { schemas in
                    for (name, schema) in named.sorted(by: { $0.key < $1.key }) {
                        schemas.set(named: name, json: schema.openAPI)
                    }
                })
            let refused = Dictionary(
                operations.flatMap(\.refusedResponses).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            components.set(
                "responses",
                json: JSONObject.make { responses in
                    for (name, response) in refused.sorted(by: { $0.key < $1.key }) {
                        responses.set(named: name, json: response.openAPI)
                    }
                })
            components.set(
                "securitySchemes",
                json: JSONObject.make { schemes in
                    schemes.set(
                        "bearer",
                        json: JSONObject.make { scheme in
                            scheme.set("type", "http")
                            scheme.set("scheme", "bearer")
                        })
                    schemes.set(
                        "cookie",
                        json: JSONObject.make { scheme in
                            scheme.set("type", "apiKey")
                            scheme.set("in", "cookie")
                            scheme.set("name", Exchange.cookieName)
                            scheme.set("description", "Methods that change something also need the page's own Origin.")
                        })
                })
        }
    }
}
