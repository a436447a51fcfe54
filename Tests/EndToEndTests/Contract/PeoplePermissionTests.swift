import Testing

extension WholeServer {
    /// Who may do what with people: each operation by an owner, an admin, a member, a guest and a stranger.
    @Suite("Who may manage people")
    struct PeoplePermissionTests {
        private enum Target { case nobody, member, admin, owner }

        private struct Row {
            let method: String
            /// `#` stands for the target.
            let path: String
            var target = Target.nobody
            var form: [String: Any]?
            /// By owner, admin, member, guest and stranger: a status, or what it is refused with.
            let answers: [String]
        }

        private static let everybody = ["200", "200", "200", "200", "not_logged_in"]
        private static let insiders = ["200", "200", "200", "not_allowed", "not_logged_in"]
        private static let managers = ["200", "200", "not_allowed", "not_allowed", "not_logged_in"]
        private static let owners = ["200", "not_allowed", "not_allowed", "not_allowed", "not_logged_in"]

        private static func rows(hash: String) -> [Row] {
            let add = { (role: String) in ["mail": "#@example.org", "role": role] as [String: Any] }
            return [
                Row(method: "GET", path: "/v1/me", answers: everybody),
                Row(method: "GET", path: "/v1/me/sessions", answers: everybody),
                Row(method: "DELETE", path: "/v1/me/sessions", answers: everybody),
                Row(
                    method: "PUT", path: "/v1/me/password", form: ["old": Person.password, "new": Person.password],
                    answers: everybody),
                Row(method: "GET", path: "/v1/rooms", answers: everybody),
                Row(method: "POST", path: "/v1/rooms", form: ["handle": "#"], answers: insiders),
                Row(method: "GET", path: "/v1/people", answers: insiders),
                Row(method: "POST", path: "/v1/people", form: add("member"), answers: managers),
                Row(method: "POST", path: "/v1/people", form: add("guest"), answers: managers),
                Row(method: "POST", path: "/v1/people", form: add("admin"), answers: owners),
                Row(method: "POST", path: "/v1/people", form: add("owner"), answers: owners),
                Row(
                    method: "POST", path: "/v1/people", form: ["mail": "#@example.org", "password_hash": hash],
                    answers: owners),
                Row(method: "GET", path: "/v1/people/hashes", answers: owners),
                Row(method: "POST", path: "/v1/people/#/tokens", target: .member, answers: owners),
                Row(
                    method: "PATCH", path: "/v1/people/#", target: .member, form: ["password_hash": hash],
                    answers: owners),
                Row(method: "PATCH", path: "/v1/people/#", target: .member, form: ["role": "admin"], answers: owners),
                Row(method: "PATCH", path: "/v1/people/#", target: .member, form: ["role": "guest"], answers: managers),
                Row(method: "PATCH", path: "/v1/people/#", target: .member, form: ["active": false], answers: managers),
                Row(method: "PATCH", path: "/v1/people/#", target: .member, form: ["name": "X"], answers: managers),
                Row(
                    method: "PATCH", path: "/v1/people/#", target: .member, form: ["password": "another one"],
                    answers: managers),
                Row(method: "DELETE", path: "/v1/people/#", target: .member, answers: managers),
                Row(method: "PATCH", path: "/v1/people/#", target: .admin, form: ["role": "member"], answers: owners),
                Row(method: "PATCH", path: "/v1/people/#", target: .admin, form: ["active": false], answers: owners),
                Row(method: "PATCH", path: "/v1/people/#", target: .admin, form: ["name": "X"], answers: owners),
                Row(
                    method: "PATCH", path: "/v1/people/#", target: .admin, form: ["password": "another one"],
                    answers: owners),
                Row(method: "DELETE", path: "/v1/people/#", target: .admin, answers: owners),
                Row(method: "PATCH", path: "/v1/people/#", target: .owner, form: ["role": "admin"], answers: owners),
                Row(method: "DELETE", path: "/v1/people/#", target: .owner, answers: owners),
            ]
        }

        @Test("Each operation on people is allowed and refused as the table says")
        func table() throws {
            try withServer { server in
                let owner = try server.owner("ada")
                var number = 0
                func somebody(_ role: String) throws -> Person {
                    number += 1
                    let person = try server.register("person\(number)")
                    if role != "member" { try owner.ask("PATCH", "/v1/people/\(person.id)", ["role": role]) }
                    return person
                }
                let hashed = try server.http.call("GET", "/v1/people/hashes", token: owner.token)
                let text = String(decoding: hashed.body, as: UTF8.self)
                let hash = try #require(text.firstMatch(of: /\$argon2id\$[^"]+/)).0
                let callers =
                    [owner.token, try somebody("admin").token, try somebody("member").token] + [
                        try somebody("guest").token, nil,
                    ]
                for row in Self.rows(hash: String(hash)) {
                    for (token, wanted) in zip(callers, row.answers) {
                        number += 1
                        var path = row.path
                        switch row.target {
                        case .nobody: break
                        case .member: path.replace("#", with: "\(try somebody("member").id)")
                        case .admin: path.replace("#", with: "\(try somebody("admin").id)")
                        case .owner: path.replace("#", with: "\(try somebody("owner").id)")
                        }
                        let form = row.form?.mapValues { value -> Any in
                            (value as? String)?.replacing("#", with: "x\(number)") ?? value
                        }
                        let answer = try server.http.call(row.method, path, form, token: token)
                        let found = (200...299).contains(answer.status) ? "200" : answer.code ?? "\(answer.status)"
                        #expect(found == wanted, "\(row.method) \(row.path) \(row.form ?? [:]) on \(row.target)")
                    }
                }
            }
        }
    }
}
