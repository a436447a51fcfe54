public import ChatWire

/// What those do besides who look after a server: all reports, and what the server started with.
extension ServerAPI {
    /// A setting is again as the server was started: "name", "registration" or "guests".
    public func resetSetting(_ name: String) async throws(ClientError) -> EntryRulesView {
        try await call(
            .patch, "/v1/server/settings", body: JSONObject.make { $0.set(named: name, json: Array("null".utf8)) })
    }

    /// The server's limits by their names.
    public func limits() async throws(ClientError) -> [String: Int64] {
        struct Answer: Decodable { var limits: [String: Int64] }
        let answer: Answer = try await call(.get, "/v1/server")
        return answer.limits
    }

    // MARK: Addresses that are kept out

    /// The oldest first.
    public func addressBans() async throws(ClientError) -> [AddressBanView] {
        struct Answer: Decodable { var bans: [AddressBanView] }
        let answer: Answer = try await call(.get, "/v1/server/bans")
        return answer.bans
    }

    /// - Parameters:
    ///   - address: or a block of them, such as 192.0.2.0/24.
    ///   - until: in milliseconds since 1970; nil until it is removed.
    public func banAddress(
        _ address: String, until: Int64? = nil, reason: String = ""
    ) async throws(ClientError) -> AddressBanView {
        struct Answer: Decodable { var ban: AddressBanView }
        let answer: Answer = try await call(
            .post, "/v1/server/bans",
            body: JSONObject.make { object in
                object.set("address", address)
                if let until { object.set("until", until) }
                if !reason.isEmpty { object.set("reason", reason) }
            })
        return answer.ban
    }

    public func unbanAddress(_ id: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/server/bans/\(id)")
    }

    // MARK: Reports

    /// The reports that one may handle, oldest first, page by page.
    ///
    /// - Parameter state: "open", "assigned" or "resolved"; nil for all.
    public func reports(in state: String? = nil) async throws(ClientError) -> [ReportView] {
        var all: [ReportView] = []
        while true {
            let page = try await reports(state: state, after: all.last?.id ?? 0, limit: 200)
            all += page
            // A server may give less at a time than was asked for.
            if page.isEmpty { return all }
        }
    }
}
