import Deflate

/// What two sides agree on for permessage-deflate (RFC 7692, 7.1): never any context takeover, on either side.
struct CompressionTerms: Equatable {
    static let name = "permessage-deflate"

    /// What a client of ours offers. It leaves `client_max_window_bits` out, so a server cannot restrict our window.
    static let offer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

    /// The base-two logarithm of the largest window that the server may use, if the client named one.
    var serverWindowBits: Int?

    /// The first offer that can be met, or nil.
    static func choose(from offers: [WebSocketExtension]) -> CompressionTerms? {
        for offer in offers where offer.name == name {
            if let terms = CompressionTerms(offer) { return terms }
        }
        return nil
    }

    /// The server's view of one offer; nil declines it (RFC 7692, 7.1: unknown, repeated or malformed parameters).
    private init?(_ offer: WebSocketExtension) {
        guard Self.areDistinct(offer.parameters) else { return nil }
        for parameter in offer.parameters {
            switch (parameter.name, parameter.value) {
            case ("server_no_context_takeover", nil), ("client_no_context_takeover", nil): continue
            case ("client_max_window_bits", nil): continue
            // We read every window, so the client may keep to the one it names.
            case ("client_max_window_bits", let value?): guard Self.windowBits(value) != nil else { return nil }
            case ("server_max_window_bits", let value?):
                guard let bits = Self.windowBits(value), Deflater.windowBits.contains(bits) else { return nil }
                serverWindowBits = bits
            default: return nil
            }
        }
    }

    /// The server's answer.
    var answer: String {
        let answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        return serverWindowBits.map { answer + "; server_max_window_bits=\($0)" } ?? answer
    }

    /// The client's view of the server's answer to ``offer``: whether it keeps to what was offered.
    static func accepts(_ answer: WebSocketExtension) -> Bool {
        guard answer.name == name, areDistinct(answer.parameters) else { return false }
        var resetsContext = false
        for parameter in answer.parameters {
            switch (parameter.name, parameter.value) {
            case ("server_no_context_takeover", nil): resetsContext = true
            case ("client_no_context_takeover", nil): continue
            case ("server_max_window_bits", let value?): guard windowBits(value) != nil else { return false }
            default: return false
            }
        }
        return resetsContext
    }

    private static func areDistinct(_ parameters: [WebSocketExtension.Parameter]) -> Bool {
        Set(parameters.map(\.name)).count == parameters.count
    }

    /// 8 to 15, without leading zeros (RFC 7692, 7.1.2).
    private static func windowBits(_ value: String) -> Int? {
        (8...15).first { String($0) == value }
    }
}
