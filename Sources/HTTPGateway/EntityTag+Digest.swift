import Digests
import HTTPWire

extension EntityTag {
    /// A strong tag made from the content itself.
    init?(of content: [UInt8]) {
        let digest = Digest.sha256(content.span.bytes).prefix(12)
        self.init(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
