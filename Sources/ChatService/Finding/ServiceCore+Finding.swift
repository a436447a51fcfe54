public import ChatDomain
import ChatStore
import ChatWire
public import SearchIndex
import UnicodeText

/// What somebody looks for.
public struct FindRequest: Sendable {
    /// As he typed it.
    public var text: String
    public var order: SearchOrder
    public var cursor: SearchCursor?
    public var limit: Int
    /// The name of his time zone, for dates; nil for UTC.
    public var zone: String?
    /// One room alone.
    public var room: RoomID?

    public init(
        text: String, order: SearchOrder, cursor: SearchCursor?, limit: Int, zone: String?, room: RoomID?
    ) {
        (self.text, self.order, self.cursor, self.limit) = (text, order, cursor, limit)
        (self.zone, self.room) = (zone, room)
    }
}

/// Messages that were found, with the names that go with them.
public struct Found: Sendable {
    public struct Hit: Sendable {
        public var hit: SearchHit
        public var author: String
        public var roomTitle: String
    }

    public var hits: [Hit]
    public var next: SearchCursor?
}

extension ServiceCore {
    /// Full-text search in what the caller may read, and in nothing else.
    func find(_ caller: Caller, _ request: FindRequest, answer: @escaping Answer<Found>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let query: SearchQuery
            do throws(SearchQueryError) {
                query = try parse(request)
            } catch {
                throw Refusal(.searchInvalid, error.description)
            }
            let scope = try scope(of: query, caller, request)
            let titles = Dictionary(
                uniqueKeysWithValues: scope.rooms.keys.map { ($0, directory.rooms[$0]?.room.title ?? "") })
            let (names, log, service) = (names, log, ports.service)
            let accepted = ports.find { reader in
                guard let reader else { return answer(.failure(.searchNotReady)) }
                do throws(SearchIndexError) {
                    let page = try reader.search(query, in: scope, after: request.cursor, limit: request.limit)
                    let authors = names.names(of: page.hits.map(\.author))
                    let hits = zip(page.hits, authors).map { hit, author in
                        Found.Hit(hit: hit, author: author.displayName, roomTitle: titles[hit.room] ?? "")
                    }
                    let found = Found(hits: hits, next: page.next)
                    service(.run { $0.leaveOutErased(found, answer: answer) })
                } catch {
                    log.error("search failed", ["reason": "\(error)"])
                    answer(.failure(.searchNotReady))
                }
            }
            if !accepted { throw Refusal(.overloaded, "Too many searches at this moment. Try again.", retryAfter: 1) }
        } catch {
            answer(.failure(error))
        }
    }

    /// The index follows the log a moment behind: what was deleted since is left out here.
    private func leaveOutErased(_ found: Found, answer: @escaping Answer<Found>) {
        guard !found.hits.isEmpty else { return answer(.success(found)) }
        do throws(Refusal) {
            try onReader { (reader) throws(StoreError) in
                var found = found
                var kept: [Found.Hit] = []
                for hit in found.hits {
                    let event = try reader.event(in: hit.hit.room.log, at: hit.hit.sequence)
                    if event?.body.isEmpty == false { kept.append(hit) }
                }
                found.hits = kept
                return found
            } then: {
                answer($0)
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func parse(_ request: FindRequest) throws(SearchQueryError) -> SearchQuery {
        let now = ports.now()
        let offset = request.zone.flatMap { TimeZones.offset(of: $0, atMilliseconds: now.rawValue) } ?? 0
        return try SearchQuery.parse(request.text, now: now, secondsFromUTC: offset)
    }

    /// Names become accounts and rooms. A name that stands for nothing he may know finds nothing.
    private func scope(
        of query: SearchQuery, _ caller: Caller, _ request: FindRequest
    ) throws(Refusal) -> SearchScope {
        var rooms: [RoomID: SequenceNumber] = [:]
        for room in directory.roomsOf[caller.account, default: []] {
            guard let access = try? directory.access(caller.account, to: room) else { continue }
            rooms[room] = access.floor
        }
        if let room = request.room {
            rooms = [room: try directory.access(caller.account, to: room).floor]
        }
        if !query.rooms.isEmpty {
            let named = Set(query.rooms.compactMap { room(named: $0) })
            rooms = rooms.filter { named.contains($0.key) }
        }
        var scope = SearchScope(rooms: rooms, order: request.order)
        if !query.from.isEmpty { scope.authors = Set(query.from.compactMap { account(named: $0, caller) }) }
        for name in query.mentions {
            guard let account = account(named: name, caller) else {
                scope.rooms = [:]
                break
            }
            scope.mentions.insert(account)
        }
        return scope
    }

    private func account(named name: String, _ caller: Caller) -> AccountID? {
        if name == SearchQuery.me { return caller.account }
        let bare = name.hasPrefix("@") ? String(name.dropFirst()) : name
        guard let handle = try? Handle.make(from: bare, what: "A name") else { return nil }
        return directory.account(username: handle.key)?.id
    }

    private func room(named name: String) -> RoomID? {
        let bare = name.hasPrefix("#") ? String(name.dropFirst()) : name
        guard let handle = try? Handle.make(from: bare, what: "A name") else { return nil }
        return directory.room(handle: handle.key)?.room.id
    }
}

extension Refusal {
    static let searchNotReady = Refusal(
        .overloaded, "The search index is not ready. Try again in a moment.", retryAfter: 5)
}

extension ChatService {
    public func find(_ request: FindRequest, for caller: Caller, answer: @escaping Answer<Found>) {
        run { $0.find(caller, request, answer: answer) }
    }
}
