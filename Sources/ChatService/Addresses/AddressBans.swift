public import ChatDomain
import ChatStore
import Synchronization

/// The addresses that are kept out of the server. Every door asks it of whoever comes, before anything else is done for
/// him. From any thread; a lock is all that it waits for.
public final class AddressBans: Sendable {
    private struct Entry {
        var range: AddressRange
        var ban: AddressBan
    }

    private let entries: Mutex<[Entry]>
    private let now: @Sendable () -> Timestamp

    /// - Parameter records: as the store has them; those of other collections are passed over.
    init(_ records: [Record], now: @escaping @Sendable () -> Timestamp) {
        var bans = RecordTable<AddressBan>()
        for record in records where record.key.collection == .addressBan { _ = bans.put(record) }
        entries = Mutex(Self.entries(of: bans))
        self.now = now
    }

    func replace(with bans: RecordTable<AddressBan>) {
        let all = Self.entries(of: bans)
        entries.withLock { $0 = all }
    }

    private static func entries(of bans: RecordTable<AddressBan>) -> [Entry] {
        bans.items(of: 0).sorted { $0.key < $1.key }.compactMap { _, ban in
            AddressRange(ban.range).map { Entry(range: $0, ban: ban) }
        }
    }

    /// What somebody at this address is told in place of an answer; nil where he may come in.
    public func refusal(for address: String) -> Refusal? {
        let found = entries.withLock { entries -> AddressBan? in
            guard !entries.isEmpty, let address = IPAddress(address) else { return nil }
            let now = now()
            return entries.first { $0.range.contains(address) && !$0.ban.isOver(at: now) }?.ban
        }
        return found.map { ban in
            let reason = ban.reason.isEmpty ? "" : " The reason: \(ban.reason)"
            return Refusal(
                .banned, "Your address is kept out of this server.\(reason)",
                retryAfter: ban.until.map { Int(clamping: max(1, ($0 - now().rawValue) / 1_000)) })
        }
    }
}
