import ChatDomain
import ChatStore

/// Sessions of connections that a server left behind when it stopped: none of them outlives it.
enum LeftConnections {
    static func end(in directory: StoredDirectory, with writer: any StoreWriter) throws(StoreError) {
        var places: Set<Place> = []
        for record in directory.records where record.key.collection == .sessionDetail {
            guard SessionDetail(record)?.kind == .connection else { continue }
            places.insert(Place(account: record.key.owner, number: record.key.item))
        }
        var unit = CommitUnit()
        for session in directory.sessions {
            let (account, number) = (session.account.rawValue, session.number)
            guard places.contains(Place(account: account, number: number)) else { continue }
            unit.changes.append(.removeSession(digest: session.digest))
            unit.changes.append(.removeRecord(RecordKey(.sessionDetail, owner: account, item: number)))
        }
        if !unit.changes.isEmpty { _ = try writer.commit([unit]) }
    }

    private struct Place: Hashable {
        var account: Int64
        var number: Int64
    }
}
