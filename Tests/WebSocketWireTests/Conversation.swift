import Deflate
import WebSocketWire

/// An event with its own copy of the bytes.
enum Seen: Equatable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    case close(UInt16?, String)
    case failure(WebSocketFailure)

    init(_ event: WebSocketEvent) {
        switch event {
        case .text(let bytes): self = .text(String(decoding: bytes, as: UTF8.self))
        case .binary(let bytes): self = .binary(Array(bytes))
        case .ping(let bytes): self = .ping(Array(bytes))
        case .pong(let bytes): self = .pong(Array(bytes))
        case .close(let code, let reason): self = .close(code?.rawValue, reason)
        case .failure(let failure): self = .failure(failure)
        }
    }
}

/// What a new reader makes of the pieces, each of which lies in memory of exactly its size.
func read(
    _ pieces: [[UInt8]], as role: WebSocketRole = .server, limits: WebSocketLimits = WebSocketLimits(),
    inflater: Inflater? = nil
) -> [Seen] {
    var reader = WebSocketReader(role: role, limits: limits, inflater: inflater)
    return pieces.flatMap { feed(&reader, $0) }
}

func read(
    _ bytes: [UInt8], as role: WebSocketRole = .server, limits: WebSocketLimits = WebSocketLimits(),
    inflater: Inflater? = nil
) -> [Seen] {
    read([bytes], as: role, limits: limits, inflater: inflater)
}

func feed(_ reader: inout WebSocketReader, _ bytes: [UInt8]) -> [Seen] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes)
    var input = memory
    var seen: [Seen] = []
    while let event = reader.next(&input) { seen.append(Seen(event)) }
    return seen
}

/// A frame put together by hand, so that it may be as wrong as a test likes.
func frame(
    _ first: UInt8, _ payload: [UInt8] = [], mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D], length: [UInt8]? = nil
) -> [UInt8] {
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    var bytes = [first]
    if let length {
        bytes += [length[0] | maskBit] + length.dropFirst()
    } else if payload.count <= 125 {
        bytes.append(UInt8(payload.count) | maskBit)
    } else if payload.count <= 0xFFFF {
        bytes += [126 | maskBit, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    } else {
        bytes.append(127 | maskBit)
        bytes += (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
    }
    guard let mask else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
}

func text(_ string: String) -> [UInt8] { frame(0x81, Array(string.utf8)) }

/// The same numbers for the same seed, on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
