public import ChatWire

/// Reports to the moderators, the audit log, and one's personal log.
extension ServerAPI {
    /// Reports a message to the moderators.
    /// - Returns: the report's number.
    @discardableResult
    public func report(message: Int64, in room: Int64, reason: String) async throws(ClientError) -> Int64 {
        try await report(
            JSONObject.make { object in
                object.set("room", room)
                object.set("message", message)
                object.set("reason", reason)
            })
    }

    @discardableResult
    public func report(person: Int64, reason: String) async throws(ClientError) -> Int64 {
        try await report(
            JSONObject.make { object in
                object.set("person", person)
                object.set("reason", reason)
            })
    }

    private func report(_ body: [UInt8]) async throws(ClientError) -> Int64 {
        struct Answer: Decodable { var id: Int64 }
        let answer: Answer = try await call(.post, "/v1/reports", body: body)
        return answer.id
    }

    /// Those that one may handle, the oldest first.
    /// - Parameter state: "open", "assigned" or "resolved"; nil for all.
    public func reports(
        state: String? = nil, after: Int64 = 0, limit: Int = 50
    ) async throws(ClientError) -> [ReportView] {
        var query = Query()
        if let state { query.set("state", state) }
        if after > 0 { query.set("after", after) }
        query.set("limit", limit)
        let answer: ReportList = try await call(.get, "/v1/reports" + query.text)
        return answer.reports
    }

    /// One's own and what became of them, the newest first.
    public func ownReports() async throws(ClientError) -> [ReportView] {
        let answer: ReportList = try await call(.get, "/v1/me/reports")
        return answer.reports
    }

    /// - Parameter person: who takes it up; nil lays it down.
    public func assign(report: Int64, to person: Int64?) async throws(ClientError) -> ReportView {
        let answer: OneReport = try await call(
            .put, "/v1/reports/\(report)/assignee",
            body: JSONObject.make { $0.set("person", json: Array((person.map { "\($0)" } ?? "null").utf8)) })
        return answer.report
    }

    /// Does something about it, closes it, and tells the one who made it.
    /// - Parameters:
    ///   - action: as docs/protocol/http.md names it.
    ///   - until: of muting and banning, in milliseconds since 1970.
    public func resolve(
        report: Int64, action: String, until: Int64? = nil, note: String? = nil
    ) async throws(ClientError) -> ReportView {
        let answer: OneReport = try await call(
            .post, "/v1/reports/\(report)/resolution",
            body: JSONObject.make { object in
                object.set("action", action)
                if let until { object.set("until", until) }
                if let note { object.set("note", note) }
            })
        return answer.report
    }

    // MARK: Logs

    /// Who did what, on whom, when and from where. For those who manage people.
    public func audit(_ place: HistoryPlace = .latest, limit: Int = 50) async throws(ClientError) -> EventsPage {
        try await call(.get, "/v1/audit" + place.query(limit).text)
    }

    /// What concerns oneself alone.
    public func personalEvents(
        _ place: HistoryPlace = .latest, limit: Int = 50
    ) async throws(ClientError) -> EventsPage {
        try await call(.get, "/v1/me/events" + place.query(limit).text)
    }
}

private struct ReportList: Decodable { var reports: [ReportView] }
private struct OneReport: Decodable { var report: ReportView }

extension HistoryPlace {
    fileprivate func query(_ limit: Int) -> Query {
        var query = query
        query.set("limit", limit)
        return query
    }
}
