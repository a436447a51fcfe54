import ChatDomain
import ChatService
import Testing

@testable import HTTPGateway

@Suite("Whose request it is")
struct AddressTests {
    @Test(
        "A block holds the addresses that share its prefix",
        arguments: [
            ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.168.1.128/25", "192.168.1.129", true), ("192.168.1.128/25", "192.168.1.127", false),
            ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
            ("::1", "::1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false), ("10.0.0.0/8", "not an address", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ])
    func blocks(block: String, address: String, expected: Bool) throws {
        let range = try #require(AddressRange(block))
        #expect(range.contains(address) == expected)
    }

    @Test(
        "What is no block is not taken for one",
        arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0/8/8", "::/129", "localhost", "10.0.0.0/"])
    func noBlocks(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test("Only a trusted proxy is believed, and only down to the first address that is none")
    func forwarded() throws {
        let trusted = [try #require(AddressRange("10.0.0.0/8")), try #require(AddressRange("::1"))]
        func client(_ peer: String, _ header: [String]) -> String {
            ForwardedAddress.client(peer: peer, forwardedFor: header, trusted: trusted)
        }
        #expect(client("203.0.113.5", ["198.51.100.1"]) == "203.0.113.5")
        #expect(client("10.0.0.1", []) == "10.0.0.1")
        #expect(client("10.0.0.1", ["198.51.100.1"]) == "198.51.100.1")
        // What the client itself claims stands on the left, and does not count.
        #expect(client("10.0.0.1", ["1.2.3.4, 198.51.100.1"]) == "198.51.100.1")
        #expect(client("10.0.0.1", ["1.2.3.4, 198.51.100.1 , 10.0.0.7"]) == "198.51.100.1")
        #expect(client("10.0.0.1", ["1.2.3.4", "198.51.100.1", "10.0.0.7"]) == "198.51.100.1")
        #expect(client("::1", ["2001:db8::7"]) == "2001:db8::7")
        #expect(client("10.0.0.1", ["10.0.0.9"]) == "10.0.0.9")
        // Junk was not written by a proxy of ours.
        #expect(client("10.0.0.1", ["198.51.100.1, unknown"]) == "10.0.0.1")
        #expect(ForwardedAddress.client(peer: "10.0.0.1", forwardedFor: ["1.1.1.1"], trusted: []) == "10.0.0.1")
    }

    @Test("Connections are counted in all and for each address; a refusal names its limit")
    func book() {
        var limits = Limits()
        limits.maxConnections = 3
        limits.connectionsPerAddress = 2
        let book = ConnectionBook(limits: limits, exempt: [])
        #expect(book.enter("192.0.2.1") == nil)
        #expect(book.enter("192.0.2.1") == nil)
        #expect(book.enter("192.0.2.1")?.limit == Refusal.Limit(name: "connections_per_address", value: 2))
        #expect(book.enter("192.0.2.2") == nil)
        #expect(book.enter("192.0.2.3")?.limit == Refusal.Limit(name: "max_connections", value: 3))
        book.leave("192.0.2.1")
        #expect(book.enter("192.0.2.1") == nil)
        #expect(book.total == 3)
    }
}
