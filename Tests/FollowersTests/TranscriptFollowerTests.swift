import ChatDomain
import ChatStore
import Foundation
import Testing

@testable import Followers

@Suite("Transcripts as messages come")
struct TranscriptFollowerTests {
    @Test("A room's file has a line for each event, and only its owner can read it")
    func lines() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "The Lobby")
        let follower = house.follower()
        try house.catchUp(follower)
        try house.say("hello")
        try house.say("**two**\nlines", by: ben)
        try house.pursue(follower)
        #expect(
            house.file("The-Lobby-1.txt") == """
                # The Lobby (#room1). Times are UTC.
                [2026-11-20 10:15:04] * Ada made the room
                [2026-11-20 10:15:05] Ada: hello
                [2026-11-20 10:15:06] Ben: two
                    lines

                """)
        let attributes = try FileManager.default.attributesOfItem(atPath: house.folder + "/The-Lobby-1.txt")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.attributesOfItem(atPath: house.folder)[.posixPermissions] as? Int == 0o700)
    }

    @Test("What was deleted is in no file, nor are its earlier versions; many deletions cost one rewrite")
    func deletion() throws {
        let house = try TranscriptHouse()
        house.patience = .milliseconds(100)
        try house.addRoom(1, "Lobby")
        let follower = house.follower()
        try house.catchUp(follower)
        var messages: [Int64] = []
        for number in 0..<20 {
            let message = try house.say("first secret \(number)")
            try house.edit(message, to: "second secret \(number)")
            messages.append(message)
        }
        try house.say("plain")
        try house.pursue(follower)
        #expect(house.file("Lobby-1.txt").contains("second secret 19"))
        let before = follower.rewrites
        for message in messages {
            try house.delete(message)
            try house.pursue(follower)
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while house.file("Lobby-1.txt").contains("secret"), ContinuousClock.now < deadline {
            try house.pursue(follower)
        }
        #expect(try house.bytes().firstRange(of: Data("secret".utf8)) == nil)
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
        // The deletions may take longer than the patience on a slow machine, but never one rewrite each.
        #expect(follower.rewrites - before < 10)
    }

    @Test("Erasing up to a place takes the lines away, also after a restart, and costs nothing the second time")
    func erasing() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        for number in 0..<10 { try house.say("old \(number)") }
        let follower = house.follower()
        try house.catchUp(follower)
        var settings = RoomSettings()
        settings.floor = 6
        try house.commit(
            CommitUnit(changes: [
                .eraseAll(LogID(rawValue: 1), through: SequenceNumber(6)), try house.put(settings, 1),
            ]))
        try follower.erase(LogID(rawValue: 1), SequenceNumber(1)...SequenceNumber(6))
        try house.catchUp(follower)
        #expect(!house.file("Lobby-1.txt").contains("old 4"))
        #expect(house.file("Lobby-1.txt").contains("old 5"))
        let again = house.follower()
        try house.catchUp(again)
        try again.erase(LogID(rawValue: 1), SequenceNumber(1)...SequenceNumber(6))
        try house.catchUp(again)
        #expect(again.rewrites == 0)
        // Erased while nobody followed.
        settings.floor = 8
        try house.commit(
            CommitUnit(changes: [
                .eraseAll(LogID(rawValue: 1), through: SequenceNumber(8)), try house.put(settings, 1),
            ]))
        try house.catchUp(house.follower())
        #expect(!house.file("Lobby-1.txt").contains("old 6"))
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
    }

    @Test("Direct conversations are written only when asked for, and taken away again", arguments: [false, true])
    func conversations(asked: Bool) throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try house.addRoom(2, "", RoomSettings(kind: .direct))
        try house.say("psst", in: 2)
        house.conversations = asked
        try house.catchUp(house.follower())
        #expect(house.file("Ada-2.txt").contains("psst") == asked)
        house.conversations = false
        try house.catchUp(house.follower())
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: house.folder).sorted() == [".cursor", "Lobby-1.txt"])
    }

    @Test("A renamed room keeps its file, which has the new name on top; a deleted room has none")
    func renaming() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try house.say("hello")
        let follower = house.follower()
        try house.catchUp(follower)
        let room = Room(
            id: RoomID(rawValue: 1), handle: Handle(unchecked: "hall", key: "hall"), title: "Hall", createdBy: ada,
            createdAt: Timestamp(milliseconds: 0), joinedByAll: false)
        try house.commit(
            CommitUnit(
                appends: [house.append(.changed, 1, nil, ada, "{\"title\":\"Hall\"}")], changes: [.updateRoom(room)]))
        try house.catchUp(follower)
        #expect(house.file("Lobby-1.txt").hasPrefix("# Hall (#hall)."))
        var settings = RoomSettings()
        settings.deletedAt = 1
        try house.commit(
            CommitUnit(
                appends: [house.append(.changed, 1, nil, ada, "{\"deleted\":true}")],
                changes: [try house.put(settings, 1)]))
        try house.catchUp(follower)
        #expect(house.file("Lobby-1.txt").isEmpty)
    }

    @Test("A restored store is written anew")
    func otherEpoch() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try house.say("hello")
        try house.catchUp(house.follower())
        try "# Something else\n".write(toFile: house.folder + "/Lobby-1.txt", atomically: true, encoding: .utf8)
        try house.catchUp(house.follower())
        #expect(house.file("Lobby-1.txt") == "# Something else\n")
        try house.catchUp(house.follower(epoch: Epoch(high: 1, low: 2)))
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
    }

    @Test("A folder with other files is refused, and followed as soon as they are gone")
    func foreignFolder() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try FileManager.default.createDirectory(atPath: house.folder, withIntermediateDirectories: true)
        try "mine".write(toFile: house.folder + "/diary.txt", atomically: true, encoding: .utf8)
        let follower = house.follower()
        #expect(throws: TranscriptFailure.self) { try house.catchUp(follower) }
        #expect(house.file("diary.txt") == "mine")
        try FileManager.default.removeItem(atPath: house.folder + "/diary.txt")
        try house.catchUp(follower)
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
    }

    @Test("A file that goes missing is written again with the next message")
    func missingFile() throws {
        let house = try TranscriptHouse()
        try house.addRoom(1, "Lobby")
        try house.say("hello")
        let follower = house.follower()
        try house.catchUp(follower)
        try FileManager.default.removeItem(atPath: house.folder + "/Lobby-1.txt")
        try house.say("again")
        try house.catchUp(follower)
        #expect(house.file("Lobby-1.txt") == (try house.fresh(1)))
    }
}

extension TranscriptHouse {
    /// Everything that is in the folder.
    func bytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: folder).reduce(into: Data()) { all, name in
            all += try Data(contentsOf: URL(filePath: folder + "/" + name))
        }
    }
}
