extension Operation.Query {
    /// How many a page has at most.
    static let limit = Self(
        "limit", .integer(min: 1), "How many at most; 50 when absent. More than `history_page` is cut to it.")
}

extension Exchange {
    /// What `limit` asks for. Beyond the server's limit it is cut to it: a page may always be shorter.
    var pageSize: Int {
        let most = gateway.settings.limits.historyPage
        return Int(min(queryInteger("limit") ?? 50, Int64(most)))
    }
}
