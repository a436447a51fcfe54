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
