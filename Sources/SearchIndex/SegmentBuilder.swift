internal import ChatDomain
internal import UnicodeText

/// Makes the lists of one segment from its messages, given in rising order; then those of the next, in the same memory:
/// fresh pages for some ten megabytes cost more than the sorting.
struct SegmentBuilder: ~Copyable {
    /// A token's hash above, the message's number below.
    private var entries: [UInt64] = []
    /// For sorting them.
    private var sorted: [UInt64] = []
    /// The pieces of one long text.
    private var hashes: [UInt32] = []

    /// Forgets what a failure has left.
    mutating func begin() { entries.removeAll(keepingCapacity: true) }

    mutating func add(_ number: UInt32, room: RoomID, author: AccountID, traits: MessageTraits, text: StoredText) {
        for mention in text.mentions { add(.mention(mention), number) }
        add(.room(room), number)
        add(.author(author), number)
        for trait in traits.each { add(.trait(trait), number) }
        if traits.contains(.mentionsAll) { add(.mentionOfAll, number) }
        let folded = SearchFold.folded(text.text)
        guard folded.count > Self.longText else { return Pieces.ofText(folded) { add($0, number) } }
        // A long text has most of its pieces many times over. Once is enough, and bounds the memory.
        hashes.removeAll(keepingCapacity: true)
        Pieces.ofText(folded) { hashes.append($0.hash) }
        hashes.sort()
        var last: UInt32?
        for hash in hashes where hash != last {
            entries.append(UInt64(hash) << 32 | UInt64(number))
            last = hash
        }
    }

    /// In bytes.
    private static let longText = 512

    private mutating func add(_ token: Token, _ number: UInt32) {
        entries.append(UInt64(token.hash) << 32 | UInt64(number))
    }

    /// Gives every token's list, in the order of the tokens' hashes.
    mutating func lists<Failure: Error>(_ take: (UInt32, [UInt8]) throws(Failure) -> Void) throws(Failure) {
        RadixSort.byUpperHalf(&entries, with: &sorted)
        var list: [UInt8] = []
        var token: UInt32?
        var last: UInt32?
        for entry in entries {
            let hash = UInt32(truncatingIfNeeded: entry >> 32)
            let number = UInt32(truncatingIfNeeded: entry)
            if hash != token {
                if let token { try take(token, list) }
                list.removeAll(keepingCapacity: true)
                token = hash
                last = nil
            }
            // The same piece twice in one text.
            guard number != last else { continue }
            MessageList.append(number, after: last, to: &list)
            last = number
        }
        if let token { try take(token, list) }
    }
}

extension MessageTraits {
    /// Kept with the traits, though it is no `has:`.
    static let mentionsAll = MessageTraits(rawValue: 128)

    /// Those that `has:` finds, one by one.
    var each: [MessageTraits] { [.link, .file, .image].filter { contains($0) } }
}

/// Millions of entries: five times as fast as a comparing sort.
enum RadixSort {
    /// Sorts by the upper 32 bits; what is equal in them stays in order.
    /// - Parameter other: memory to work in; what it holds before and afterwards has no meaning.
    static func byUpperHalf(_ entries: inout [UInt64], with other: inout [UInt64]) {
        if other.count > entries.count {
            other.removeLast(other.count - entries.count)
        } else {
            other.append(contentsOf: repeatElement(0, count: entries.count - other.count))
        }
        for shift: UInt64 in [32, 43, 54] {
            var starts = [Int](repeating: 0, count: 2048)
            for entry in entries { starts[Int(truncatingIfNeeded: entry &>> shift) & 2047] &+= 1 }
            var sum = 0
            for digit in starts.indices {
                let count = starts[digit]
                starts[digit] = sum
                sum += count
            }
            starts.withUnsafeMutableBufferPointer { starts in
                entries.withUnsafeBufferPointer { entries in
                    other.withUnsafeMutableBufferPointer { other in
                        for entry in entries {
                            let digit = Int(truncatingIfNeeded: entry &>> shift) & 2047
                            other[starts[digit]] = entry
                            starts[digit] &+= 1
                        }
                    }
                }
            }
            swap(&entries, &other)
        }
    }
}
