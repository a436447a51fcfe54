// modules: HTTPWire
import HTTPWire

/// The first byte chooses the method that is answered (`H`: HEAD, else GET); the rest is what the server sends until it
/// closes.
enum HTTPResponseTarget {
    static let tightLimits = HTTPLimits(
        requestLineBytes: 32, headerBytes: 120, headerCount: 5, bodyBytes: 48, chunkExtensionBytes: 8,
        interimResponses: 2)

    static func check(_ input: [UInt8]) -> String? {
        let method = input.first == UInt8(ascii: "H") ? HTTPMethod.head : .get
        let sent = Array(input.dropFirst())
        for limits in [HTTPLimits(), tightLimits] {
            let whole = Transcript(of: sent, answering: method, limits: limits) { sent.count }
            if let fault = whole.fault { return fault }
            var state = UInt64(input.count)
            let pieced = Transcript(of: sent, answering: method, limits: limits) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 60)
            }
            if pieced != whole { return "split in pieces: \(pieced) instead of \(whole)" }
            let single = Transcript(of: sent, answering: method, limits: limits) { 1 }
            if single != whole { return "byte by byte: \(single) instead of \(whole)" }
        }
        return nil
    }

    /// What the parser makes of one response.
    struct Transcript: Equatable {
        var step = HTTPResponseStep.needMore
        var consumed = 0
        var fault: String?

        init(of input: [UInt8], answering method: HTTPMethod, limits: HTTPLimits, pieceSize: () -> Int) {
            var parser = HTTPResponseParser(answering: method, limits: limits)
            var end = 0
            while end < input.count {
                end = min(input.count, end + max(0, pieceSize()))
                let (taken, step) = input[consumed..<end].withUnsafeBytes { parser.consume($0) }
                guard taken >= 0, taken <= end - consumed else {
                    fault = "took \(taken) of \(end - consumed)"
                    return
                }
                consumed += taken
                guard case .needMore = step else {
                    self.step = step
                    return
                }
                if consumed != end { fault = "wants more and left \(end - consumed)" }
            }
            step = parser.finish()
        }
    }
}
