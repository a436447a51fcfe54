import ChatDomain
import HTTPWire
import Testing

@testable import HTTPGateway

@Suite("The table of operations")
struct OperationTableTests {
    private let operations = OperationTable.all

    @Test("No two operations have the same id, and none has another's method and path")
    func unique() {
        #expect(repeated(operations.map(\.id)).isEmpty)
        // Two placeholders at one place are the same to the router, whatever they are called.
        #expect(repeated(operations.map { "\($0.method.name) \($0.path.replacing(/{\w+}/, with: "{}"))" }).isEmpty)
    }

    private func repeated(_ names: [String]) -> [String] {
        Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.map(\.key)
    }

    @Test("An operation is well formed: id, path, summary, parameters, refusals", arguments: OperationTable.all)
    func form(operation: Operation) throws {
        #expect(operation.id.wholeMatch(of: /[a-z_]+(\.[a-z_]+)+/) != nil)
        #expect(operation.path == "/healthz" || operation.path.hasPrefix("/v1/"))
        // A word that is a number could not be told from a placeholder's value.
        for segment in operation.segments {
            switch segment {
            case .word(let word): #expect(word.wholeMatch(of: /[a-z_.]*[a-z][a-z_.0-9]*/) != nil)
            case .placeholder(let name): #expect(name.wholeMatch(of: /[a-z_]+/) != nil)
            }
        }
        #expect(operation.summary.wholeMatch(of: /[A-Z].*[^.]\./) != nil, "one sentence")
        #expect(repeated(operation.parameters + operation.query.map(\.name)).isEmpty)
        #expect(repeated(operation.refusals.map(\.rawValue)).isEmpty)
        #expect(Set(operation.refusals).isDisjoint(with: operation.generalRefusals), "general refusals go unsaid")
        for parameter in operation.query { #expect(isScalar(parameter.schema), "the query has no room for others") }
        if let body = operation.body { #expect(isObject(body)) }
    }

    private func isScalar(_ schema: Schema) -> Bool {
        switch schema {
        case .string, .choice, .integer, .boolean: true
        case .named(_, let schema): isScalar(schema)
        default: false
        }
    }

    private func isObject(_ schema: Schema) -> Bool {
        switch schema {
        case .object: true
        case .named(_, let schema): isObject(schema)
        default: false
        }
    }

    @Test("A name among the components means one schema")
    func components() {
        var known: [String: Schema] = [:]
        for (name, schema) in operations.flatMap(\.schemas).flatMap(\.components) {
            #expect(known[name] == nil || known[name] == schema, "\(name) has two schemas")
            known[name] = schema
        }
        #expect(!known.isEmpty)
    }

    @Test("Every refusal that there is belongs to an operation, to all of them, or to another door")
    func refusals() {
        let elsewhere: Set<RefusalCode> = [
            // Of no operation: there is none for the path or the method.
            .methodNotAllowed,
            // Of the live stream.
            .unknownOperation, .tooManySubscriptions,
            // Of the live stream, and of whoever asks after a room that has gone.
            .roomGone,
        ]
        let told = operations.flatMap { $0.refusals + $0.generalRefusals }
        #expect(Set(RefusalCode.allCases).subtracting(told).subtracting(elsewhere) == [])
    }

    // MARK: Finding them

    @Test("Every operation is found by its method and path", arguments: OperationTable.all)
    func found(operation: Operation) throws {
        let segments = operation.segments.enumerated().map { place, segment in
            if case .word(let word) = segment { word } else { "\(place + 7)" }
        }
        guard case .operation(let found, let values) = OperationTable.router.match(operation.method, segments) else {
            Issue.record("nothing was found")
            return
        }
        #expect(found.id == operation.id)
        #expect(values.count == operation.parameters.count)
    }

    @Test("A placeholder takes a positive integer in its one spelling, and a path all of its segments")
    func strictness() throws {
        let router = Router([
            Operation(open: "a.b", .get, "/v1/rooms/{room}/events", "Does.", answer: .empty()) { _ in },
            Operation(open: "a.c", .put, "/v1/rooms/{other}/events", "Does.", answer: .empty()) { _ in },
            Operation(open: "a.d", .get, "/v1/rooms/all/events", "Does.", answer: .empty()) { _ in },
        ])
        func found(_ method: HTTPMethod, _ path: String) -> String {
            switch router.match(method, path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)) {
            case .operation(let operation, let values): "\(operation.id)\(values)"
            case .otherMethods(let methods): methods.map(\.name).joined(separator: " ")
            case .nothing: "nothing"
            }
        }
        #expect(found(.get, "v1/rooms/7/events") == "a.b[7]")
        #expect(found(.head, "v1/rooms/7/events") == "a.b[7]")
        #expect(found(.put, "v1/rooms/9007199254740991/events") == "a.c[9007199254740991]")
        #expect(found(.get, "v1/rooms/all/events") == "a.d[]")
        #expect(found(.delete, "v1/rooms/7/events") == "GET PUT")
        #expect(found(.other("get"), "v1/rooms/7/events") == "GET PUT")
        for path in [
            "v1/rooms/0/events", "v1/rooms/-1/events", "v1/rooms/07/events", "v1/rooms/+7/events",
            "v1/rooms/99999999999999999999/events", "v1/rooms/9007199254740992/events", "v1/rooms/7",
            "v1/rooms/7/events/", "v1/rooms//events", "", "v1",
            "v1/rooms/{room}/events", "v1/rooms/7/events/8", "V1/rooms/7/events",
        ] {
            #expect(found(.get, path) == "nothing")
        }
    }
}
