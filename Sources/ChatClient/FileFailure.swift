import Glibc

/// The system would not do something with a file.
public struct FileFailure: Error, Sendable, Equatable {
    public let path: String
    public let errno: Int32

    public init(path: String, errno: Int32) {
        self.path = path
        self.errno = errno
    }

    /// A sentence for a person.
    public var message: String {
        var text = [CChar](repeating: 0, count: 256)
        _ = strerror_r(errno, &text, text.count)
        let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(path): \(reason)"
    }
}

extension FileFailure {
    static let busy = EBUSY
}
