import Testing

extension WholeServer {
    @Suite("What operations are asked")
    struct OperationDoorTests {
        private func message(_ answer: Answer) -> String? { try? answer.said.error?.message }

        @Test("Who is not logged in is told so before anything is said of the request")
        func callerFirst() throws {
            try withServer { server in
                let answers = [
                    try server.http.call("POST", "/v1/rooms", [:]),
                    try server.http.call("POST", "/v1/rooms", ["handle": 5]),
                    try server.http.call("GET", "/v1/rooms/1/events?limit=x"),
                    try server.http.call("GET", "/v1/live"),
                ]
                #expect(answers.map(\.code) == Array(repeating: "not_logged_in", count: answers.count))
            }
        }

        @Test("A body or a query of another shape is refused with a sentence that names what is wrong")
        func shapes() throws {
            try withServer { server in
                let ada = try server.owner("ada")
                let missing = try ada.call("POST", "/v1/rooms", [:])
                #expect(missing.code == "bad_request")
                #expect(message(missing) == "The body needs the string \"handle\".")
                let wrong = try ada.call("POST", "/v1/rooms", ["handle": "x", "title": ["a"]])
                #expect(wrong.code == "bad_request")
                #expect(message(wrong) == "\"title\" must be a string.")
                let query = try ada.call("GET", "/v1/rooms/1/events?limit=0")
                #expect(query.code == "bad_request")
                #expect(message(query)?.hasPrefix("\"limit\" must be an integer from 1") == true)
                // Nothing was made, and what nobody knows is no hindrance.
                #expect(try ada.call("POST", "/v1/rooms?x=1", ["handle": "x", "colour": ["a": 0.5]]).status == 201)
            }
        }

        @Test("The interface describes itself to everybody, once")
        func document() throws {
            try withServer { server in
                let first = try server.http.call("GET", "/v1/openapi.json")
                #expect(first.status == 200)
                #expect(first.headers["content-type"] == "application/json; charset=utf-8")
                let tag = try #require(first.headers["etag"])
                let again = try server.http.call("GET", "/v1/openapi.json", fields: [("If-None-Match", tag)])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                let posted = try server.http.call("POST", "/v1/openapi.json")
                #expect(posted.headers["allow"] == "GET, HEAD")
            }
        }
    }
}
