/// The beginning of a frame header, kept without heap memory until the rest arrives.
struct PartialHeader {
    private var bytes: (UInt64, UInt64) = (0, 0)
    private var count: UInt8 = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ piece: UnsafeMutableRawBufferPointer) {
        let used = Int(count)
        guard used + piece.count <= FrameHeader.longest else { return }
        withUnsafeMutableBytes(of: &bytes) { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes.dropFirst(used)).copyMemory(
                from: UnsafeRawBufferPointer(piece))
        }
        count += UInt8(truncatingIfNeeded: piece.count)
    }

    func parse(role: WebSocketRole, mayCompress: Bool) throws(WebSocketFailure) -> FrameHeader? {
        let result = withUnsafeBytes(of: bytes) { bytes in
            Result { () throws(WebSocketFailure) in
                try FrameHeader(
                    UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(count))), role: role, mayCompress: mayCompress)
            }
        }
        return try result.get()
    }
}
