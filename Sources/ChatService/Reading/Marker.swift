import ChatDomain
import ChatStore
import ChatWire

/// How far somebody has read in a room. Versioned state, not history: it follows him over his devices and is written
/// every second or two, however often it moves.
struct Marker: RecordValue {
    static var collection: RecordCollection { .marker }

    /// The last event that he has read.
    var sequence: Int64
    /// How many messages the room had up to there.
    var messages: Int64
    /// Rises with each change to any of his markers.
    var version: Int64
    /// He put it back himself, or the server has not moved it since its start: what he wrote behind it must be told from
    /// what he has not read.
    var isBack = false

    enum CodingKeys: String, CodingKey {
        case version
        case sequence = "seq"
        case messages = "messages"
        case isBack = "back"
    }
}

/// Markers that moved and are not stored yet.
struct MarkerBook {
    struct Moved: Sendable {
        var sequence: SequenceNumber
        var isBack: Bool
        /// Who waits for it to be stored.
        var answers: [Answer<MarkerView>] = []

        fileprivate mutating func move(to place: SequenceNumber, back: Bool, _ answer: Answer<MarkerView>?) {
            if back || place > sequence { (sequence, isBack) = (place, back) }
            if let answer { answers.append(answer) }
        }
    }

    struct Place: Hashable, Sendable {
        var account: AccountID
        var room: RoomID
    }

    private var moved: [Place: Moved] = [:]
    /// What is on its way to the disk. One write at a time, so that an older place never overtakes a newer one.
    private(set) var storing: [Place: Moved] = [:]
    private var versions: [AccountID: Int64] = [:]

    /// Whether everything is stored.
    var isEmpty: Bool { moved.isEmpty && storing.isEmpty }

    var isIdle: Bool { moved.isEmpty || !storing.isEmpty }

    /// The place that holds, where it is not stored yet.
    subscript(place: Place) -> Moved? { moved[place] ?? storing[place] }

    /// Notes a place. It moves forward alone, unless it was put back.
    mutating func move(_ place: Place, to sequence: SequenceNumber, back: Bool, answer: Answer<MarkerView>?) {
        // Nor does it fall behind what is on its way to the disk.
        var first = Moved(sequence: sequence, isBack: back)
        if !back, !storing.isEmpty, let older = storing[place], older.sequence >= sequence {
            (first.sequence, first.isBack) = (older.sequence, older.isBack)
        }
        moved[place, default: first].move(to: sequence, back: back, answer)
    }

    /// Begins to store what moved.
    mutating func begin(atMost count: Int) {
        for (place, entry) in moved.prefix(count) { storing[place] = entry }
        for place in storing.keys { moved[place] = nil }
    }

    mutating func finish() { storing.removeAll(keepingCapacity: true) }

    /// What could not be stored waits again, behind what moved since.
    mutating func putBack() {
        for (place, entry) in storing {
            guard var newer = moved[place] else {
                moved[place] = entry
                continue
            }
            newer.answers = entry.answers + newer.answers
            if !newer.isBack, newer.sequence < entry.sequence { newer.sequence = entry.sequence }
            moved[place] = newer
        }
        finish()
    }

    mutating func nextVersion(of account: AccountID, stored: some Collection<Marker>) -> Int64 {
        let highest = versions[account] ?? stored.map(\.version).max() ?? 0
        versions[account] = highest + 1
        return highest + 1
    }
}
