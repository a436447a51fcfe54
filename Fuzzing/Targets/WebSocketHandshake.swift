// modules: Deflate Digests WebSocketWire
import WebSocketWire

/// The input is the header fields of one message, `name: value` a line, read both as a request and as a response.
enum WebSocketHandshakeTarget {
    static func check(_ input: [UInt8]) -> String? {
        let fields = input.split(separator: UInt8(ascii: "\n")).map { line in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                name: String(decoding: parts[0], as: UTF8.self).lowercased(),
                value: parts.count > 1 ? trimmed(String(decoding: parts[1], as: UTF8.self)) : ""
            )
        }
        return request(fields) ?? response(fields)
    }

    private typealias Fields = [(name: String, value: String)]

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " })
    }

    private static func values(_ fields: Fields) -> (String) -> [String] {
        { name in fields.filter { $0.name.lowercased() == name }.map(\.value) }
    }

    /// An acceptance says only what may stand in a header, and grants only what was asked for.
    private static func request(_ fields: Fields) -> String? {
        let acceptance: WebSocketAcceptance
        do throws(WebSocketRefusal) {
            acceptance = try WebSocketAcceptance(
                method: "GET", httpVersion: (1, 1), subprotocols: ["chat", "roost"], values: values(fields))
        } catch {
            return (400...499).contains(error.status) ? nil : "status \(error.status)"
        }
        for field in acceptance.fields where field.value.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) {
            return "\(field) must not stand in a header"
        }
        if let chosen = acceptance.subprotocol, !["chat", "roost"].contains(chosen) { return "chose \(chosen)" }
        guard let bits = acceptance.deflateWindowBits else { return nil }
        if !(9...15).contains(bits) { return "agreed on a window of \(bits) bits" }
        let offered = values(fields)("sec-websocket-extensions").joined().lowercased()
        return offered.contains("permessage-deflate") ? nil : "agreed on what was not offered"
    }

    /// No answer but the right one is trusted: the fuzzer cannot know the key's hash.
    private static func response(_ fields: Fields) -> String? {
        let random = Constant()
        let offer = WebSocketOffer(subprotocols: ["chat"], using: random)
        let withoutHash = fields.filter { $0.name != "sec-websocket-accept" }
        if (try? offer.agreement(status: 101, values: values(withoutHash))) != nil {
            return "trusts an answer without proof"
        }
        // With the right hash, what is agreed on was offered.
        let proven = withoutHash + [(name: "sec-websocket-accept", value: "ICX+Yqv66kxgM0FcWaLWlFLwTAI=")]
        guard let agreement = try? offer.agreement(status: 101, values: values(proven)) else { return nil }
        if let chosen = agreement.subprotocol, chosen != "chat" { return "chose \(chosen)" }
        return nil
    }

    /// Makes the key of sixteen zeros.
    private struct Constant: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }
}
