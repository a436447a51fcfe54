public import ChatDomain

/// Whose transcript it is.
public struct TranscriptRoom: Equatable, Sendable {
    public var id: Int64
    public var handle: String
    public var title: String

    public init(id: Int64, handle: String, title: String) {
        (self.id, self.handle, self.title) = (id, handle, title)
    }
}

/// Somebody, as he was called when the transcript was made.
public struct TranscriptPerson: Equatable, Sendable {
    public var id: Int64
    public var handle: String
    public var name: String

    public init(id: Int64, handle: String, name: String) {
        (self.id, self.handle, self.name) = (id, handle, name)
    }
}

/// A file that was sent with a message. Its content is not in a transcript.
public struct TranscriptFile: Equatable, Sendable {
    public var name: String
    public var mediaType: String?
    public var size: Int64?
    /// Where it can be had.
    public var address: String?

    public init(name: String, mediaType: String? = nil, size: Int64? = nil, address: String? = nil) {
        (self.name, self.mediaType, self.size, self.address) = (name, mediaType, size, address)
    }
}

/// What happened in a room, in the words of a transcript. Messages are named by their sequence numbers.
public struct TranscriptEvent: Equatable, Sendable {
    public struct Message: Equatable, Sendable {
        /// Markdown, as it was written or last edited; nil when it was erased.
        public var text: String?
        /// When it was last edited, for transcripts that show messages as they are now.
        public var editedAt: Timestamp?
        /// The message whose thread it stands in.
        public var thread: Int64?
        /// The message that it answers.
        public var reply: Int64?
        public var files: [TranscriptFile]

        public init(
            _ text: String?, editedAt: Timestamp? = nil, thread: Int64? = nil, reply: Int64? = nil,
            files: [TranscriptFile] = []
        ) {
            (self.text, self.editedAt, self.thread) = (text, editedAt, thread)
            (self.reply, self.files) = (reply, files)
        }
    }

    public enum Action: Equatable, Sendable {
        case created
        case joined
        case left
        case message(Message)
        /// `text` is nil when it was erased.
        case edited(message: Int64, text: String?)
        case deleted(message: Int64)
        case reacted(message: Int64, emoji: String)
        case unreacted(message: Int64, emoji: String)
        case pinned(message: Int64)
        case unpinned(message: Int64)
        case invited(TranscriptPerson)
        case removed(TranscriptPerson)
        case banned(TranscriptPerson)
        case unbanned(TranscriptPerson)
        case role(TranscriptPerson, role: String)
        /// The room's title, topic or name is another now.
        case changed(property: String, value: String)
        /// A kind that transcripts have no words for.
        case other(kind: String, message: Int64?, text: String)
    }

    public var sequence: Int64
    public var at: Timestamp
    public var by: TranscriptPerson
    public var action: Action

    public init(sequence: Int64, at: Timestamp, by: TranscriptPerson, action: Action) {
        (self.sequence, self.at, self.by, self.action) = (sequence, at, by, action)
    }
}
