import CMalloc

/// What the program has freed and its allocator has kept.
///
/// The allocator gives back what lies at the end of its heaps, and keeps the rest for whoever asks next: after a burst
/// of large requests hundreds of MiB stay with the process, though nothing uses them.
public enum FreedMemory {
    /// Gives what is free in whole pages back to the system. Takes about a millisecond for each 10 MiB that go, in which
    /// threads that allocate may wait.
    public static func giveBack() {
        malloc_trim(0)
    }

    /// Bytes that the program has asked the allocator for and not freed.
    public static var usedBytes: Int {
        let figures = mallinfo2()
        return figures.uordblks + figures.hblkhd
    }
}
