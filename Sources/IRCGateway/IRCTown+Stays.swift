import ChatDomain
import ChatService
import EventLoop
import Synchronization

/// Somebody's being here by IRC, over all of his clients.
struct IRCStay: Sendable {
    /// Since he last said something.
    var idleSeconds: UInt64
    /// When the first of his clients came.
    var since: Timestamp
}

extension IRCTown {
    /// Asks all loops. Nil for who has no IRC client now.
    func stay(of account: AccountID, answer: @escaping Answer<IRCStay?>) {
        let gathering = Gathering(loops: loops)
        let now = now()
        onEachLoop { gateway in
            let stays = (gateway.ofAccount[account] ?? []).map { connection in
                IRCStay(
                    idleSeconds: (gateway.loop.now &- connection.lastSpoke) / 1_000,
                    since: Timestamp(
                        milliseconds: now.rawValue - Int64(clamping: gateway.loop.now &- connection.openedAt)))
            }
            if let all = gathering.take(stays) { answer(.success(all.first.map { _ in IRCStay.joined(all) })) }
        }
    }

    /// Answers of several loops, until the last has come.
    private final class Gathering: Sendable {
        private let state: Mutex<(left: Int, stays: [IRCStay])>

        init(loops: Int) { state = Mutex((loops, [])) }

        /// All of them, for the last one to answer.
        func take(_ more: [IRCStay]) -> [IRCStay]? {
            state.withLock { state in
                state.left -= 1
                state.stays += more
                return state.left == 0 ? state.stays : nil
            }
        }
    }
}

extension IRCStay {
    fileprivate static func joined(_ stays: [IRCStay]) -> IRCStay {
        IRCStay(
            idleSeconds: stays.map(\.idleSeconds).min() ?? 0,
            since: stays.map(\.since).min() ?? Timestamp(milliseconds: 0))
    }
}
