import ChatDomain
import ChatService
import ChatWire
import HTTPWire

/// Everybody, and what admins do with them.
enum PeopleRoutes {
    static func list(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.people(
                for: caller,
                answer: exchange.reply { exchange, people in
                    exchange.answer(JSONObject.make { $0.set("people", array: people.map(\.json)) })
                })
        }
    }

    static func add(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                let body = try exchange.body()
                let person = NewPerson(
                    mail: try body.required("mail"), username: body.string("username"), name: body.string("name"),
                    password: body.string("password"), role: try role(body.string("role") ?? "member"))
                exchange.gateway.service.addPerson(
                    person, by: caller,
                    answer: exchange.reply { exchange, added in
                        exchange.answer(
                            status: 201,
                            JSONObject.make { object in
                                object.set("account", json: added.account.json)
                                if let password = added.password { object.set("password", password) }
                            })
                    })
            } catch {
                exchange.refuse(error)
            }
        }
    }

    /// One change a request: the role, or whether the account is active.
    static func change(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                let body = try exchange.body()
                let service = exchange.gateway.service
                switch (body.string("role"), body.boolean("active")) {
                case (let name?, nil):
                    service.setRole(
                        try role(name), of: target(exchange), by: caller, answer: exchange.reply(account))
                case (nil, let isActive?):
                    service.setActive(isActive, target(exchange), by: caller, answer: exchange.reply(account))
                default:
                    throw Refusal(.badRequest, "The body needs either \"role\" or \"active\".")
                }
            } catch {
                exchange.refuse(error)
            }
        }
    }

    static func remove(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.remove(
                target(exchange), by: caller,
                answer: exchange.reply { exchange, _ in exchange.answer(HTTPResponse(status: 204)) })
        }
    }

    private static func target(_ exchange: Exchange) -> AccountID {
        AccountID(rawValue: exchange.parameters.first ?? 0)
    }

    private static func role(_ name: String) throws(Refusal) -> ServerRole {
        guard let role = ServerRole(name: name) else {
            throw Refusal(.badRequest, "A role is owner, admin, member or guest.")
        }
        return role
    }

    @Sendable private static func account(_ exchange: Exchange, _ view: AccountView) {
        exchange.answer(JSONObject.make { $0.set("account", json: view.json) })
    }
}
