import Foundation
import Testing

extension WholeServer {
    /// Who may do what: each operation by an owner, an admin, a member, a guest and a stranger.
    @Suite("Who may do what")
    struct PermissionTableTests {
        /// One file for each tag of the interface.
        private static let rows: [PermissionRow] = [
            ServerPermissions.rows,
            AccountPermissions.rows,
            PeoplePermissions.rows,
            RoomPermissions.rows,
            MemberPermissions.rows,
            EntryPermissions.rows,
            MessagePermissions.rows,
            ImportPermissions.rows,
            ReadingPermissions.rows,
            OrderPermissions.rows,
        ].flatMap(\.self)

        @Test("Every operation of the server has a row, and every row an operation")
        func complete() throws {
            try withServer { server in
                let operations = Set(try PermissionTable.operations(server).keys)
                let rows = Set(Self.rows.map(\.operation))
                #expect(operations.subtracting(rows).sorted() == [], "operations without a row")
                #expect(rows.subtracting(operations).sorted() == [], "rows without an operation")
            }
        }

        @Test("Each operation is allowed and refused as the table says")
        func table() throws {
            try withServer("--rooms-per-account", "off", "--account-requests-per-second", "off") { server in
                let operations = try PermissionTable.operations(server)
                let world = try PermissionWorld(server)
                for row in Self.rows {
                    let (method, path) = try #require(operations[row.operation])
                    try #require(row.answers.count == 5)
                    for (role, wanted) in zip(["owner", "admin", "member", "guest", nil], row.answers) {
                        let caller = try role.map(world.somebody)
                        var path = path
                        for (name, value) in try row.target.make(world, caller) {
                            path.replace("{\(name)}", with: "\(value)")
                        }
                        try #require(!path.contains("{"), "\(row.operation): nothing stands for a placeholder")
                        if !row.query.isEmpty { path += "?\(row.query)" }
                        let word = world.word()
                        let form = row.form?.mapValues { ($0 as? String)?.replacing("#", with: word) ?? $0 as Any }
                        let answer = try server.http.call(method, path, form, token: caller?.token, fields: row.fields)
                        let found = (100...299).contains(answer.status) ? "done" : answer.code ?? "\(answer.status)"
                        #expect(found == wanted, "\(row.operation) \(row.form ?? [:]) by \(role ?? "a stranger")")
                    }
                }
            }
        }
    }
}

enum PermissionTable {
    /// Method and path of every operation, as the server tells them.
    static func operations(_ server: ServerProcess) throws -> [String: (method: String, path: String)] {
        let answer = try server.http.call("GET", "/v1/openapi.json")
        let document = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: [String: Any]]])
        var operations: [String: (String, String)] = [:]
        for (path, item) in paths {
            for (method, operation) in item {
                operations[try #require(operation["operationId"] as? String)] = (method.uppercased(), path)
            }
        }
        return operations
    }
}
