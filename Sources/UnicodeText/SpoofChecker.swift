import CICU

/// ICU's checker of confusable texts, opened on first use and kept for the life of the process.
///
/// Unchecked, because ICU promises that functions taking a `const USpoofChecker *` may run on many threads at once, and
/// nothing writes to the checker after it was opened.
struct SpoofChecker: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Nil if ICU has no data for it.
    static let shared: SpoofChecker? = roost_icu_spoof_checker().map(SpoofChecker.init)
}
