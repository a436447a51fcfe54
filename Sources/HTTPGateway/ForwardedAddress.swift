import ChatService

/// Whose request it is, when proxies stand in between.
enum ForwardedAddress {
    /// The rightmost address in X-Forwarded-For that is not a trusted proxy's, if the peer is one; else the peer.
    static func client(peer: String, forwardedFor: [String], trusted: [AddressRange]) -> String {
        guard !trusted.isEmpty, trusted.contains(where: { $0.contains(peer) }) else { return peer }
        let chain = forwardedFor.flatMap { $0.split(separator: ",") }.map { entry in
            String(entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
        }
        for address in chain.reversed() {
            // What is no address was not written by a proxy of ours.
            guard IPAddress(address) != nil else { return peer }
            if !trusted.contains(where: { $0.contains(address) }) { return address }
        }
        return chain.first ?? peer
    }
}
