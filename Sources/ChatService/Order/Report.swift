import ChatDomain
import ChatStore

/// What somebody told the moderators. Owner: 0; item: its number. The reported text is not in it: it is read where it
/// stands, so that erasing it erases it.
struct Report: RecordValue {
    static var collection: RecordCollection { .report }

    struct Resolution: Codable, Sendable {
        var action: ReportAction
        var by: Int64
        /// In milliseconds since 1970.
        var at: Int64
        /// What the one who reported is told besides.
        var note: String?
    }

    /// Who reported.
    var by: Int64
    /// In milliseconds since 1970.
    var at: Int64
    /// Who is reported: the author of the message, where it is about one.
    var person: Int64
    var room: Int64?
    var message: Int64?
    var reason: String
    /// Who has taken it up.
    var assignee: Int64?
    var resolution: Resolution?

    var state: ReportState { resolution != nil ? .resolved : assignee != nil ? .assigned : .open }
}

public enum ReportState: String, Sendable, Codable, CaseIterable {
    case open, assigned, resolved
}

/// What was done about a report.
public enum ReportAction: String, Sendable, Codable, CaseIterable {
    /// The message is deleted.
    case delete
    /// He is told that what he did is not wanted.
    case warn
    /// He may not post in the room until a time.
    case mute
    /// He is kept out of the room; where it is about no room, his account is deactivated.
    case ban
    case dismiss
}
