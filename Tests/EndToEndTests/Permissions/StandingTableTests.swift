import Foundation
import Testing

extension WholeServer {
    /// Who may do what in a room: each operation by owner, moderator, speaker, member, muted and banned member, invited and former one.
    @Suite("Who may do what in a room")
    struct StandingTableTests {
        @Test("Every operation on a room has a row, and every row such an operation")
        func complete() throws {
            try withServer { server in
                let operations = try PermissionTable.operations(server).filter { $0.value.path.contains("{room}") }
                let rows = Set(StandingRows.all.map(\.operation))
                #expect(Set(operations.keys).subtracting(rows).sorted() == [], "operations without a row")
                #expect(rows.subtracting(operations.keys).sorted() == [], "rows without an operation")
            }
        }

        @Test("Each operation is allowed and refused as the table says")
        func table() throws {
            try withServer("--rooms-per-account", "off", "--account-requests-per-second", "off") { server in
                let operations = try PermissionTable.operations(server)
                _ = try server.owner()
                var people: [RoomStanding: Person] = [:]
                for standing in RoomStanding.allCases { people[standing] = try server.register(standing.rawValue) }
                let (someone, guest) = (try server.register("someone"), try server.register("guest"))
                for (number, row) in StandingRows.all.enumerated() {
                    let (method, template) = try #require(operations[row.operation])
                    try #require(row.answers.count == RoomStanding.allCases.count)
                    for (standing, wanted) in zip(RoomStanding.allCases, row.answers) {
                        let room = try StandingRoom("r\(number)-\(standing)", people, someone: someone, guest: guest)
                        var path = template
                        for (name, value) in try room.settle(row, for: standing) {
                            path.replace("{\(name)}", with: "\(value)")
                        }
                        try #require(!path.contains("{"), "\(row.operation): nothing stands for a placeholder")
                        if !row.query.isEmpty { path += "?\(row.query)" }
                        let form = row.form?.mapValues { value -> Any in
                            switch value as? String {
                            case "#": Key.next()
                            case "@someone": someone.id
                            default: value
                            }
                        }
                        let answer = try #require(people[standing]).call(method, path, form)
                        let found = (100...299).contains(answer.status) ? "done" : answer.code ?? "\(answer.status)"
                        #expect(found == wanted, "\(row.operation) \(row.form ?? [:]) \(row.settings) by \(standing)")
                    }
                }
            }
        }
    }
}
