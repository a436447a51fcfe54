// modules:

/// Has a planted fault four comparisons deep. A fuzzer that does not find it notices nothing at all.
enum CanaryTarget {
    static func check(_ input: [UInt8]) -> String? {
        guard input.count > 3, input[0] == 0x52, input[1] == 0x4F, input[2] == 0x4F, input[3] == 0x53 else {
            return nil
        }
        return "the planted fault"
    }
}
