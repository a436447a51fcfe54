import Testing

@testable import WebSocketWire

@Suite("Opening handshake")
struct HandshakeTests {
    typealias Fields = [(name: String, value: String)]

    static let request: Fields = [
        ("host", "server.example.com"), ("upgrade", "websocket"), ("connection", "Upgrade"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="), ("sec-websocket-version", "13"),
    ]

    static func values(_ fields: Fields) -> (String) -> [String] {
        { name in fields.filter { $0.name.lowercased() == name }.map(\.value) }
    }

    static func accept(
        _ fields: Fields, method: String = "GET", version: (Int, Int) = (1, 1), subprotocols: [String] = [],
        deflates: Bool = true
    ) throws(WebSocketRefusal) -> WebSocketAcceptance {
        try WebSocketAcceptance(
            method: method, httpVersion: version, subprotocols: subprotocols, deflates: deflates,
            values: values(fields))
    }

    static func with(_ name: String, _ value: String?) -> Fields {
        request.filter { $0.name != name } + (value.map { [(name: name, value: $0)] } ?? [])
    }

    @Test("The example of RFC 6455, 1.3 is accepted with its accept value")
    func example() throws {
        let acceptance = try Self.accept(
            Self.request + [("sec-websocket-protocol", "chat, superchat")], subprotocols: ["superchat", "chat"])
        let answer = Self.values(acceptance.fields)
        #expect(answer("sec-websocket-accept") == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
        #expect(answer("upgrade") == ["websocket"])
        #expect(answer("connection") == ["Upgrade"])
        #expect(answer("sec-websocket-protocol") == ["chat"])
        #expect(answer("sec-websocket-extensions") == [])
        #expect(acceptance.subprotocol == "chat")
        #expect(acceptance.deflateWindowBits == nil)
    }

    @Test("Lists of tokens, several fields and any letter case are understood")
    func tolerance() throws {
        let fields: Fields = [
            ("upgrade", "h2c , WebSocket"), ("connection", "keep-alive"), ("connection", "UPGRADE"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="), ("sec-websocket-version", "13"),
        ]
        _ = try Self.accept(fields)
    }

    @Test("Every broken request is refused with its reason")
    func refusals() {
        func refusal(_ fields: Fields, method: String = "GET", version: (Int, Int) = (1, 1)) -> WebSocketRefusal? {
            do throws(WebSocketRefusal) {
                _ = try Self.accept(fields, method: method, version: version)
                return nil
            } catch { return error }
        }
        #expect(refusal(Self.request, method: "POST") == .methodNotGet)
        #expect(refusal(Self.request, version: (1, 0)) == .httpVersionTooOld)
        #expect(refusal(Self.with("upgrade", nil)) == .notAnUpgrade)
        #expect(refusal(Self.with("upgrade", "websocket2")) == .notAnUpgrade)
        #expect(refusal(Self.with("connection", "close")) == .notAnUpgrade)
        for version in [nil, "8", "12", "013", "14", "13, 8"] {
            #expect(refusal(Self.with("sec-websocket-version", version)) == .unsupportedVersion)
        }
        for key in [
            nil, "", "dGhlIHNhbXBsZSBub25jZQAAAA==", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQAA",
            "dGhlIHNhbXBsZSBub25j!Q==",
            "dGhlIHNhbXBsZSBub25jZSBhbmQ=", "dGhlIHNhbXBsZSBub25jéQ==",
        ] {
            #expect(refusal(Self.with("sec-websocket-key", key)) == .malformedKey)
        }
        #expect(refusal(Self.request + [("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")]) == .malformedKey)
        for extensions in [
            "a b", "a;", "a; b=", "a; =1", "a; b=\"", "a; b=\"\"", "a; b=\"x y\"", "\u{e9}", "a; b=\"\\",
        ] {
            #expect(refusal(Self.with("sec-websocket-extensions", extensions)) == .malformedExtensions)
        }
        #expect(refusal(Self.with("sec-websocket-protocol", "a b")) == .malformedSubprotocols)
        #expect(WebSocketRefusal.unsupportedVersion.status == 426)
        #expect(WebSocketRefusal.unsupportedVersion.fields.contains { $0 == ("Sec-WebSocket-Version", "13") })
    }

    struct Negotiation: Sendable, CustomTestStringConvertible {
        var offer: [String]
        var answer: String?
        var windowBits: Int?

        init(_ offer: String..., answer: String?, windowBits: Int? = nil) {
            (self.offer, self.answer, self.windowBits) = (offer, answer, windowBits)
        }

        var testDescription: String { offer.joined(separator: " | ") }
    }

    static let plainAnswer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

    static let negotiations: [Negotiation] = [
        Negotiation("permessage-deflate", answer: plainAnswer, windowBits: 15),
        Negotiation("PerMessage-Deflate ; CLIENT_max_window_bits", answer: plainAnswer, windowBits: 15),
        Negotiation("permessage-deflate; client_max_window_bits=\"10\"", answer: plainAnswer, windowBits: 15),
        Negotiation(
            "permessage-deflate; server_max_window_bits=10; server_no_context_takeover",
            answer: plainAnswer + "; server_max_window_bits=10", windowBits: 10),
        Negotiation(
            "permessage-deflate; server_max_window_bits=\"1\\5\"", answer: plainAnswer + "; server_max_window_bits=15",
            windowBits: 15),
        Negotiation("x-webkit-deflate-frame, , permessage-deflate", answer: plainAnswer, windowBits: 15),
        Negotiation("foo; bar=baz", "permessage-deflate", answer: plainAnswer, windowBits: 15),
        Negotiation(
            "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=9",
            answer: plainAnswer + "; server_max_window_bits=9", windowBits: 9),
        Negotiation("permessage-deflate; server_max_window_bits", answer: nil),
        Negotiation("permessage-deflate; server_max_window_bits=16", answer: nil),
        Negotiation("permessage-deflate; server_max_window_bits=09", answer: nil),
        Negotiation("permessage-deflate; client_max_window_bits=7", answer: nil),
        Negotiation("permessage-deflate; server_no_context_takeover=1", answer: nil),
        Negotiation("permessage-deflate; client_no_context_takeover; client_no_context_takeover", answer: nil),
        Negotiation("permessage-deflate; unknown", answer: nil),
        Negotiation("permessage-bzip2", answer: nil),
        Negotiation("", answer: nil),
    ]

    @Test("Each offer of permessage-deflate gets its answer", arguments: negotiations)
    func negotiation(_ negotiation: Negotiation) throws {
        let request = Self.request + negotiation.offer.map { (name: "sec-websocket-extensions", value: $0) }
        let acceptance = try Self.accept(request)
        #expect(Self.values(acceptance.fields)("sec-websocket-extensions") == negotiation.answer.map { [$0] } ?? [])
        #expect(acceptance.deflateWindowBits == negotiation.windowBits)
        let declined = try Self.accept(request, deflates: false)
        #expect(declined.deflateWindowBits == nil)
        #expect(Self.values(declined.fields)("sec-websocket-extensions") == [])
    }

    @Test("A client and a server of ours agree, on everything they can")
    func agreement() throws {
        let random = SystemRandomNumberGenerator()
        let offer = WebSocketOffer(subprotocols: ["b", "a"], using: random)
        let acceptance = try Self.accept(offer.fields, subprotocols: ["a", "b"])
        let agreement = try offer.agreement(status: 101, values: Self.values(acceptance.fields))
        #expect(agreement == WebSocketOffer.Agreement(subprotocol: "b", deflateWindowBits: 15))

        let modest = WebSocketOffer(deflates: false, using: random)
        let plain = try modest.agreement(status: 101, values: Self.values(try Self.accept(modest.fields).fields))
        #expect(plain == WebSocketOffer.Agreement(subprotocol: nil, deflateWindowBits: nil))
        #expect(modest.key != offer.key)
    }

    @Test("A client refuses an answer that is not exactly what it asked for")
    func faults() throws {
        let random = SeededGenerator(9)
        let offer = WebSocketOffer(subprotocols: ["a"], using: random)
        let good = try Self.accept(offer.fields, subprotocols: ["a"]).fields
        func fault(_ name: String, _ value: String?, status: Int = 101, of offer: WebSocketOffer = offer)
            -> WebSocketAnswerFault?
        {
            let fields = good.filter { $0.name != name } + (value.map { [(name: name, value: $0)] } ?? [])
            do throws(WebSocketAnswerFault) {
                _ = try offer.agreement(status: status, values: Self.values(fields))
                return nil
            } catch { return error }
        }
        #expect(fault("X", nil) == nil)
        #expect(fault("X", nil, status: 403) == .refused(status: 403))
        #expect(fault("Upgrade", nil) == .notAnUpgrade)
        #expect(fault("Upgrade", "h2c") == .notAnUpgrade)
        #expect(fault("Connection", "close") == .notAnUpgrade)
        #expect(fault("Sec-WebSocket-Accept", nil) == .wrongAcceptValue)
        #expect(fault("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == .wrongAcceptValue)
        #expect(fault("Sec-WebSocket-Protocol", "b") == .unofferedSubprotocol)
        let name = "Sec-WebSocket-Extensions"
        #expect(fault(name, nil) == nil)
        #expect(fault(name, "permessage-deflate; server_no_context_takeover; server_max_window_bits=12") == nil)
        for bad in [
            "permessage-deflate", "permessage-bzip2", "permessage-deflate; server_no_context_takeover; x",
            "permessage-deflate; server_no_context_takeover; client_max_window_bits=10",
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=7",
            "permessage-deflate; server_no_context_takeover, permessage-deflate; server_no_context_takeover", ";;",
        ] {
            #expect(fault(name, bad) == .unofferedExtension, "\(bad)")
        }
        let same = SeededGenerator(9)
        let plain = WebSocketOffer(subprotocols: ["a"], deflates: false, using: same)
        #expect(fault("X", nil, of: plain) == .unofferedExtension)
    }

    @Test("Base64 as in RFC 4648, 10")
    func base64() {
        let examples = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
            "foobar": "Zm9vYmFy",
        ]
        for (plain, encoded) in examples { #expect(HandshakeKey.base64(Array(plain.utf8)) == encoded) }
    }
}
