/// How to talk to what is measured. All dialects carry the same rooms, people and texts.
protocol Dialect {
    /// Whether the server says when it has read what a client said first.
    var answersJoining: Bool { get }

    /// Whether the messages of a room have numbers without a gap. Else each sender counts its own.
    var numbersMessages: Bool { get }

    /// What a client says first.
    func open(_ client: Client, _ run: Run)

    /// Puts one message into the client's outgoing bytes.
    mutating func send(from client: Client, at time: UInt64, _ run: Run)

    /// Says that the client has read up to a number, if there is a way to say it.
    func markRead(_ number: Int64, by client: Client)

    /// Takes the whole frames at the beginning of the bytes, and tells the run what they were.
    /// - Returns: how many bytes they had.
    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int
}
