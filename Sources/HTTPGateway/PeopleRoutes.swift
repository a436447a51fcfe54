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
                    mail: body.string("mail"), username: body.string("username"), name: body.string("name"),
                    secret: secret(body) ?? .madeUp, role: try role(body.string("role") ?? "member"))
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

    /// One change a request: the role, whether the account is active, the name, or the password.
    static func change(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            do throws(Refusal) {
                let body = try exchange.body()
                let (service, target) = (exchange.gateway.service, target(exchange))
                if let name = body.string("role") {
                    service.setRole(try role(name), of: target, by: caller, answer: exchange.reply(account))
                } else if let isActive = body.boolean("active") {
                    service.setActive(isActive, target, by: caller, answer: exchange.reply(account))
                } else if let name = body.string("name") {
                    service.setName(name, of: target, by: caller, answer: exchange.reply(account))
                } else if let secret = secret(body) {
                    service.setSecret(secret, of: target, by: caller, answer: exchange.reply(account))
                } else {
                    throw Refusal(
                        .badRequest,
                        "The body needs one of \"role\", \"active\", \"name\", \"password\" and \"password_hash\".")
                }
            } catch {
                exchange.refuse(error)
            }
        }
    }

    /// `"password"`, `"password_hash"`, or `"password":""` for none. Nil when the body says nothing of it.
    private static func secret(_ body: RequestBody) -> NewSecret? {
        if let hash = body.string("password_hash") { return .hash(hash) }
        guard let password = body.string("password") else { return nil }
        return password.isEmpty ? NewSecret.none : .password(password)
    }

    static func makeToken(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.makeToken(
                for: target(exchange), by: caller,
                answer: exchange.reply { exchange, token in
                    exchange.answer(status: 201, JSONObject.make { $0.set("token", token.text) })
                })
        }
    }

    static func hashes(_ exchange: Exchange) {
        exchange.withCaller { exchange, caller in
            exchange.gateway.service.hashes(
                for: caller,
                answer: exchange.reply { exchange, hashes in
                    let rows = hashes.sorted { $0.key < $1.key }.map { id, hash in
                        JSONObject.make { object in
                            object.set("id", id.rawValue)
                            object.set("password_hash", hash)
                        }
                    }
                    exchange.answer(JSONObject.make { $0.set("hashes", array: rows) })
                })
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
