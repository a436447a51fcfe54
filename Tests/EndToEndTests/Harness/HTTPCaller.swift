import Foundation
import HTTPWire

/// An answer of the server.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// Everything absent where the body is none.
    var said: Said {
        get throws { try Said(body.isEmpty ? Array("{}".utf8) : body) }
    }

    var code: String? { try? said.error?.code }
}

/// Requests, each on a connection of its own.
struct HTTPCaller {
    var port: UInt16
    var source: String?

    func call(
        _ method: String, _ path: String, _ json: [String: Any]? = nil, token: String? = nil,
        fields: [(String, String)] = [], bytes: [UInt8]? = nil
    ) throws -> Answer {
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let token { request += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in fields { request += "\(name): \(value)\r\n" }
        var body = bytes ?? []
        if let bytes { request += "Content-Length: \(bytes.count)\r\n" }
        if let json {
            body = Array(try JSONSerialization.data(withJSONObject: json))
            request += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        let socket = try RawSocket(port: port, source: source)
        try socket.write(Array("\(request)\r\n".utf8) + body)
        var answers = AnswerReader(socket)
        return try answers.next(to: method == "HEAD" ? .head : .get)
    }
}

/// Reads the answers to requests on one connection, one after the other.
struct AnswerReader {
    private let socket: RawSocket
    private var rest: [UInt8] = []

    struct Refused: Error {
        let reason: String
    }

    /// - Parameter bytes: what was read already.
    init(_ socket: RawSocket, bytes: [UInt8] = []) {
        self.socket = socket
        rest = bytes
    }

    mutating func next(to method: HTTPMethod = .get, within patience: Duration = .seconds(30)) throws -> Answer {
        var parser = HTTPResponseParser(answering: method, limits: HTTPLimits(bodyBytes: 1 << 26))
        let deadline = Deadline(patience)
        while true {
            let (consumed, step) = rest.withUnsafeBytes { parser.consume($0) }
            rest.removeFirst(consumed)
            switch step {
            case .response(let response, _), .upgraded(let response):
                return Answer(status: response.status, headers: response.headers, body: response.body)
            case .refuse(let refusal): throw Refused(reason: refusal.sentence)
            case .needMore:
                guard let more = try socket.read(deadline) else { throw Refused(reason: "the server closed") }
                rest += more
            }
        }
    }

    /// What came behind the last answer.
    mutating func takeRest() -> [UInt8] {
        defer { rest = [] }
        return rest
    }
}
