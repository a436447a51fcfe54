import Testing

extension WholeServer {
    @Suite("Who is told (promise 5)")
    struct AudienceTests {
        @Test("Promise 5: who manages people no more hears nothing of the audit log from that event on")
        func audit() throws {
            try withServer { server in
                let (ada, ben, cid) = (try server.owner("ada"), try server.register("ben"), try server.register("cid"))
                try ada.ask("PATCH", "/v1/people/\(ben.id)", ["role": "admin"])
                let live = try ben.follow(0)
                try ada.ask("PATCH", "/v1/people/\(cid.id)", ["name": "Cid the First"])
                #expect(try live.skip(to: "event").found.kind == "audited")
                try ada.ask("PATCH", "/v1/people/\(ben.id)", ["role": "member"])
                try ada.ask("PATCH", "/v1/people/\(cid.id)", ["name": "Cid the Second"])
                let (ended, passed) = try live.skip(to: "ended")
                #expect(ended.room?.id == 0)
                #expect(passed.count { $0.op == "event" } <= 1, "only of his own role")
                try live.subscribe(0)
                let refused = try live.skip(to: "error")
                #expect(refused.found.code == "room_unknown")
                #expect(!refused.passed.contains { $0.op == "event" })
            }
        }

        @Test("Promise 5: who does not show how far he has read is not told it by others, on the live stream either")
        func receipts() throws {
            try withServer { server in
                let (ada, ben, cid) = (try server.owner("ada"), try server.register("ben"), try server.register("cid"))
                try cid.ask("PATCH", "/v1/me", ["sends_read_receipts": false])
                let (hers, his) = (try ada.follow(), try cid.follow())
                (hers.hearsAsides, his.hearsAsides) = (true, true)
                try ben.ask("PUT", "/v1/rooms/1/marker", ["seq": 2])
                #expect(try hers.skip(to: "receipt").found.seq == 2)
                // What comes later on the same way tells that nothing came before it.
                _ = try ben.post("later", to: 1)
                #expect(!(try his.skip(to: "event").passed.contains { $0.op == "receipt" }))
                // Nor do others hear of him.
                try cid.ask("PUT", "/v1/rooms/1/marker", ["seq": 3])
                _ = try ben.post("later still", to: 1)
                let heard = try hers.skip(to: "event").passed + [try hers.skip(to: "event").found]
                #expect(!heard.contains { $0.op == "receipt" && $0.account?.id == cid.id })
            }
        }

        @Test("Promise 5: who reported something in a room that he lost is not told what it is called now")
        func reports() throws {
            try withServer { server in
                let (ada, ben) = (try server.owner("ada"), try server.register("ben"))
                let room = try #require(
                    try ada.ask("POST", "/v1/rooms", ["handle": "vault", "listed": false, "entry": "invited"]).room?.id)
                try ada.ask("POST", "/v1/rooms/\(room)/invitations", ["person": ben.id])
                try ben.join(room)
                let message = try #require(try ada.post("hm", to: room).said.seq)
                _ = try ben.json("POST", "/v1/reports", ["room": room, "message": message, "reason": "rude"])
                func title() throws -> String? {
                    let reports = try ben.json("GET", "/v1/me/reports")["reports"] as? [[String: Any]]
                    return try #require(reports?.first)["room_title"] as? String
                }
                #expect(try title() == "vault")
                try ada.ask("DELETE", "/v1/rooms/\(room)/members/\(ben.id)")
                try ada.ask("PATCH", "/v1/rooms/\(room)", ["title": "Plans for next year"])
                #expect(try title() == nil)
            }
        }
    }
}
