import ChatDomain
import HTTPWire

/// Every operation of the HTTP interface (docs/protocol/http.md), in one table.
enum Routes {
    struct Route: Sendable {
        let method: HTTPMethod
        /// Words; `#` stands for a positive integer.
        let path: [String]
        let handler: @Sendable (Exchange) -> Void

        init(_ method: HTTPMethod, _ path: String, _ handler: @escaping @Sendable (Exchange) -> Void) {
            self.method = method
            self.path = path.split(separator: "/").map(String.init)
            self.handler = handler
        }

        /// The values of the placeholders, if the path is this route's.
        func match(_ segments: [String]) -> [Int64]? {
            guard segments.count == path.count else { return nil }
            var values: [Int64] = []
            for (word, segment) in zip(path, segments) {
                if word == "#" {
                    guard let value = Int64(segment), value > 0, String(value) == segment else { return nil }
                    values.append(value)
                } else if word != segment {
                    return nil
                }
            }
            return values
        }
    }

    static let table: [Route] = [
        Route(.get, "/healthz", ServerRoutes.health),
        Route(.get, "/v1/server", ServerRoutes.server),
        Route(.get, "/v1/live") { $0.gateway.live($0) },
        Route(.post, "/v1/accounts", AccountRoutes.register),
        Route(.post, "/v1/sessions", AccountRoutes.logIn),
        Route(.delete, "/v1/session", AccountRoutes.logOut),
        Route(.get, "/v1/me", AccountRoutes.me),
        Route(.put, "/v1/me/password", AccountRoutes.changePassword),
        Route(.get, "/v1/me/sessions", AccountRoutes.sessions),
        Route(.delete, "/v1/me/sessions", AccountRoutes.endOtherSessions),
        Route(.delete, "/v1/me/sessions/#", AccountRoutes.endSession),
        Route(.get, "/v1/people", PeopleRoutes.list),
        Route(.post, "/v1/people", PeopleRoutes.add),
        Route(.get, "/v1/people/hashes", PeopleRoutes.hashes),
        Route(.post, "/v1/people/#/tokens", PeopleRoutes.makeToken),
        Route(.patch, "/v1/people/#", PeopleRoutes.change),
        Route(.delete, "/v1/people/#", PeopleRoutes.remove),
        Route(.get, "/v1/rooms", RoomRoutes.list),
        Route(.post, "/v1/rooms", RoomRoutes.create),
        Route(.get, "/v1/rooms/#", RoomRoutes.show),
        Route(.put, "/v1/rooms/#/members/me", RoomRoutes.join),
        Route(.delete, "/v1/rooms/#/members/me", RoomRoutes.leave),
        Route(.get, "/v1/rooms/#/members", RoomRoutes.members),
        Route(.get, "/v1/rooms/#/events", RoomRoutes.events),
        Route(.post, "/v1/rooms/#/messages", RoomRoutes.post),
    ]

    static func serve(_ exchange: Exchange, _ segments: [String]) {
        let asked = exchange.request.method
        let method = asked == .head ? .get : asked
        var allowed: [String] = []
        for route in table {
            guard let values = route.match(segments) else { continue }
            guard route.method == method else {
                allowed.append(route.method.name)
                if route.method == .get { allowed.append("HEAD") }
                continue
            }
            exchange.parameters = values
            return route.handler(exchange)
        }
        guard !allowed.isEmpty else {
            return exchange.refuse(Refusal(.notFound, "There is nothing at this path. See docs/protocol/http.md."))
        }
        var response = Exchange.response(
            to: Refusal(.methodNotAllowed, "This path takes \(allowed.joined(separator: ", ")) only."))
        response.headers.set("Allow", allowed.joined(separator: ", "))
        exchange.answer(response)
    }
}
