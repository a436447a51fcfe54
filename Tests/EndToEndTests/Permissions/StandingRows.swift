import Foundation

/// What each may do in a channel that is open and listed, as docs/protocol/rooms.md has it.
enum StandingRows {
    static let all = reading + writing + messages + taking + moderating + entering + owning

    private static let reading = [
        StandingRow("rooms.show", everybody),
        StandingRow("rooms.list_members", members),
        StandingRow("rooms.list_events", members),
        StandingRow("messages.list", members),
        StandingRow("messages.show", on: .message, members),
        StandingRow("messages.list_versions", on: .message, members),
        StandingRow("messages.list_pins", members),
        StandingRow("reading.mark", form: ["seq": 1], members),
        StandingRow("reading.list_receipts", members),
        StandingRow("notifications.show_room", members),
        StandingRow("notifications.set_room", form: ["level": "none"], members),
        StandingRow("notifications.explain", on: .message, members),
        StandingRow("saved.add", on: .message, members),
        StandingRow("saved.remove", on: .message, everybody),
        StandingRow("drafts.set", form: ["text": "later"], members),
        StandingRow("drafts.remove", everybody),
    ]

    private static let writing = [
        StandingRow("messages.post", form: message, heard),
        StandingRow("messages.post", in: ["may_post": "speaker"], form: message, speakers),
        StandingRow("messages.post", in: ["may_post": "moderator"], form: message, moderators),
        StandingRow("messages.post", in: ["archived": true], form: message, archived),
        StandingRow("messages.edit", on: .ownMessage, form: ["text": "else"], heard),
        StandingRow("messages.edit", on: .message, form: ["text": "else"], nobody),
        StandingRow("messages.edit", on: .ownMessage, in: ["archived": true], form: ["text": "else"], archived),
    ]

    private static let messages = [
        StandingRow("messages.delete", on: .ownMessage, members),
        StandingRow("messages.delete", on: .message, moderators),
        StandingRow("messages.pin", on: .message, heard),
        StandingRow("messages.pin", on: .message, in: ["may_pin": "moderator"], moderators),
        StandingRow("messages.unpin", on: .message, heard),
        StandingRow("polls.close", on: .ownMessage, heard),
        StandingRow("polls.close", on: .message, moderators),
    ]

    private static let taking = [
        StandingRow("reactions.add", on: .message, form: ["emoji": "👍"], heard),
        StandingRow("reactions.add", on: .message, in: ["archived": true], form: ["emoji": "👍"], archived),
        StandingRow("reactions.remove", on: .message, query: "emoji=%F0%9F%91%8D", heard),
        StandingRow("polls.vote", on: .message, form: ["options": [1]], heard),
    ]

    private static let moderating = [
        StandingRow("rooms.set_member", on: .someone, form: mute, moderators),
        StandingRow("rooms.set_member", on: .someone, form: ["role": "speaker"], moderators),
        StandingRow("rooms.set_member", on: .someone, form: ["role": "moderator"], owners),
        StandingRow("rooms.remove_member", on: .someone, moderators),
        StandingRow("rooms.list_bans", moderators),
        StandingRow("rooms.ban", on: .someone, form: ["reason": "noise"], moderators),
        StandingRow("rooms.unban", on: .someone, moderators),
        StandingRow("rooms.change", form: ["topic": "beans"], moderators),
        StandingRow("rooms.change", form: ["guests": true], moderators),
    ]

    private static let entering = [
        StandingRow("rooms.invite", form: ["person": Person.first], heard),
        StandingRow("rooms.invite", in: ["may_invite": "moderator"], form: ["person": Person.first], moderators),
        StandingRow("rooms.list_invitations", members),
        StandingRow("rooms.decline", everybody),
        StandingRow("rooms.uninvite", on: .invited, moderators),
        StandingRow("rooms.create_link", form: [:], heard),
        StandingRow("rooms.list_links", members),
        StandingRow("rooms.revoke_link", on: .link, moderators),
        StandingRow("rooms.join", ["done", "done", "done", "done", "done", "banned", "done", "done"]),
        StandingRow(
            "rooms.join", in: ["entry": "invited"],
            ["done", "done", "done", "done", "done", "banned", "done", "not_allowed"]),
        StandingRow("rooms.leave", ["last_owner", "done", "done", "done", "done", "done", "done", "done"]),
    ]

    private static let owning = [
        StandingRow("rooms.change", form: ["retention_days": 30], owners),
        StandingRow("rooms.change", form: ["archived": true], owners),
        StandingRow("rooms.hand_over", on: .someone, form: ["person": "@someone"], owners),
        StandingRow("rooms.delete", owners),
        StandingRow(
            "rooms.restore", on: .deleted,
            ["done"] + [String](repeating: "room_gone", count: 4) + [String](repeating: "room_unknown", count: 3)),
        StandingRow("imports.add", form: ["after": 0, "mark": "", "events": [String]()], outside),
        StandingRow("imports.finish", form: ["open": false], outside),
    ]

    private static let message: [String: any Sendable] = ["key": "#", "text": "hello"]
    /// Far in the future.
    private static let mute: [String: any Sendable] = ["muted_until": 32_503_680_000_000]

    private static let gone = ["not_a_member", "not_a_member", "not_a_member"]
    private static let everybody = [String](repeating: "done", count: 8)
    private static let members = [String](repeating: "done", count: 5) + gone
    /// All members who are not muted.
    private static let heard = ["done", "done", "done", "done", "muted"] + gone
    private static let speakers = ["done", "done", "done", "not_allowed", "not_allowed"] + gone
    private static let moderators = ["done", "done", "not_allowed", "not_allowed", "not_allowed"] + gone
    private static let owners = ["done", "not_allowed", "not_allowed", "not_allowed", "not_allowed"] + gone
    private static let nobody = [String](repeating: "not_allowed", count: 5) + gone
    private static let archived = [String](repeating: "room_archived", count: 5) + gone
    /// Needs a role of the server.
    private static let outside = [String](repeating: "not_allowed", count: 8)
}
