import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Registering, logging in and out, and oneself.
enum AccountRoutes {
    static func register(_ exchange: Exchange) {
        do throws(Refusal) {
            let body = try exchange.body()
            var registration = Registration(
                mail: try body.required("mail"), username: try body.required("username"), name: body.string("name"),
                password: try body.required("password"), ownerCode: body.string("code"))
            registration.client = client(exchange)
            exchange.gateway.service.register(
                registration, address: exchange.address, answer: exchange.reply(welcome(asCookie: body.flag("cookie"))))
        } catch {
            exchange.refuse(error)
        }
    }

    static func logIn(_ exchange: Exchange) {
        do throws(Refusal) {
            let body = try exchange.body()
            exchange.gateway.service.logIn(
                try body.required("login"), password: try body.required("password"), client: client(exchange),
                address: exchange.address,
                answer: exchange.reply(welcome(asCookie: body.flag("cookie"))))
        } catch {
            exchange.refuse(error)
        }
    }

    private static func welcome(asCookie: Bool) -> @Sendable (Exchange, LoggedIn) -> Void {
        { exchange, session in
            let json = JSONObject.make { object in
                object.set("account", json: session.account.json)
                if !asCookie { object.set("token", session.token.text) }
            }
            var response = Exchange.response(status: 201, json)
            if asCookie {
                guard let cookie = cookie(session.token.text, on: exchange) else {
                    return exchange.refuse(Refusal(.internalFault, "The cookie could not be written."))
                }
                response.headers.set("Set-Cookie", cookie)
            }
            exchange.answer(response)
        }
    }

    /// Sessions last until they are ended; browsers forget cookies after 400 days.
    private static let cookieSeconds = 34_560_000

    private static func cookie(_ value: String, on exchange: Exchange, maxAge: Int = cookieSeconds) -> String? {
        var cookie = SetCookie(Exchange.cookieName, value, maxAge: maxAge)
        cookie.isSecure = exchange.gateway.settings.isSecure
        return try? cookie.headerValue()
    }

    static func logOut(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.logOut(
                caller,
                answer: exchange.reply { exchange, _ in
                    var response = HTTPResponse(status: 204)
                    if let cookie = cookie("", on: exchange, maxAge: 0) { response.headers.set("Set-Cookie", cookie) }
                    exchange.answer(response)
                })
        }
    }

    static func me(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.rooms(
                for: caller,
                answer: exchange.reply { exchange, rooms in
                    exchange.answer(
                        JSONObject.make { object in
                            object.set("account", json: caller.view.json)
                            object.set("rooms", array: rooms.filter { $0.joined == true }.map(\.json))
                        })
                })
        }
    }

    // MARK: One's sessions and password

    /// What the client calls itself (RFC 9110, section 10.1.5).
    private static func client(_ exchange: Exchange) -> String {
        exchange.request.headers["user-agent"] ?? ""
    }

    static func sessions(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.sessions(
                of: caller,
                answer: exchange.reply { exchange, sessions in
                    exchange.answer(JSONObject.make { $0.set("sessions", array: sessions.map(\.json)) })
                })
        }
    }

    static func endSession(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.endSession(
                exchange.parameters.first ?? 0, of: caller, answer: exchange.reply(nothing))
        }
    }

    static func endOtherSessions(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.endSession(nil, of: caller, answer: exchange.reply(nothing))
        }
    }

    static func changePassword(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                let body = try exchange.body()
                exchange.gateway.service.changePassword(
                    of: caller, from: try body.required("old"), to: try body.required("new"),
                    answer: exchange.reply(nothing))
            } catch {
                exchange.refuse(error)
            }
        }
    }

    @Sendable private static func nothing(_ exchange: Exchange, _: Void) {
        exchange.answer(HTTPResponse(status: 204))
    }
}
