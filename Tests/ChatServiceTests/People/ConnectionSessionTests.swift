import ChatDomain
import ChatStore
import ChatWire
import MemoryStore
import Testing

@testable import ChatService

@Suite("Sessions that end with their connection")
struct ConnectionSessionTests {
    private func logIn(_ house: House, _ lasts: SessionKind) throws -> LoggedIn {
        try house.call {
            house.service.logIn("ada", password: "password", client: "", lasts: lasts, address: "192.0.2.1", answer: $0)
        }
    }

    private func kinds(_ house: House, _ caller: Caller) throws -> [String] {
        try house.call { house.service.sessions(of: caller, answer: $0) }.map(\.kind).sorted()
    }

    @Test("It is listed as what it is, and gone when its door logs it out")
    func ends() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        let session = try logIn(house, .connection)
        #expect(try kinds(house, ada) == ["client", "connection"])
        let caller = try house.caller(session)
        try house.call { house.service.logOut(caller, answer: $0) }
        #expect(house.code { _ = try house.caller(session) } == .notLoggedIn)
        #expect(try kinds(house, ada) == ["client"])
    }

    @Test("None outlives the server, and every other session does")
    func restart() throws {
        let store = MemoryStore()
        let before = try House(store: store)
        let program = try before.register("ada", code: before.code)
        let connection = try logIn(before, .connection)
        before.service.stop()
        let after = try House(store: store)
        #expect(after.code { _ = try after.caller(connection) } == .notLoggedIn)
        #expect(try kinds(after, after.caller(program)) == ["client"])
        #expect(try store.makeReader().directory().records.count { $0.key.collection == .sessionDetail } == 1)
    }

    @Test("One whose connection is gone is ended after a while; one that is connected stays")
    func left() throws {
        let house = try House()
        let ada = try house.caller(house.register("ada", code: house.code))
        let (left, there) = (try logIn(house, .connection), try logIn(house, .connection))
        let caller = try house.caller(there)
        house.service.connected(ConnectionID(outlet: 0, serial: 1), caller)
        house.clock.advance(seconds: 100)
        house.service.tick()
        // A change is committed behind what the tick does.
        _ = try house.change(caller) { $0.about = "tea" }
        #expect(try kinds(house, ada) == ["client", "connection", "connection"])
        house.clock.advance(seconds: 100)
        house.service.tick()
        _ = try house.change(caller) { $0.about = "coffee" }
        #expect(house.code { _ = try house.caller(left) } == .notLoggedIn)
        #expect(try kinds(house, ada) == ["client", "connection"])
    }
}
