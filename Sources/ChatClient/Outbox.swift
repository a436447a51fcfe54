public import ChatDomain

/// The messages of one account on one server that are not acknowledged, kept on disk before they go on the wire.
///
/// Every process has a file of its own, which it holds by a lock; the next process to start adopts the files whose
/// owners are gone, however they ended. So two clients of one account neither corrupt nor double anything.
///
/// Confined to one thread. Every ``add(_:)`` waits for the disk.
public final class Outbox {
    private let directory: String
    private let name: String
    private var own: OutboxFile?
    private var adopted: [OutboxFile] = []

    /// What earlier processes left, in the order in which it was written.
    public let left: [OutgoingMessage]

    /// Opens the outbox, and adopts what earlier processes left.
    ///
    /// - Parameter name: makes the own file's name; no other process may use the same, such as a fresh random text.
    public init(
        server: ServerAddress, account: AccountID, paths: StatePaths, name: String
    ) throws(FileFailure) {
        directory = paths.state + "/outbox/\(server.fileName)_\(account.rawValue)"
        self.name = name
        try PrivateFile.makeDirectory(directory)
        var left: [OutgoingMessage] = []
        for file in try PrivateFile.names(in: directory) where file.hasSuffix(".jsonl") {
            guard let orphan = try OutboxFile(path: directory + "/" + file) else { continue }
            if orphan.open.isEmpty {
                orphan.removeIfEmpty()
            } else {
                left += orphan.found
                adopted.append(orphan)
            }
        }
        // Keys are made in rising order, so that they tell the order across files.
        self.left = left.sorted { $0.key < $1.key }
    }

    deinit {
        own?.removeIfEmpty()
        for file in adopted { file.removeIfEmpty() }
    }

    /// How many messages are kept.
    public var count: Int { adopted.reduce(own?.open.count ?? 0) { $0 + $1.open.count } }

    /// Returns when the messages would outlive a power cut; after a failure none of them is kept.
    public func add(_ messages: [OutgoingMessage]) throws(FileFailure) {
        guard !messages.isEmpty else { return }
        if own == nil { try makeOwn() }
        try own?.add(messages)
    }

    /// The message was acknowledged, or cannot be sent.
    public func settle(_ message: OutgoingMessage) throws(FileFailure) {
        try own?.settle(message.key)
        for file in adopted { try file.settle(message.key) }
        adopted.removeAll { file in
            file.removeIfEmpty()
            return file.open.isEmpty
        }
    }

    private func makeOwn() throws(FileFailure) {
        // The name could only be taken by a process that was given the same.
        guard let file = try OutboxFile(path: directory + "/\(name).jsonl") else {
            throw FileFailure(path: directory + "/\(name).jsonl", errno: FileFailure.busy)
        }
        try PrivateFile.synchronizeDirectory(directory)
        own = file
    }
}

extension SendKey {
    static func < (a: SendKey, b: SendKey) -> Bool { (a.high, a.low) < (b.high, b.low) }
}
