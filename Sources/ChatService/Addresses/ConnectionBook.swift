public import ChatDomain
import Synchronization

/// How many connections there are, in all and of each address, over all doors and loops.
public final class ConnectionBook: Sendable {
    private struct State {
        var total = 0
        var byAddress: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let exempt: [AddressRange]

    /// - Parameter exempt: proxies, behind whose address there are many people.
    public init(limits: Limits, exempt: [AddressRange]) {
        self.limits = limits
        self.exempt = exempt
    }

    public var total: Int { state.withLock { $0.total } }

    /// Counts a connection, or says which limit it would break.
    public func enter(_ address: String) -> Refusal? {
        let isExempt = exempt.contains { $0.contains(address) }
        return state.withLock { state in
            guard state.total < limits.maxConnections else {
                return Refusal(
                    .overloaded, "The server has all the connections it may have. Try again in a moment.",
                    limit: Refusal.Limit(name: "max_connections", value: limits.maxConnections), retryAfter: 5)
            }
            let count = state.byAddress[address, default: 0]
            let limit = limits.connectionsPerAddress
            guard limit == 0 || isExempt || count < limit else {
                return Refusal(
                    .rateLimited, "There are too many connections from your address: at most \(limit).",
                    limit: Refusal.Limit(name: "connections_per_address", value: limit), retryAfter: 5)
            }
            state.total += 1
            state.byAddress[address] = count + 1
            return nil
        }
    }

    public func leave(_ address: String) {
        state.withLock { state in
            state.total -= 1
            let rest = state.byAddress[address, default: 1] - 1
            state.byAddress[address] = rest > 0 ? rest : nil
        }
    }
}
