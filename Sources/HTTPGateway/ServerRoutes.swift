import ChatDomain
import ChatWire
import HTTPWire

/// What one may know of the server without an account, and the way to the live stream.
enum ServerRoutes {
    static let operations: [Operation] = [
        Operation(
            open: "server.health", .get, "/healthz", "Tells whether the server takes requests.",
            answer: .json(status), otherAnswers: [.json(status, status: 503)], health),
        Operation(
            open: "server.show", .get, "/v1/server", "Tells what one may know before one has an account.",
            answer: .json(
                .object([
                    .required("name", .string()),
                    .required("version", .string()),
                    .required("registration", .registration),
                    .optional("mail_domains", .array(of: .string()), "Mail addresses of these alone may register."),
                    .required("guests", .boolean, "Whether anyone may come in by IRC under a free name."),
                    .required("owner_needed", .boolean, "Whether the first account is still to be made."),
                    .required("limits", .map(of: .integer())),
                ])), server),
        Operation(
            open: "server.openapi", .get, "/v1/openapi.json", "Gives this document.", answer: .json(.object([])),
            otherAnswers: [.empty(status: 304)], openAPI),
        Operation(
            "live.open", .get, "/v1/live", "Opens the live stream, a WebSocket (docs/protocol/live.md).",
            answer: .empty(status: 101), otherAnswers: [.json(.refusal, status: 426)]
        ) { (exchange, caller) throws(Refusal) in try exchange.gateway.live(exchange, caller) },
    ]

    private static let status = Schema.object([.required("status", .choice(["ok", "stopping"]))])

    static func health(_ exchange: Exchange) {
        let isUp = !exchange.gateway.isStopping
        exchange.answer(
            status: isUp ? 200 : 503, JSONObject.make { $0.set("status", isUp ? "ok" : "stopping") })
    }

    static func openAPI(_ exchange: Exchange) {
        exchange.answer(OpenAPIDocument.current.answer(exchange.request))
    }

    static func server(_ exchange: Exchange) {
        let (settings, service) = (exchange.gateway.settings, exchange.gateway.service)
        exchange.answer(
            JSONObject.make { object in
                object.set("name", service.entry.name)
                object.set("version", settings.version)
                object.set("registration", service.entry.registration.rawValue)
                let domains = service.entry.mailDomains
                if !domains.isEmpty { object.set("mail_domains", strings: domains) }
                object.set("guests", service.entry.guests)
                object.set("owner_needed", service.needsOwner)
                object.set(
                    "limits",
                    json: JSONObject.make { limits in
                        limits.set("message_bytes", settings.limits.messageBytes)
                        limits.set("history_page", settings.limits.historyPage)
                        limits.set("display_name_length", settings.limits.displayNameLength)
                        limits.set("room_title_length", settings.limits.roomTitleLength)
                        limits.set("password_minimum_length", settings.limits.passwordMinimumLength)
                        limits.set("about_length", settings.limits.aboutLength)
                        limits.set("pronouns_length", settings.limits.pronounsLength)
                        limits.set("status_length", settings.limits.statusLength)
                        limits.set("picture_bytes", settings.limits.pictureBytes)
                    })
            })
    }
}
