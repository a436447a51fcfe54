import ChatService
import ChatStore
import Followers
import Log
import SearchIndex

/// What follows the log of a running server: the search index, and the transcripts.
struct Following {
    let index: SearchIndex?
    private let followers: [LogFollower]

    /// Without an index that can be opened, the server runs and finds nothing.
    init(store: any ChatStore, _ configuration: ServeConfiguration, log: Log) throws {
        var followers: [LogFollower] = []
        do throws(SearchIndexError) {
            let index = try SearchIndex(path: configuration.data + "/search.db", epoch: store.epoch)
            if case .replaced(let reason) = index.origin {
                log.warning("the search index is made anew", ["reason": reason])
            }
            self.index = index
        } catch {
            log.error("messages cannot be searched for", ["reason": "\(error)"])
            index = nil
        }
        if let index {
            followers.append(
                try LogFollower("search-feed", store: store, log: log) { try SearchFollower(index) })
        }
        if let folder = configuration.transcripts {
            let (epoch, conversations) = (store.epoch, configuration.transcriptsOfConversations)
            followers.append(
                try LogFollower("transcripts", store: store, log: log) {
                    TranscriptFollower(folder: folder, epoch: epoch, conversations: conversations)
                })
        }
        self.followers = followers
    }

    /// What the service tells them by.
    var port: LogFollowers {
        let followers = followers
        return LogFollowers(
            poke: { for follower in followers { follower.poke() } },
            erased: { log, places in for follower in followers { follower.erased(log, places) } })
    }

    /// How many events each of them lacks.
    var backlogs: [(name: String, events: Int)] { followers.map { ($0.name, $0.backlog) } }

    func stop() {
        for follower in followers { follower.stop() }
    }
}
