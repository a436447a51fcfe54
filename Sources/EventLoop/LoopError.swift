import CLibUV

/// Why the network or the loop could not do what was asked.
public enum LoopError: Error, Sendable, Hashable {
    /// Not an IPv4 or IPv6 address.
    case badAddress
    case addressInUse
    /// No interface of this computer has the address.
    case addressNotAvailable
    case accessDenied
    /// The name has no address, or no resolver answered.
    case nameNotFound
    case refused
    case unreachable
    case timedOut
    /// The peer broke the connection off.
    case reset
    /// The process or the computer has no descriptor left.
    case tooManyDescriptors
    /// The loop is stopping or has ended.
    case loopStopped
    /// Anything else, by libuv's code: a negative `errno`, or libuv's own number below -3000.
    case system(code: Int32)

    init(code: Int32) {
        switch uv_errno_t(rawValue: code) {
        case UV_EINVAL, UV_EAFNOSUPPORT: self = .badAddress
        case UV_EADDRINUSE: self = .addressInUse
        case UV_EADDRNOTAVAIL: self = .addressNotAvailable
        case UV_EACCES, UV_EPERM: self = .accessDenied
        case UV_EAI_NONAME, UV_EAI_NODATA, UV_EAI_AGAIN, UV_EAI_FAIL, UV_EAI_ADDRFAMILY: self = .nameNotFound
        case UV_ECONNREFUSED: self = .refused
        case UV_EHOSTUNREACH, UV_ENETUNREACH, UV_ENETDOWN: self = .unreachable
        case UV_ETIMEDOUT: self = .timedOut
        case UV_ECONNRESET, UV_EPIPE, UV_ECONNABORTED, UV_ENOTCONN: self = .reset
        case UV_EMFILE, UV_ENFILE: self = .tooManyDescriptors
        default: self = .system(code: code)
        }
    }
}

extension LoopError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badAddress: "not an IP address"
        case .addressInUse: "the address is in use"
        case .addressNotAvailable: "the address is not of this computer"
        case .accessDenied: "access denied"
        case .nameNotFound: "the name was not found"
        case .refused: "the connection was refused"
        case .unreachable: "the network does not reach the address"
        case .timedOut: "timed out"
        case .reset: "the peer broke the connection off"
        case .tooManyDescriptors: "no file descriptor left"
        case .loopStopped: "the event loop has stopped"
        case .system(let code):
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
                text.initialize(repeating: 0)
                guard let base = text.baseAddress else { return "error \(code)" }
                uv_strerror_r(code, base, text.count)
                return String(cString: base)
            }
        }
    }
}

/// Throws what a libuv function reported, if it reported a failure.
func checked(_ code: Int32) throws(LoopError) {
    if code < 0 { throw LoopError(code: code) }
}
