/// The messages of a segment that have a token: rising numbers, counted from the segment's first message, each as the
/// distance from the one before in a little-endian base-128 number (LEB128).
enum MessageList {
    /// Appends one number to a list.
    static func append(_ number: UInt32, after previous: UInt32?, to list: inout [UInt8]) {
        // The first distance is from -1, so that no distance is 0.
        var distance = number &- (previous ?? .max)
        while distance >= 0x80 {
            list.append(UInt8(truncatingIfNeeded: distance) | 0x80)
            distance >>= 7
        }
        list.append(UInt8(truncatingIfNeeded: distance))
    }

    /// All numbers of a list. Damaged bytes give wrong numbers, which no message stands behind, or which are read and rejected.
    static func numbers(_ list: borrowing RawSpan) -> [UInt32] {
        list.withUnsafeBytes { bytes in
            [UInt32](unsafeUninitializedCapacity: bytes.count) { out, count in
                var reader = ListReader()
                for byte in bytes {
                    guard let number = reader.take(byte) else { continue }
                    out[count] = number
                    count += 1
                }
            }
        }
    }

    /// What of `numbers`, which rise, is in the list too.
    static func intersection(_ numbers: [UInt32], _ list: [UInt8]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: numbers.count) { out, count in
            var reader = ListReader()
            var index = 0
            list.withUnsafeBufferPointer { list in
                numbers.withUnsafeBufferPointer { numbers in
                    for byte in list {
                        guard let number = reader.take(byte) else { continue }
                        while index < numbers.count, numbers[index] < number { index += 1 }
                        guard index < numbers.count else { return }
                        if numbers[index] == number, count < numbers.count {
                            out[count] = number
                            count += 1
                            index += 1
                        }
                    }
                }
            }
        }
    }

    private struct ListReader {
        private var last = UInt32.max
        private var distance: UInt32 = 0
        private var shift: UInt32 = 0

        /// The number that this byte completes.
        mutating func take(_ byte: UInt8) -> UInt32? {
            distance |= UInt32(byte & 0x7F) << shift
            guard byte < 0x80 else {
                shift = min(shift + 7, 28)
                return nil
            }
            last = last &+ distance
            distance = 0
            shift = 0
            return last
        }
    }
}
