import ChatDomain
import ChatService
import HTTPWire
import Metrics

/// One operation of the HTTP interface, as data: what it takes, what it answers, and who does it. From these come the
/// routes, the checks of what is asked, and `/v1/openapi.json`.
///
/// A class, because each request refers to one, and a copy would count a dozen references.
final class Operation: Sendable {
    /// A subject and a verb, as `rooms.create`: unique, and never changed once it was released.
    let id: String
    let method: HTTPMethod
    /// As `/v1/rooms/{room}/messages`. Each placeholder stands for a positive integer.
    let path: String
    /// One sentence, in the third person.
    let summary: String
    let query: [Query]
    /// The JSON object that the request carries; nil if its body is not looked at.
    let body: Schema?
    /// The media types of a body that is no JSON, which the handler reads itself.
    let media: [String]
    let answer: Answer
    /// What it may answer besides, and is no refusal.
    let otherAnswers: [Answer]
    /// Beyond ``generalRefusals``.
    let refusals: [RefusalCode]
    let handler: Handler

    // What follows from it, and is asked for with each request.

    /// What it is called in the log when it holds a loop up.
    let activity: ActivityName
    /// The words of the path.
    let segments: [Segment]
    /// The names of the placeholders, in order.
    let parameters: [String]

    /// A parameter of the query; none of them is ever required.
    struct Query: Sendable {
        let name: String
        /// Of an integer, a string, a choice or a boolean.
        let schema: Schema
        let summary: String

        init(_ name: String, _ schema: Schema, _ summary: String) {
            self.name = name
            self.schema = schema
            self.summary = summary
        }
    }

    /// What comes back when all went well.
    enum Answer: Sendable {
        case json(Schema, status: Int = 200)
        case empty(status: Int = 204)
        case media(String, status: Int = 200)

        var status: Int {
            switch self {
            case .json(_, let status), .empty(let status), .media(_, let status): status
            }
        }
    }

    /// Called on the loop, when the query and the body have been checked. What it throws is answered.
    enum Handler: Sendable {
        case open(OpenHandler)
        case caller(CallerHandler)
    }

    /// Does what everybody may ask for.
    typealias OpenHandler = @Sendable (Exchange) throws(Refusal) -> Void
    /// Does what needs a log-in.
    typealias CallerHandler = @Sendable (Exchange, Caller) throws(Refusal) -> Void

    private init(
        _ id: String, _ method: HTTPMethod, _ path: String, _ summary: String, query: [Query], body: Schema?,
        media: [String], answer: Answer, otherAnswers: [Answer], refusals: [RefusalCode], handler: Handler
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.summary = summary
        self.query = query
        self.body = body
        self.media = media
        self.answer = answer
        self.otherAnswers = otherAnswers
        self.refusals = refusals
        self.handler = handler
        activity = ActivityName(kept: id)
        segments = path.split(separator: "/").map { Segment(String($0)) }
        parameters = segments.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
    }

    /// An operation for those who are logged in.
    convenience init(
        _ id: String, _ method: HTTPMethod, _ path: String, _ summary: String, query: [Query] = [],
        body: Schema? = nil, media: [String] = [], answer: Answer, otherAnswers: [Answer] = [],
        refusals: [RefusalCode] = [], _ handler: @escaping CallerHandler
    ) {
        self.init(
            id, method, path, summary, query: query, body: body, media: media, answer: answer,
            otherAnswers: otherAnswers,
            refusals: refusals, handler: .caller(handler))
    }

    /// An operation for everybody.
    convenience init(
        open id: String, _ method: HTTPMethod, _ path: String, _ summary: String, query: [Query] = [],
        body: Schema? = nil, answer: Answer, otherAnswers: [Answer] = [], refusals: [RefusalCode] = [],
        _ handler: @escaping OpenHandler
    ) {
        self.init(
            id, method, path, summary, query: query, body: body, media: [], answer: answer, otherAnswers: otherAnswers,
            refusals: refusals, handler: .open(handler))
    }

    // MARK: What follows from it

    var needsLogin: Bool {
        if case .caller = handler { true } else { false }
    }

    /// The subject: the id up to its first dot.
    var tag: String { String(id.prefix { $0 != "." }) }

    /// What a token must be good for, see docs/protocol/http.md: seeing, doing, or administering.
    var scope: TokenScopes {
        if Self.administers.contains(tag) && method != .get || Self.alsoAdministers.contains(id) { return .manage }
        return method == .get ? .read : .write
    }

    /// Subjects that only those change who administer something, be it their own account.
    private static let administers: Set = [
        "account", "audit", "imports", "invites", "people", "server", "sessions", "tokens",
    ]
    /// What is read, and opens or shows more than a reader of messages needs.
    private static let alsoAdministers: Set = [
        "account.export", "account.export_events", "invites.list", "people.list_hashes", "people.list_sessions",
        "server.list_bans", "server.show_health", "tokens.list",
    ]

    enum Segment: Equatable {
        case word(String)
        case placeholder(String)

        init(_ text: String) {
            let isPlaceholder = text.hasPrefix("{") && text.hasSuffix("}")
            self = isPlaceholder ? .placeholder(String(text.dropFirst().dropLast())) : .word(text)
        }
    }

    /// What any operation of this shape may be refused with.
    var generalRefusals: [RefusalCode] {
        var codes: [RefusalCode] = [.badRequest, .banned, .rateLimited, .overloaded, .shuttingDown, .internalFault]
        if needsLogin { codes += [.notLoggedIn, .scopeNeeded] }
        if !parameters.isEmpty { codes.append(.notFound) }
        if body != nil || !media.isEmpty { codes.append(.tooLarge) }
        if method != .get { codes += [.wrongOrigin, .outcomeUnknown] }
        return codes
    }
}
