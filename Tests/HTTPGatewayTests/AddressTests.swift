import ChatService
import Testing

@testable import HTTPGateway

@Suite("Whose request it is")
struct AddressTests {
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
}
