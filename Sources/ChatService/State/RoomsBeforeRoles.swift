import ChatDomain
import ChatStore

/// Rooms that were made before there were roles and settings, whose records they therefore lack.
///
/// Who made one owns it, as he would today, if he is still in it; where he is not, it is run by the server's owners. Once
/// a room has its records it is left alone, whatever becomes of its owner.
enum RoomsBeforeRoles {
    static func settle(in directory: StoredDirectory, with writer: any StoreWriter) throws(StoreError) {
        let settled = Set(directory.records.lazy.filter { $0.key.collection == .roomSettings }.map(\.key.owner))
        let members = Set(directory.members.lazy.map { Place(room: $0.room, account: $0.account) })
        var unit = CommitUnit()
        for room in directory.rooms where !room.joinedByAll && !settled.contains(room.id.rawValue) {
            unit.changes.append(RoomSettings().put(owner: room.id.rawValue))
            guard members.contains(Place(room: room.id, account: room.createdBy)) else { continue }
            unit.changes.append(
                MemberDetail(role: .owner).put(owner: room.id.rawValue, item: room.createdBy.rawValue))
        }
        if !unit.changes.isEmpty { _ = try writer.commit([unit]) }
    }

    private struct Place: Hashable {
        var room: RoomID
        var account: AccountID
    }
}
