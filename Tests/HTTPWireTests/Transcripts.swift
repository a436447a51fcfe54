import HTTPWire
import Testing

/// A line of the tables: what is sent, and what the parser says, as `summary` writes it.
struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let sent: String
    let said: String

    init(_ name: String, _ sent: String, _ said: String) {
        self.name = name
        self.sent = sent
        self.said = said
    }

    /// The bytes: one for each scalar, so that `\u{80}` is the byte 0x80 alone.
    var bytes: [UInt8] { sent.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    var testDescription: String { name }
}

typealias RequestTranscript = HTTPRequestTarget.Transcript
typealias ResponseTranscript = HTTPResponseTarget.Transcript

extension HTTPRequestTarget.Transcript {
    /// `GET /a | POST /b hello | 400 bare_lf`, with `… head` or `… body` at the end if something is unfinished.
    var summary: String {
        var parts = steps.map { step in
            switch step {
            case .needMore: "more"
            case .request(let request):
                ([request.method.name, request.path] + (request.body.isEmpty ? [] : [text(request.body)]))
                    .joined(separator: " ")
            case .expectsContinue: "continue?"
            case .refuse(let refusal): "\(refusal.status) \(refusal.code)"
            }
        }
        if case .refuse = steps.last { return parts.joined(separator: " | ") }
        switch phase {
        case .betweenRequests: break
        case .head: parts.append("… head")
        case .body: parts.append("… body")
        }
        return parts.joined(separator: " | ")
    }

    /// The requests among the steps.
    var requests: [HTTPRequest] {
        steps.compactMap { if case .request(let request) = $0 { request } else { nil } }
    }

    init(_ input: String, limits: HTTPLimits = HTTPLimits()) {
        let bytes = Array(input.utf8)
        self.init(of: bytes, limits: limits) { bytes.count }
    }
}

extension HTTPResponseTarget.Transcript {
    var summary: String {
        switch step {
        case .needMore: "more"
        case .response(let response, let keepAlive):
            "\(response.status) \(text(response.body))" + (keepAlive ? "" : " close")
        case .upgraded(let response): "upgraded \(response.status)"
        case .refuse(let refusal): "\(refusal.status) \(refusal.code)"
        }
    }
}

/// Two pieces, cut at `cut`, then nothing.
func cut(at cut: Int, of count: Int) -> () -> Int {
    var sizes = [cut, count - cut]
    return { sizes.isEmpty ? 1 : sizes.removeFirst() }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
