import ChatWire

/// What one may know of the server without an account.
enum ServerRoutes {
    static func health(_ exchange: Exchange) {
        let isUp = !exchange.gateway.isStopping
        exchange.answer(
            status: isUp ? 200 : 503, JSONObject.make { $0.set("status", isUp ? "ok" : "stopping") })
    }

    static func server(_ exchange: Exchange) {
        let (settings, service) = (exchange.gateway.settings, exchange.gateway.service)
        exchange.answer(
            JSONObject.make { object in
                object.set("name", settings.serverName)
                object.set("version", settings.version)
                object.set("registration", service.settings.registration.rawValue)
                object.set("owner_needed", service.needsOwner)
                object.set(
                    "limits",
                    json: JSONObject.make { limits in
                        limits.set("message_bytes", settings.limits.messageBytes)
                        limits.set("history_page", settings.limits.historyPage)
                        limits.set("display_name_length", settings.limits.displayNameLength)
                        limits.set("room_title_length", settings.limits.roomTitleLength)
                        limits.set("password_minimum_length", settings.limits.passwordMinimumLength)
                    })
            })
    }
}
