import ChatClient
import ChatWire

/// Something to be shown, whatever the way of showing.
enum ConsoleItem: Equatable {
    /// Words for a person.
    case note(String)
    case problem(code: String, String)
    case loggedIn(AccountView)
    case loggedOut
    case rooms([RoomView])
    case opened(RoomSnapshot)
    case closed(room: RoomView, message: String)
    /// Events of the past, with the day of each.
    case history([EventView])
    case event(EventView)
    /// Messages that were asked for: `what` says which.
    case messages(what: String, [EventView])
    /// Any other answer.
    case listing(Listing)
    /// Something that concerns oneself; without a text where there is nothing for a person to do.
    case news(EventView, String?)
    /// A message that one wants to be told of.
    case notify(room: Int64, called: String, seq: Int64, by: AccountView, reason: String)
    case presence(room: Int64, AccountView, online: Bool)
    case people([AccountView])
    /// An account was made, with a password that is told nowhere else.
    case added(AccountView, password: String?)
    case sessions([SessionView])
    case members([AccountView], count: Int)
    case acknowledged(OutgoingMessage, seq: Int64, at: Int64, duplicate: Bool)
    case refused(OutgoingMessage, RefusalView)
    case delayed(OutgoingMessage, RefusalView, seconds: Double)
    case connected
    case connectionLost(String, seconds: Double?)
    case back(missed: Int)
}

/// An answer as rows for a person, and as what a script reads.
struct Listing: Equatable {
    /// A whole object, with its `type`.
    let json: [UInt8]
    /// Not yet made safe for a terminal.
    let rows: [String]

    init(_ type: String, rows: [String], empty: String = "", _ write: (inout JSONObject) -> Void) {
        self.rows = rows.isEmpty ? [empty] : rows
        json = JSONObject.make { object in
            object.set("type", type)
            write(&object)
        }
    }
}
