import ChatDomain
import Testing

@Suite("Values of the domain")
struct ValueTests {
    @Test("An epoch is 32 lower-case hexadecimal digits and nothing else")
    func epoch() throws {
        let text = "6f0c0a6f0d1f4b0f9d3b2f8f3f1c2a77"
        #expect(Epoch(text: text)?.text == text)
        #expect(Epoch(high: 0, low: 0xA).text == "0000000000000000000000000000000a")
        #expect(Epoch(text: Epoch(high: .max, low: 1).text) == Epoch(high: .max, low: 1))
        for other in ["", text + "0", String(text.dropLast()), text.uppercased(), String(text.dropLast()) + "g"] {
            #expect(Epoch(text: other) == nil, "\(other)")
        }
        #expect(Epoch(text: String(repeating: "é", count: 16)) == nil)
    }

    @Test("Sequence numbers go on by one, and stop at the largest")
    func sequence() {
        #expect(SequenceNumber.zero.next == SequenceNumber(1))
        #expect(SequenceNumber(.max).next == SequenceNumber(.max))
        #expect(SequenceNumber(1) < SequenceNumber(2))
    }

    @Test("The stored numbers of kinds and roles stay what they are")
    func storedNumbers() {
        #expect(EventKind.allCases.map(\.rawValue) == Array(1...20) + [32, 48])
        #expect(ServerRole.member.rawValue == 0)
        #expect(ServerRole.owner.rawValue == 1)
    }

    @Test("A room and its log have the same number")
    func roomAndLog() {
        #expect(RoomID(LogID(rawValue: 7)).log == LogID(rawValue: 7))
    }

    @Test("A mail address is the same in any case")
    func mail() {
        func account(_ mail: String) -> Account {
            Account(
                id: AccountID(rawValue: 1), username: Handle(unchecked: "ada", key: "ada"), mail: mail,
                displayName: "Ada", role: .member, passwordHash: "", createdAt: Timestamp(milliseconds: 0))
        }
        #expect(account("Ada@Example.ORG").mailKey == account("ada@example.org").mailKey)
        #expect(account("Ada@Example.ORG").mail == "Ada@Example.ORG")
    }
}
