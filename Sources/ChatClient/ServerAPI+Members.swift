public import ChatWire

/// Who is in a room, who is asked into it, and who is kept out.
extension ServerAPI {
    /// Joins, following an invitation if there is one; again is no error.
    public func join(room: Int64) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(.put, "/v1/rooms/\(room)/members/me")
        return answer.room
    }

    /// Gives up membership; again is no error.
    public func leave(room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)/members/me")
    }

    /// - Parameter after: the `next` of the page before; nil for the first page.
    public func members(of room: Int64, after: Int64? = nil, limit: Int = 200) async throws(ClientError) -> MembersPage
    {
        var query = Query()
        query.set("limit", limit)
        if let after { query.set("after", after) }
        return try await call(.get, "/v1/rooms/\(room)/members" + query.text)
    }

    /// Puts somebody in who is no member.
    public func put(_ person: Int64, into room: Int64) async throws(ClientError) -> AccountView {
        let answer: OneMember = try await call(.put, "/v1/rooms/\(room)/members/\(person)")
        return answer.member
    }

    /// - Parameter role: "owner", "moderator", "speaker" or "member".
    public func setRole(_ role: String, of person: Int64, in room: Int64) async throws(ClientError) -> AccountView {
        let answer: OneMember = try await call(
            .put, "/v1/rooms/\(room)/members/\(person)", body: JSONObject.make { $0.set("role", role) })
        return answer.member
    }

    /// - Parameter until: in milliseconds since 1970; 0 lets him speak again.
    public func mute(_ person: Int64, until: Int64, in room: Int64) async throws(ClientError) -> AccountView {
        let answer: OneMember = try await call(
            .put, "/v1/rooms/\(room)/members/\(person)", body: JSONObject.make { $0.set("muted_until", until) })
        return answer.member
    }

    /// Puts a member out.
    public func remove(_ person: Int64, from room: Int64, reason: String? = nil) async throws(ClientError) {
        try await exchange(
            .delete, "/v1/rooms/\(room)/members/\(person)",
            body: reason.map { reason in JSONObject.make { $0.set("reason", reason) } } ?? [])
    }

    /// Makes another the owner in one's own place.
    public func handOver(room: Int64, to person: Int64) async throws(ClientError) {
        try await exchange(.put, "/v1/rooms/\(room)/owner", body: JSONObject.make { $0.set("person", person) })
    }

    // MARK: Bans

    /// Page by page.
    public func bans(of room: Int64) async throws(ClientError) -> [BanView] {
        var bans: [BanView] = []
        var next: Int64?
        repeat {
            var query = Query()
            if let next { query.set("after", next) }
            let page: BanList = try await call(.get, "/v1/rooms/\(room)/bans" + query.text)
            bans += page.bans
            next = page.next
        } while next != nil
        return bans
    }

    /// - Parameter until: in milliseconds since 1970; nil for good.
    public func ban(
        _ person: Int64, from room: Int64, until: Int64? = nil, reason: String? = nil
    ) async throws(ClientError) {
        try await exchange(
            .put, "/v1/rooms/\(room)/bans/\(person)",
            body: JSONObject.make { object in
                if let until { object.set("until", until) }
                if let reason { object.set("reason", reason) }
            })
    }

    public func unban(_ person: Int64, from room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)/bans/\(person)")
    }

    // MARK: Invitations

    public func invite(_ person: Int64, to room: Int64) async throws(ClientError) {
        try await exchange(
            .post, "/v1/rooms/\(room)/invitations", body: JSONObject.make { $0.set("person", person) })
    }

    public func uninvite(_ person: Int64, from room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)/invitations/\(person)")
    }

    /// Who is invited to a room.
    public func invitations(to room: Int64) async throws(ClientError) -> [InvitationView] {
        let answer: InvitationList = try await call(.get, "/v1/rooms/\(room)/invitations")
        return answer.invitations
    }

    /// The rooms that one is invited to.
    public func invitations() async throws(ClientError) -> [InvitationView] {
        let answer: InvitationList = try await call(.get, "/v1/me/invitations")
        return answer.invitations
    }

    public func decline(room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)/invitations/me")
    }

    // MARK: Links

    /// The links that are good: for moderators all, for others their own.
    public func links(of room: Int64) async throws(ClientError) -> [RoomLinkView] {
        let answer: LinkList = try await call(.get, "/v1/rooms/\(room)/links")
        return answer.links
    }

    /// - Parameters:
    ///   - seconds: for how long; nil for a week, 0 for as long as it is not revoked.
    ///   - uses: for how many; nil for any number.
    public func makeLink(
        to room: Int64, seconds: Int64? = nil, uses: Int? = nil
    ) async throws(ClientError) -> MadeRoomLink {
        try await call(
            .post, "/v1/rooms/\(room)/links",
            body: JSONObject.make { object in
                if let seconds { object.set("expires_in", seconds) }
                if let uses { object.set("uses", uses) }
            })
    }

    public func revokeLink(_ link: Int64, of room: Int64) async throws(ClientError) {
        try await exchange(.delete, "/v1/rooms/\(room)/links/\(link)")
    }

    /// Joins the room that a link leads to.
    public func join(link token: String) async throws(ClientError) -> RoomView {
        let answer: OneRoom = try await call(
            .post, "/v1/links/join", body: JSONObject.make { $0.set("token", token) })
        return answer.room
    }
}

/// A new link into a room, with the token that is told nowhere else.
public struct MadeRoomLink: Sendable, Equatable, Decodable {
    public var link: RoomLinkView
    public var token: String
}

private struct OneMember: Decodable { var member: AccountView }
private struct InvitationList: Decodable { var invitations: [InvitationView] }
private struct LinkList: Decodable { var links: [RoomLinkView] }
private struct BanList: Decodable {
    var bans: [BanView]
    var next: Int64?
}
