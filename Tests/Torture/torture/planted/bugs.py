"""Bugs to plant: what is replaced by what in the sources, the promises of which one must be found broken, and what brings
it to light."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    name: str
    promises: tuple
    file: str
    find: str
    replace: str
    faults: str = "cut"

    def plant(self, text):
        """The file with the bug; an error when the sources have moved on from under it."""
        if text.count(self.find) != 1:
            raise LookupError(f"{self.name}: {self.file} has {text.count(self.find)} places for it, not one")
        return text.replace(self.find, self.replace)


BUGS = [
    Bug("commits do not wait for the disk", (1,), "Sources/SQLiteStore/SQLiteWriter.swift",
        'setPragma("synchronous", to: 2)', 'setPragma("synchronous", to: 1)', faults="slow"),
    Bug("a commit that failed is acknowledged", (1, 8), "Sources/ChatService/Committer.swift",
        "            settleUnknown(batch)\n            return\n        }",
        """            outcomes = batch.units.map { unit in
                .committed(first: unit.appends.map { (heads[$0.log]?.sequence ?? SequenceNumber.zero).next })
            }
        }""", faults="eio,enospc"),
    Bug("readers that are behind get live events too", (2,), "Sources/RoomStreams/RoomStreams+Delivery.swift",
        "            guard reader.isLive else { continue }\n", "", faults="pause,cut"),
    Bug("messages are stored without their key", (3,), "Sources/ChatStore/CommitUnit.swift",
        "        self.key = key\n", "        self.key = kind == .message ? nil : key\n", faults="kill,cut"),
    Bug("a resume begins one event late", (4,), "Sources/ChatService/ServiceCore+Live.swift",
        "attachment.cursor = request.after ?? .zero", "attachment.cursor = (request.after ?? .zero).next"),
    Bug("a subscription counts as live before what lies between was read", (2, 4), "Sources/RoomStreams/RoomStreams+Feeding.swift",
        "guard !subscription.isHeld, subscription.cursor >= subscription.stream.head else { return false }",
        "guard !subscription.isHeld else { return false }"),
    Bug("the epoch of a cursor is not compared", (4,), "Sources/ChatService/ServiceCore+Live.swift",
        "guard request.epoch == epoch.text else { return .epoch }", "_ = epoch", faults="restore"),
    Bug("delivery goes on behind the event that puts somebody out", (5,), "Sources/RoomStreams/RoomStreams+Delivery.swift",
        "if let gone = segment.narrows { cut(gone, from: stream) }", "_ = segment.narrows"),
    Bug("a room's look-up does not ask for membership", (5,), "Sources/ChatService/State/RoomAccess.swift",
        "guard state.isMember(account) else {", "guard state.isMember(account) || state.settings.deletedAt == nil else {"),
    Bug("what a slow reader has not taken is forgotten", (6, 2), "Sources/RoomStreams/RoomStreams+Delivery.swift",
        "fallBehind(reader.subscription.takeUnretainedValue(), cursor: stream.head)",
        "fallBehind(reader.subscription.takeUnretainedValue(), cursor: segment.last)", faults="pause"),
    Bug("a send from outside a room is refused and stored", (7,), "Sources/ChatService/Messages/ServiceCore+Sending.swift",
        "        } catch {\n            refuse(request, error)\n        }",
        """        } catch {
            let event = EventDraft(
                author: request.account, kind: .message, at: ports.now(), key: request.key, body: request.body)
            submit(
                CommitUnit(appends: [LogAppend(log: request.room.log, events: [event])]), bytes: 0,
                reply: .call { core, _ in core.refuse(request, error) })
        }"""),
    Bug("a start throws away what was not copied into the database", (8,), "Sources/SQLiteStore/StoreDirectory.swift",
        "        guard access(database, F_OK) != 0 else { return }\n",
        "        guard access(database, F_OK) != 0 else {\n            unlink(database + \"-wal\")\n            return\n        }\n", faults="kill"),
    Bug("the tail keeps what was erased", (9,), "Sources/ChatService/Committer.swift",
        "case .erase(let log, _), .eraseAll(let log, _): tail.forget(RoomID(log))", "case .erase, .eraseAll: break"),
    Bug("deleting leaves the texts of edits", (9,), "Sources/SQLiteStore/SQLiteConnection+Erasing.swift",
        "AND kind = \\(EventKind.edited.rawValue)", "AND kind = -1"),
    Bug("who takes his reaction back takes that of all", (10,), "Sources/ChatService/Messages/MessageState.swift",
        "reactions[place].by.removeAll { $0 == event.author }", "reactions[place].by.removeAll()"),
]
