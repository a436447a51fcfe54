// modules: HTTPWire
import HTTPWire

/// The input is what a client sends on one connection.
enum HTTPRequestTarget {
    /// Bounds so small that short inputs reach them.
    static let tightLimits = HTTPLimits(
        requestLineBytes: 48, headerBytes: 160, headerCount: 6, bodyBytes: 64, chunkExtensionBytes: 8)

    static func check(_ input: [UInt8]) -> String? {
        for limits in [HTTPLimits(), tightLimits] {
            let whole = Transcript(of: input, limits: limits) { input.count }
            if let fault = whole.fault { return fault }
            var state = UInt64(input.count)
            let pieced = Transcript(of: input, limits: limits) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 60)
            }
            if pieced != whole { return "split in pieces: \(pieced) instead of \(whole)" }
            let single = Transcript(of: input, limits: limits) { 1 }
            if single != whole { return "byte by byte: \(single) instead of \(whole)" }
            for step in whole.steps {
                if case .request(let request) = step, let fault = roundTrip(request) { return fault }
            }
        }
        return nil
    }

    /// All that the parser says about a connection.
    struct Transcript: Equatable {
        /// Without `.needMore`.
        var steps: [HTTPRequestStep] = []
        var consumed = 0
        var phase = HTTPRequestParser.Phase.betweenRequests
        var fault: String?

        init(of input: [UInt8], limits: HTTPLimits, pieceSize: () -> Int) {
            var parser = HTTPRequestParser(limits: limits)
            var end = 0
            feeding: while end < input.count {
                end = min(input.count, end + max(0, pieceSize()))
                while true {
                    let (taken, step) = input[consumed..<end].withUnsafeBytes { parser.consume($0) }
                    guard taken >= 0, taken <= end - consumed else {
                        fault = "took \(taken) of \(end - consumed)"
                        return
                    }
                    consumed += taken
                    if case .needMore = step {
                        if consumed != end { fault = "wants more and left \(end - consumed)" }
                        continue feeding
                    }
                    steps.append(step)
                    if case .refuse = step { break feeding }
                }
            }
            phase = parser.phase
        }
    }

    /// A request that was accepted can be written again and means the same.
    private static func roundTrip(_ request: HTTPRequest) -> String? {
        guard let host = request.authority else { return nil }
        var headers = HTTPHeaders()
        for field in request.headers.fields where !isFraming(field.name) { headers.add(field.name, field.value) }
        let target = request.path + (request.query.map { "?" + $0 } ?? "")
        var bytes: [UInt8] = []
        do throws(HTTPSerializationError) {
            let head = HTTPRequestHead(request.method, target, host: host, headers: headers)
            try head.serialize(into: &bytes, body: request.body)
        } catch {
            return "accepted, but not writable: \(error)"
        }
        // Written out in full, the head may be larger than what was read.
        let roomy = HTTPLimits(requestLineBytes: .max, headerBytes: .max >> 1, headerCount: .max)
        let again = Transcript(of: bytes, limits: roomy) { bytes.count }
        let parsed = again.steps.compactMap { step in
            if case .request(let request) = step { request } else { nil }
        }
        guard parsed.count == 1, let second = parsed.first, second.method == request.method,
            second.path == request.path, second.query == request.query, second.body == request.body,
            second.headers.fields.filter({ !isFraming($0.name) }) == headers.fields
        else { return "written again it is \(again.steps) instead of \(request)" }
        return nil
    }

    private static func isFraming(_ name: String) -> Bool {
        ["host", "content-length", "transfer-encoding", "expect"].contains(name.lowercased())
    }
}
