import ChatDomain
import ChatService
import Testing

@Suite("Addresses")
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
        arguments: [
            "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0/8/8", "::/129", "localhost", "10.0.0.0/",
            "10.0.0.1\u{0}", "fe80::1%lo",
        ])
    func noBlocks(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(
        "A block has one spelling, and what stands behind its prefix does not count",
        arguments: [
            ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.7", "192.0.2.7"), ("192.0.2.7/32", "192.0.2.7"),
            ("2001:DB8:0:0::7/32", "2001:db8::/32"), ("::ffff:192.0.2.7", "192.0.2.7"), ("0.0.0.0/0", "0.0.0.0/0"),
            ("192.168.1.200/25", "192.168.1.128/25"),
        ])
    func spelling(text: String, expected: String) throws {
        let range = try #require(AddressRange(text))
        #expect("\(range)" == expected)
        #expect(AddressRange(expected) == range)
    }

    @Test("Blocks overlap where one lies in the other")
    func overlapping() throws {
        func range(_ text: String) throws -> AddressRange { try #require(AddressRange(text)) }
        #expect(try range("10.0.0.0/8").overlaps(range("10.1.2.3")))
        #expect(try range("10.1.2.3").overlaps(range("10.0.0.0/8")))
        #expect(try !range("10.0.0.0/8").overlaps(range("11.0.0.0/8")))
        #expect(try !range("0.0.0.0/0").overlaps(range("::/0")))
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
