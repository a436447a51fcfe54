import Foundation
import HTTPWire
import Testing

@testable import HTTPGateway

@Suite("The OpenAPI document")
struct OpenAPITests {
    private let document: [String: Any]

    init() throws {
        let json = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.current.json))
        document = try #require(json as? [String: Any])
    }

    @Test("Every operation is in it, and nothing else")
    func operations() throws {
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let told = paths.values.flatMap(\.values).compactMap { $0["operationId"] as? String }
        #expect(told.sorted() == OperationTable.all.map(\.id).sorted())
        #expect(document["openapi"] as? String == "3.1.0")
    }

    @Test("Whatever it refers to is in it")
    func references() throws {
        let text = String(decoding: OpenAPIDocument.current.json, as: UTF8.self)
        let references = Set(text.matches(of: /"\$ref":"#\/([^"]+)"/).map { String($0.1) })
        #expect(!references.isEmpty)
        for reference in references {
            var place: Any? = document
            for step in reference.split(separator: "/") { place = (place as? [String: Any])?[String(step)] }
            #expect(place != nil, "\(reference)")
        }
    }

    @Test("Who has it already is told so in a few bytes")
    func caching() throws {
        let target = HTTPTarget(path: "/v1/openapi.json")
        let first = OpenAPIDocument.current.answer(HTTPRequest(method: .get, target: target))
        #expect(first.status == 200)
        #expect(first.headers["content-type"] == "application/json; charset=utf-8")
        let tag = try #require(first.headers["etag"])
        let again = OpenAPIDocument.current.answer(
            HTTPRequest(method: .get, target: target, headers: ["If-None-Match": tag]))
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
    }

    @Test("A schema is written as JSON Schema has it")
    func schemas() {
        func json(_ schema: Schema) -> String { String(decoding: schema.openAPI, as: UTF8.self) }
        #expect(json(.any) == "{}")
        #expect(
            json(.string(min: 1, max: 2, format: "uuid"))
                == #"{"type":"string","minLength":1,"maxLength":2,"format":"uuid"}"#)
        #expect(json(.nullable(.boolean)) == #"{"anyOf":[{"type":"boolean"},{"type":"null"}]}"#)
        #expect(
            json(.array(of: .choice(["a"]), max: 3))
                == #"{"type":"array","items":{"type":"string","enum":["a"]},"maxItems":3}"#)
        #expect(json(.map(of: .any)) == #"{"type":"object","additionalProperties":{}}"#)
        #expect(json(.named("Room", .boolean)) == ##"{"$ref":"#/components/schemas/Room"}"##)
        #expect(
            json(.object([.required("a", .any), .optional("b", .boolean, "B.")]))
                == #"{"type":"object","required":["a"],"properties":{"a":{},"b":{"description":"B.","allOf":[{"type":"boolean"}]}}}"#
        )
    }
}
