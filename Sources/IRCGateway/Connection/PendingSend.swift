import ChatDomain
import ChatService

/// A message on its way to the disk.
struct PendingSend {
    let request: SendRequest
    /// What the client called the room.
    let target: String
    let label: String?
    let isNotice: Bool
    var tries = 0
    /// Loop time when it is sent again with the same key, after its outcome was unknown.
    var againAt: UInt64?
}
