import ChatWire
import Foundation
import Testing

@Suite("The body of a message")
struct MessageBodyTests {
    private struct Body: Decodable {
        let text: String
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    @Test("Every text comes back from another JSON reader as it was written, however it was escaped")
    func roundTrip() throws {
        var random = Seeded(5)
        var kept = 0
        for _ in 0..<5_000 {
            let text = random.text(upTo: 30)
            let plain = Result { () throws(MessageBody.Fault) in
                try MessageBody.make(text: Array(text.utf8), limit: 1_000)
            }
            let written = Array(random.quoted(text).utf8.dropFirst().dropLast())
            let raw = written.withUnsafeBytes { content in
                Result { () throws(MessageBody.Fault) in
                    try MessageBody.make(raw: content, escaped: written.contains(UInt8(ascii: "\\")), limit: 1_000)
                }
            }
            guard case .success(let body) = plain else {
                guard case .failure = raw else {
                    Issue.record("refused as plain text, accepted as JSON: \(text.debugDescription)")
                    continue
                }
                continue
            }
            kept += 1
            // One canonical spelling, whichever way it came.
            #expect(try raw.get() == body)
            let read = try JSONDecoder().decode(Body.self, from: Data(body)).text
            #expect(Self.scalars(read) == Self.scalars(text))
        }
        #expect(kept > 500)
    }

    @Test("CR LF becomes LF, and a CR alone is a control character")
    func lineEnds() throws {
        let body = try MessageBody.make(text: Array("a\r\nb\r\n".utf8), limit: 4)
        #expect(body == Array("{\"text\":\"a\\nb\\n\"}".utf8))
        #expect(throws: MessageBody.Fault.controlCharacter(0x0D)) {
            try MessageBody.make(text: Array("a\rb".utf8), limit: 10)
        }
        #expect(throws: MessageBody.Fault.controlCharacter(0x0D)) {
            try MessageBody.make(text: Array("a\r".utf8), limit: 10)
        }
    }

    @Test("White space of any script is nothing, and one letter is something")
    func blank() throws {
        for blank in ["", " ", "\n\t \n", "\u{A0}", "\u{3000}\u{2028} "] {
            #expect(throws: MessageBody.Fault.empty, "\(blank.debugDescription)") {
                try MessageBody.make(text: Array(blank.utf8), limit: 100)
            }
        }
        for something in [" a", "\u{3000}北", "👍", "\u{301}", "\u{A0}.\u{A0}"] {
            #expect(throws: Never.self) { try MessageBody.make(text: Array(something.utf8), limit: 100) }
        }
    }
}
