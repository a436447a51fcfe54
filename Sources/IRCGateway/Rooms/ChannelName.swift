import ChatDomain

/// What a room is called on IRC.
enum ChannelName {
    /// Nil for a direct conversation, which goes by the other's nick.
    static func of(_ kind: RoomSettings.Kind, handle: String, id: RoomID) -> String? {
        switch kind {
        case .channel: "#\(handle)"
        // No handle has a colon in it: nobody can have made a room of this name.
        case .group: "#group:\(id.rawValue)"
        case .direct: nil
        }
    }

    /// The handle in the name of a channel; nil for a group's, and where it is no channel's name.
    static func handle(in name: String) -> String? {
        guard name.hasPrefix("#"), groupID(in: name) == nil else { return nil }
        return String(name.dropFirst())
    }

    static func groupID(in name: String) -> RoomID? {
        guard name.hasPrefix("#group:"), let number = Int64(name.dropFirst(7)), number > 0 else { return nil }
        return RoomID(rawValue: number)
    }
}
