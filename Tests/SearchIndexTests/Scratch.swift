import ChatDomain
import Foundation
import SearchIndex

/// A folder of one test, removed with the value.
final class Scratch {
    let folder: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "roost-search-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/search.db" }

    func open(_ limits: SearchIndex.Limits = .init(), startingAfresh: Bool = false) throws -> SearchIndex {
        try SearchIndex(path: path, epoch: epoch, limits: limits, startingAfresh: startingAfresh)
    }

    /// Whether any file of the folder has these bytes anywhere.
    func holds(_ bytes: some Sequence<UInt8>) throws -> Bool {
        let sought = Data(bytes)
        return try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
            try Data(contentsOf: URL(filePath: folder + "/" + name)).firstRange(of: sought) != nil
        }
    }

    func size(_ name: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return attributes?[.size] as? Int ?? 0
    }
}

let epoch = Epoch(high: 1, low: 2)

/// Segments so small that a few messages make many.
var tiny: SearchIndex.Limits {
    var limits = SearchIndex.Limits()
    limits.tail = 3
    limits.segment = 16
    return limits
}

func room(_ number: Int64) -> RoomID { RoomID(rawValue: number) }
func person(_ number: Int64) -> AccountID { AccountID(rawValue: number) }

func said(
    _ text: String, _ arrival: Int64, in room: Int64 = 1, by author: Int64 = 1, at: Int64? = nil,
    traits: MessageTraits = [], mentions: [Int64] = [], mentionsAll: Bool = false
) -> IndexChange {
    .put(
        IndexedMessage(
            arrival: arrival, room: RoomID(rawValue: room), sequence: SequenceNumber(arrival),
            at: Timestamp(milliseconds: at ?? arrival), author: AccountID(rawValue: author),
            content: IndexedContent(
                text: text, traits: traits, mentions: mentions.map(AccountID.init(rawValue:)),
                mentionsAll: mentionsAll)))
}

func words(_ texts: String...) -> SearchQuery {
    var query = SearchQuery()
    query.texts = texts
    return query
}

func everywhere(_ rooms: Int64...) -> SearchScope {
    SearchScope(rooms: Dictionary(uniqueKeysWithValues: rooms.map { (RoomID(rawValue: $0), SequenceNumber.zero) }))
}

extension IndexReader {
    /// The arrivals of all hits, page after page.
    func arrivals(_ query: SearchQuery, _ scope: SearchScope = everywhere(1), page: Int = 3) throws -> [Int64] {
        var arrivals: [Int64] = []
        var cursor: SearchCursor?
        repeat {
            let found = try search(query, in: scope, after: cursor, limit: page)
            arrivals += found.hits.map(\.arrival)
            cursor = found.next
        } while cursor != nil
        return arrivals
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
