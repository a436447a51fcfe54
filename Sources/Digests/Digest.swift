import COpenSSL

/// The message digests that protocols name by their algorithm. Not for passwords.
public enum Digest {
    /// 20 bytes. RFC 6455 asks for SHA-1 in the WebSocket handshake, where it guards nothing; use it nowhere else. `SHA1`.
    public static func sha1(_ bytes: RawSpan) -> [UInt8] {
        make(Int(SHA_DIGEST_LENGTH), of: bytes) { SHA1($0, $1, $2) != nil }
    }

    /// 32 bytes. `SHA256`.
    public static func sha256(_ bytes: RawSpan) -> [UInt8] {
        make(Int(SHA256_DIGEST_LENGTH), of: bytes) { SHA256($0, $1, $2) != nil }
    }

    private static func make(
        _ size: Int, of bytes: RawSpan,
        by digest: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?) -> Bool
    ) -> [UInt8] {
        bytes.withUnsafeBytes { input in
            [UInt8](unsafeUninitializedCapacity: size) { output, count in
                guard digest(input.assumingMemoryBound(to: UInt8.self).baseAddress, input.count, output.baseAddress)
                // exempt(trap): libcrypto itself lacks the algorithm, a broken installation; never a matter of input.
                else { fatalError("libcrypto does not provide this digest") }
                count = size
            }
        }
    }
}
