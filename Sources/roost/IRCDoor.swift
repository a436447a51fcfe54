import ChatDomain
import ChatService
import EventLoop
import FoundationEssentials
import IRCGateway
import Log

/// The IRC door, where one is wanted.
enum IRCDoor {
    /// One gateway a loop, behind those of the live stream; none without an address to listen at.
    static func make(
        _ configuration: ServeConfiguration, on loops: [EventLoop], book: ConnectionBook, log: Log
    ) -> [LoopBound<IRCGateway>] {
        guard configuration.irc != nil else { return [] }
        let settings = IRCSettings(
            serverName: configuration.ircName, version: Roost.version,
            motd: { [path = configuration.ircMOTD] in path.map { lines(of: $0, log) } ?? [] },
            adminLines: configuration.ircAdmin.split(separator: "|").map(String.init),
            publicURL: configuration.publicURL, limits: configuration.limits)
        let town = IRCTown(settings: settings, now: { .now() })
        return loops.enumerated().compactMap { number, loop in
            loop.runAndWait {
                LoopBound(
                    IRCGateway(
                        on: loop, outletNumber: loops.count + number, loops: loops.count, town: town, book: book,
                        log: log),
                    on: loop)
            }
        }
    }

    private static func lines(of path: String, _ log: Log) -> [String] {
        do {
            return try String(contentsOfFile: path, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .map(String.init).prefix(200).dropLast(while: \.isEmpty).map { $0 }
        } catch {
            log.warning("the message of the day could not be read", ["file": path, "reason": "\(error)"])
            return []
        }
    }
}

extension Collection where Self: BidirectionalCollection {
    /// Without the elements at the end that are so.
    fileprivate func dropLast(while isSo: (Element) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, isSo(self[index(before: end)]) { end = index(before: end) }
        return self[startIndex..<end]
    }
}
