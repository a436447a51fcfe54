import ChatDomain
import ChatStore
import ChatWire
import Testing

@testable import ChatService

/// A house with people, and what they do with rooms, each in one line. Ada owns the server; the others are members.
struct Town {
    let house: House
    let ada: Caller
    let ben: Caller
    let cleo: Caller
    let dan: Caller

    var service: ChatService { house.service }

    init(_ adjust: (inout Limits) -> Void = { _ in }) throws {
        house = try House(adjust)
        (ada, ben) = try house.twoPeople()
        cleo = try house.caller(house.register("cleo"))
        dan = try house.caller(house.register("dan"))
    }

    func guest(_ name: String = "gast") throws -> Caller {
        let person = NewPerson(mail: nil, username: name, name: nil, secret: .password("password"), role: .guest)
        _ = try house.call { service.addPerson(person, by: ada, answer: $0) }
        let session = try house.call {
            service.logIn(name, password: "password", client: "", address: "192.0.2.1", answer: $0)
        }
        return try house.caller(session)
    }

    // MARK: Rooms

    func room(
        _ handle: String, by maker: Caller, with members: [Caller] = [], _ adjust: (inout RoomChange) -> Void = { _ in }
    ) throws -> RoomID {
        var form = RoomChange()
        adjust(&form)
        let made = try house.call { service.createRoom(handle: handle, as: form, by: maker, answer: $0) }
        let room = RoomID(rawValue: made.id)
        for member in members {
            if form.entry == .invited || form.isListed == false { try invite(member, to: room, by: maker) }
            _ = try join(room, member)
        }
        return room
    }

    @discardableResult
    func change(_ room: RoomID, by caller: Caller, _ adjust: (inout RoomChange) -> Void) throws -> RoomView {
        var change = RoomChange()
        adjust(&change)
        return try house.call { service.change(room, change, by: caller, answer: $0) }
    }

    func view(_ room: RoomID, _ caller: Caller) throws -> RoomView {
        try house.call { service.room(room, for: caller, answer: $0) }
    }

    func rooms(_ caller: Caller, _ adjust: (inout RoomQuery) -> Void = { _ in }) throws -> [String] {
        var query = RoomQuery()
        adjust(&query)
        return try house.call { service.rooms(matching: query, for: caller, answer: $0) }.rooms.map(\.handle)
    }

    func delete(_ room: RoomID, by caller: Caller) throws {
        try house.call { service.deleteRoom(room, by: caller, answer: $0) }
    }

    @discardableResult
    func restore(_ room: RoomID, by caller: Caller) throws -> RoomView {
        try house.call { service.restoreRoom(room, by: caller, answer: $0) }
    }

    func direct(_ caller: Caller, _ person: Caller) throws -> RoomView {
        try house.call { service.openDirect(with: person.account, by: caller, answer: $0) }
    }

    func group(_ caller: Caller, _ people: [Caller], title: String = "") throws -> RoomView {
        try house.call { service.makeGroup(of: people.map(\.account), title: title, by: caller, answer: $0) }
    }

    // MARK: Members

    @discardableResult
    func join(_ room: RoomID, _ caller: Caller) throws -> RoomView {
        try house.call { service.join(room, caller: caller, answer: $0) }
    }

    func leave(_ room: RoomID, _ caller: Caller) throws {
        try house.call { service.leave(room, caller: caller, answer: $0) }
    }

    @discardableResult
    func set(_ person: Caller, in room: RoomID, by caller: Caller, _ change: MemberChange = MemberChange()) throws
        -> AccountView
    {
        try house.call { service.setMember(person.account, of: room, change, by: caller, answer: $0) }
    }

    func kick(_ person: Caller, from room: RoomID, by caller: Caller) throws {
        try house.call { service.removeMember(person.account, of: room, by: caller, answer: $0) }
    }

    func ban(_ person: Caller, from room: RoomID, by caller: Caller, seconds: Int? = nil, reason: String = "") throws {
        let until = seconds.map { Timestamp(milliseconds: house.clock.now.rawValue + Int64($0) * 1_000) }
        try house.call {
            service.ban(person.account, from: room, until: until, reason: reason, by: caller, answer: $0)
        }
    }

    func unban(_ person: Caller, from room: RoomID, by caller: Caller) throws {
        try house.call { service.unban(person.account, from: room, by: caller, answer: $0) }
    }

    func invite(_ person: Caller, to room: RoomID, by caller: Caller) throws {
        try house.call { service.invite(person.account, to: room, by: caller, answer: $0) }
    }

    func link(to room: RoomID, by caller: Caller, seconds: Int64 = 0, uses: Int = 0) throws -> MadeRoomLink {
        try house.call { service.makeLink(to: room, seconds: seconds, uses: uses, by: caller, answer: $0) }
    }

    @discardableResult
    func join(by link: MadeRoomLink, _ caller: Caller) throws -> RoomView {
        try house.call { service.join(by: link.token, caller: caller, answer: $0) }
    }

    // MARK: What is to be seen

    func log(_ room: RoomID, _ caller: Caller) throws -> [Event] {
        try house.call {
            service.history(of: room, HistoryRange(anchor: .latest, limit: 200), for: caller, answer: $0)
        }.events
    }

    /// What a person's own log tells, but for where he went by himself, which `ways` tells: the rooms.
    func news(_ caller: Caller) throws -> [NewsBody] { try told(caller).filter { $0.topic != "rooms" } }

    func ways(_ caller: Caller) throws -> [RoomID] {
        try told(caller).filter { $0.topic == "rooms" && $0.what == .changed }.compactMap {
            $0.room.map(RoomID.init(rawValue:))
        }
    }

    private func told(_ caller: Caller) throws -> [NewsBody] {
        try log(RoomID(.personal(caller.account)), caller).compactMap {
            JSONCoding.decode(NewsBody.self, from: $0.body)
        }
    }

    func audited() throws -> [AuditBody] {
        try log(RoomID(.audit), ada).compactMap { JSONCoding.decode(AuditBody.self, from: $0.body) }
    }

    /// As if he had done so himself.
    func block(_ person: Caller, by caller: Caller) throws {
        let block = Block(at: 0).put(owner: caller.account.rawValue, item: person.account.rawValue)
        try house.call { (answer: @escaping Answer<Void>) in
            service.run { core in
                core.submit(CommitUnit(changes: [block]), reply: .call { _, _ in answer(.success(())) })
            }
        }
    }

    func code(_ body: () throws -> Void) -> RefusalCode? { refusal(body)?.code }

    func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch {
            return error as? Refusal
        }
    }
}

extension Event {
    func body<Value: Decodable>(_ type: Value.Type) -> Value? { JSONCoding.decode(type, from: body) }
}
