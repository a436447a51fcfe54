import ChatDomain

/// One process's file of messages that are not acknowledged, held by its lock.
final class OutboxFile {
    private let file: PrivateFile
    private var end: Int
    /// The messages in the file that are not settled.
    private(set) var open: Set<SendKey>
    /// What the file kept when it was opened, in order.
    let found: [OutgoingMessage]

    /// Opens and locks a file. Nil when another process has it.
    init?(path: String) throws(FileFailure) {
        let file = try PrivateFile(path: path)
        guard try file.tryLock() else { return nil }
        let (messages, wholeBytes) = OutboxRecord.read(try file.readAll())
        try file.truncate(to: wholeBytes)
        self.file = file
        end = wholeBytes
        found = messages
        open = Set(messages.map(\.key))
    }

    var path: String { file.path }

    /// Returns when the messages would outlive a power cut. After a failure none of them is kept.
    func add(_ messages: [OutgoingMessage]) throws(FileFailure) {
        let lines = messages.flatMap { OutboxRecord.add($0).line }
        do throws(FileFailure) {
            try file.write(lines, at: end)
            try file.synchronize()
        } catch {
            // What is beyond the end must not be read as kept by the next process.
            try? file.truncate(to: end)
            throw error
        }
        end += lines.count
        open.formUnion(messages.map(\.key))
    }

    /// The message is kept no longer. This need not be on disk: what comes again after a power cut is sent with the same
    /// key, and the server knows it.
    func settle(_ key: SendKey) throws(FileFailure) {
        guard open.remove(key) != nil else { return }
        if open.isEmpty {
            try file.truncate(to: 0)
            end = 0
        } else {
            let line = OutboxRecord.settle(key).line
            try file.write(line, at: end)
            end += line.count
        }
    }

    func removeIfEmpty() {
        if open.isEmpty { file.remove() }
    }
}
