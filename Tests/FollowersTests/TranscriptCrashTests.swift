import ChatDomain
import ChatStore
import Foundation
import Testing

@testable import Followers

/// Whatever happened to the files, the next follower ends with what a fresh export has.
@Suite("Transcripts and crashes")
struct TranscriptCrashTests {
    @Test("A crash at any step neither loses a line nor writes one twice", arguments: 0..<14)
    func everyStep(last: Int) throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try house.addRoom(2, "Den")
        try house.catchUp(house.follower())
        for number in 0..<3 { try house.say("before \(number)", in: Int64(1 + number % 2)) }
        try house.delete(2)
        try crash(house, at: last) {
            try house.pursue($0)
            // What comes while files are written anew is in them already.
            try house.say("meanwhile", in: 1)
            try house.pursue($0)
            try house.pursue($0)
        }
        try house.say("after", in: 1)
        try house.catchUp(house.follower())
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
        #expect(house.file("Den-2.txt") == (try house.fresh(2)))
    }

    @Test("Any history, with crashes and torn lines at any step, ends as a fresh export", arguments: UInt64(1)...6)
    func anyHistory(seed: UInt64) throws {
        var random = Seeded(seed)
        let house = try TranscriptHouse()
        for room in Int64(1)...3 { try house.addRoom(room, "Room") }
        var messages: [(room: Int64, number: Int64)] = []
        for _ in 0..<25 {
            for _ in 0..<random.below(12) {
                let room = Int64(1 + random.below(3))
                guard random.below(3) == 0, let chosen = messages.randomElement(using: &random) else {
                    messages.append((room, try house.say("text \(random.next())\nmore", in: room)))
                    continue
                }
                if random.below(2) == 0 {
                    try house.edit(chosen.number, to: "edited \(random.next())", in: chosen.room)
                } else {
                    try house.delete(chosen.number, in: chosen.room)
                    messages.removeAll { $0 == chosen }
                }
            }
            let portion = 1 + random.below(7)
            let end = random.below(30)
            try crash(house, at: end, tearing: random.below(2) == 0) {
                for _ in 0..<4 { try house.pursue($0, portion: portion) }
            }
        }
        try house.catchUp(house.follower())
        for room in Int64(1)...3 { #expect(house.file("Room-\(room).txt") == (try house.fresh(room))) }
    }

    @Test("A disk that refuses one write after the other keeps the lines, each once", arguments: 1...9)
    func failing(every: Int) throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        let follower = house.follower()
        var (count, isFailing) = (0, true)
        follower.folder.step = { _ throws(TranscriptFailure) in
            count += 1
            if isFailing, count % every == 0 { throw TranscriptFailure(description: "The disk is full.") }
        }
        for number in 0..<30 {
            let message = try house.say("text \(number)")
            if number % 7 == 0 { try house.delete(message) }
            try? house.pursue(follower)
        }
        isFailing = false
        try house.catchUp(follower)
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
    }

    private struct Crash: Error {}

    /// Works with a follower until its disk ends at a step, perhaps with half a line behind the file.
    private func crash(
        _ house: TranscriptHouse, at last: Int, tearing: Bool = false, _ work: (TranscriptFollower) throws -> Void
    ) throws {
        let follower = house.follower()
        var count = 0
        follower.folder.step = { file throws(TranscriptFailure) in
            count += 1
            guard count > last else { return }
            if tearing, count == last + 1, file.hasSuffix(".txt"), let handle = FileHandle(forWritingAtPath: file) {
                _ = try? handle.seekToEnd()
                try? handle.write(contentsOf: Data("[2026-".utf8))
            }
            throw TranscriptFailure(description: "crash")
        }
        do {
            try work(follower)
        } catch is TranscriptFailure {}
    }
}
