import Testing

/// Tests of the real program, from outside. One after the other: each has processes of its own, which would starve
/// each other.
@Suite("The whole server", .serialized)
enum WholeServer {}
