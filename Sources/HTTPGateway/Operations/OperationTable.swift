import ChatDomain
import HTTPWire

/// Every operation of the HTTP interface, in one table.
enum OperationTable {
    /// Each file of routes brings its own.
    static let all: [Operation] = [
        ServerRoutes.operations,
        AccountRoutes.operations,
        ProfileRoutes.operations,
        TokenRoutes.operations,
        ExportRoutes.operations,
        PeopleRoutes.operations,
        EntryRoutes.operations,
        AddressBanRoutes.operations,
        IRCRoutes.operations,
        HealthRoutes.operations,
        RoomRoutes.operations,
        MemberRoutes.operations,
        RoomEntryRoutes.operations,
        MessageRoutes.operations,
        ReactionRoutes.operations,
        SavedRoutes.operations,
        DraftRoutes.operations,
        ScheduledRoutes.operations,
        ReadingRoutes.operations,
        SearchRoutes.operations,
        ImportRoutes.operations,
        OrderRoutes.operations,
    ].flatMap(\.self)

    static let router = Router(all)

    static func serve(_ exchange: Exchange, _ segments: [String]) {
        switch router.match(exchange.request.method, segments) {
        case .operation(let operation, let values):
            exchange.run(operation, values)
        case .nothing:
            exchange.refuse(Refusal(.notFound, "There is nothing at this path. See /v1/openapi.json."))
        case .otherMethods(let methods):
            exchange.gateway.figures.refused(.methodNotAllowed)
            let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.name] }.joined(separator: ", ")
            var response = Exchange.response(to: Refusal(.methodNotAllowed, "This path takes \(names) only."))
            response.headers.set("Allow", names)
            exchange.answer(response)
        }
    }
}
