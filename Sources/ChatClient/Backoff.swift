/// Pauses between attempts: each may be twice as long as the last, and how much of it is waited is drawn anew, so that
/// many clients that lost a server together do not come back together ("full jitter").
public struct Backoff: Sendable {
    /// Draws a pause between zero and its argument.
    public typealias Jitter = @Sendable (_ ceiling: Duration) -> Duration

    public struct Settings: Sendable {
        /// The longest first pause.
        public var first: Duration
        /// The longest pause of all.
        public var longest: Duration
        /// No pause is shorter, so that a server that refuses at once is not asked in a tight circle.
        public var shortest: Duration

        public init(
            first: Duration = .milliseconds(500), longest: Duration = .seconds(30),
            shortest: Duration = .milliseconds(50)
        ) {
            self.first = first
            self.longest = longest
            self.shortest = shortest
        }
    }

    private let settings: Settings
    private let jitter: Jitter
    /// What the next pause is drawn from.
    public private(set) var ceiling: Duration

    public init(_ settings: Settings = Settings(), jitter: @escaping Jitter = Backoff.uniform) {
        self.settings = settings
        self.jitter = jitter
        ceiling = settings.first
    }

    /// The next pause.
    public mutating func next() -> Duration {
        let pause = jitter(ceiling)
        ceiling = min(ceiling * 2, settings.longest)
        return max(settings.shortest, pause)
    }

    /// What was tried has worked: the next pause is a short one again.
    public mutating func reset() {
        ceiling = settings.first
    }

    /// Every pause up to the ceiling is as likely as any other.
    public static let uniform: Jitter = { ceiling in ceiling * Double.random(in: 0...1) }
}
