import ChatDomain
import ChatWire
import HTTPWire
import Testing

@testable import HTTPGateway

@Suite("What a request may say")
struct SchemaTests {
    private let schema = Schema.object([
        .required("title", .string(min: 1, max: 3)),
        .optional("kind", .choice(["a", "b"])),
        .optional("days", .integer(min: 0, max: 10)),
        .optional("topic", .nullable(.string())),
        .optional("open", .boolean),
        .optional("options", .array(of: .object([.required("text", .string())]), max: 2)),
        .optional("counts", .map(of: .integer())),
        .optional("extra", .any),
        .optional("role", .named("Role", .choice(["x"]))),
    ])

    private func fault(_ text: String) throws -> String? {
        schema.fault(in: .object(try RequestBody(Array(text.utf8)).members))
    }

    @Test(
        "What the schema allows has no fault, and members that it does not know are ignored",
        arguments: [
            #"{"title":"abc"}"#, #"{"title":"äöü","kind":"b","days":10}"#, #"{"title":"a","topic":null}"#,
            #"{"title":"a","topic":"x","open":false,"options":[{"text":""},{"text":"b","more":1}]}"#,
            #"{"title":"a","counts":{"x":1},"extra":[{}],"unknown":0.5,"role":"x"}"#,
        ])
    func good(text: String) throws {
        #expect(try fault(text) == nil)
    }

    @Test(
        "What it does not allow is named, with what it should be",
        arguments: [
            (#"{}"#, #"The body needs the string "title"."#),
            (#"{"title":null}"#, #""title" must be a string of 1 to 3 characters."#),
            (#"{"title":""}"#, #""title" must be a string of 1 to 3 characters."#),
            (#"{"title":"abcd"}"#, #""title" must be a string of 1 to 3 characters."#),
            (#"{"title":"a","kind":"c"}"#, #""kind" must be one of "a", "b"."#),
            (#"{"title":"a","days":11}"#, #""days" must be an integer from 0 to 10."#),
            (#"{"title":"a","days":1.5}"#, #""days" must be an integer from 0 to 10."#),
            (#"{"title":"a","topic":1}"#, #""topic" must be a string, or null."#),
            (#"{"title":"a","open":"yes"}"#, #""open" must be true or false."#),
            (#"{"title":"a","options":{}}"#, #""options" must be a list of at most 2."#),
            (
                #"{"title":"a","options":[{"text":"a"},{"text":"b"},{"text":"c"}]}"#,
                #""options" must be a list of at most 2."#
            ),
            (#"{"title":"a","options":[{"text":"a"},1]}"#, #""options[1]" must be an object."#),
            (#"{"title":"a","options":[{}]}"#, #""options[0]" needs the string "text"."#),
            (#"{"title":"a","options":[{"text":5}]}"#, #""options[0].text" must be a string."#),
            (
                #"{"title":"a","counts":{"x":"y"}}"#,
                #""counts.x" must be an integer from -9007199254740991 to 9007199254740991."#
            ),
            (#"{"title":"a","role":"y"}"#, #""role" must be one of "x"."#),
        ])
    func bad(text: String, sentence: String) throws {
        #expect(try fault(text) == sentence)
    }

    // MARK: The query

    private let declared: [Operation.Query] = [
        .init("limit", .integer(min: 1), ""), .init("q", .string(max: 3), ""), .init("all", .boolean, ""),
        .init("sort", .choice(["new", "old"]), ""),
    ]

    @Test("The query is read by its declared parameters; others are ignored")
    func query() throws {
        let query = try QueryReader.read(
            HTTPTarget(path: "/", query: "limit=9&q=a%20b&all=true&sort=old&x=1&x=2"), declared)
        #expect(query.integer("limit") == 9)
        #expect(query.string("q") == "a b")
        #expect(query.flag("all"))
        #expect(query.string("sort") == "old")
        #expect(query.members.count == 4)
        #expect(try QueryReader.read(HTTPTarget(path: "/"), declared) == RequestBody())
    }

    @Test(
        "What a parameter may not be is a bad request",
        arguments: [
            "limit=0", "limit=", "limit", "limit=1.5", "limit=-1", "limit=9007199254740992", "limit=1&limit=1",
            "q=abcd", "all=yes", "all", "sort=", "sort=New", "q=%", "q=%FF",
        ])
    func badQuery(text: String) {
        let refusal = #expect(throws: Refusal.self) {
            try QueryReader.read(HTTPTarget(path: "/", query: text), declared)
        }
        #expect(refusal?.code == .badRequest)
    }
}
