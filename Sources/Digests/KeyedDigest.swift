import COpenSSL

extension Digest {
    /// HMAC with SHA-256, 32 bytes (RFC 2104). `HMAC`.
    public static func hmacSHA256(_ bytes: RawSpan, key: RawSpan) -> [UInt8] {
        key.withUnsafeBytes { key in
            bytes.withUnsafeBytes { bytes in
                make { output in
                    HMAC(
                        EVP_sha256(), key.baseAddress, Int32(clamping: key.count),
                        bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, output, nil) != nil
                }
            }
        }
    }

    /// PBKDF2 with HMAC-SHA-256, 32 bytes (RFC 8018, section 5.2). It takes as long as `iterations` says.
    /// `PKCS5_PBKDF2_HMAC`.
    ///
    /// - Parameter iterations: below 1 counts as 1.
    public static func pbkdf2SHA256(password: RawSpan, salt: RawSpan, iterations: Int) -> [UInt8] {
        password.withUnsafeBytes { password in
            salt.withUnsafeBytes { salt in
                make { output in
                    PKCS5_PBKDF2_HMAC(
                        password.assumingMemoryBound(to: CChar.self).baseAddress, Int32(clamping: password.count),
                        salt.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(clamping: salt.count),
                        Int32(clamping: max(1, iterations)), EVP_sha256(), Int32(SHA256_DIGEST_LENGTH), output) == 1
                }
            }
        }
    }

    private static func make(_ work: (UnsafeMutablePointer<UInt8>?) -> Bool) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_LENGTH)) { output, count in
            // exempt(trap): libcrypto itself lacks SHA-256 or has no memory left; never a matter of input.
            guard work(output.baseAddress) else { fatalError("libcrypto does not provide this digest") }
            count = Int(SHA256_DIGEST_LENGTH)
        }
    }
}
