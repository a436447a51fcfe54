import ChatDomain
import ChatStore

/// What a request comes to.
enum Decision<Value: Sendable> {
    /// Nothing has to change.
    case done(Value)
    /// Committed first. The value is made when the directory has the changes, from the numbers that the first event of
    /// each append was given.
    case commit(CommitUnit, then: @Sendable (ServiceCore, [SequenceNumber]) throws(Refusal) -> Value)
}

// The two ways in which nearly every request is answered: decide and commit, or read.
extension ServiceCore {
    /// Decides on the service thread and commits what was decided. While it is under way the keys are held; a request
    /// that finds one of them held, or its caller's account, waits in line.
    ///
    /// - Parameters:
    ///   - others: keys that must not be held by somebody else, and are not held by this one.
    ///   - onConflict: what the caller is told when somebody else was faster; else that the outcome is unknown.
    func decide<Value: Sendable>(
        for caller: Caller, holding keys: [HoldKey] = [], after others: [HoldKey] = [],
        answer: @escaping Answer<Value>,
        onConflict: @escaping @Sendable (CommitConflict) -> Refusal = { _ in .outcomeUnknown },
        _ decision: @escaping @Sendable (ServiceCore) throws(Refusal) -> Decision<Value>
    ) {
        do throws(Refusal) {
            try checkRate(caller.account)
        } catch {
            return answer(.failure(error))
        }
        decideInTurn(
            for: caller.account, holding: keys, after: others, answer: answer, onConflict: onConflict, decision)
    }

    /// The same for what the server does by itself, or has counted already; `finally` runs when it is answered.
    func decideInTurn<Value: Sendable>(
        for account: AccountID?, holding keys: [HoldKey], after others: [HoldKey] = [],
        answer: @escaping Answer<Value>,
        onConflict: @escaping @Sendable (CommitConflict) -> Refusal = { _ in .outcomeUnknown },
        finally: @escaping @Sendable (ServiceCore) -> Void = { _ in },
        _ decision: @escaping @Sendable (ServiceCore) throws(Refusal) -> Decision<Value>
    ) {
        let again = ServiceInput.run { core in
            core.decideInTurn(
                for: account, holding: keys, after: others, answer: answer, onConflict: onConflict,
                finally: finally, decision)
        }
        if let account, isHeld(account, again) { return }
        for key in others + keys where isHeld(key, again) { return }
        do throws(Refusal) {
            try checkRunning()
            if let account { try checkActive(account) }
            switch try decision(self) {
            case .done(let value):
                answer(.success(value))
                finally(self)
            case .commit(let unit, let then):
                for key in keys { hold(key) }
                submit(
                    unit,
                    reply: .call { core, outcome in
                        answer(core.result(of: outcome, onConflict, then))
                        for key in keys { core.release(key) }
                        finally(core)
                    })
            }
        } catch {
            answer(.failure(error))
            finally(self)
        }
    }

    private func result<Value>(
        of outcome: SettledOutcome, _ onConflict: (CommitConflict) -> Refusal,
        _ then: (ServiceCore, [SequenceNumber]) throws(Refusal) -> Value
    ) -> Result<Value, Refusal> {
        do throws(Refusal) {
            switch outcome {
            case .outcome(.committed(let first)): return .success(try then(self, first))
            case .outcome(.conflict(let conflict)): return .failure(onConflict(conflict))
            case .outcome(.duplicate), .outcome(.fenced), .unknown: return .failure(.outcomeUnknown)
            }
        } catch {
            return .failure(error)
        }
    }

    /// Checks on the service thread, reads on a reading thread, and answers from there.
    func read<Value: Sendable>(
        for caller: Caller, answer: @escaping Answer<Value>,
        _ plan: (ServiceCore) throws(Refusal) -> @Sendable (any StoreReader) throws(StoreError) -> Value
    ) {
        do throws(Refusal) {
            try checkRate(caller.account)
            let look = try plan(self)
            try onReader(look) { answer($0) }
        } catch {
            answer(.failure(error))
        }
    }

    /// Reads on a reading thread; the result comes there.
    func onReader<Value: Sendable>(
        _ look: @escaping @Sendable (any StoreReader) throws(StoreError) -> Value,
        then: @escaping @Sendable (Result<Value, Refusal>) -> Void
    ) throws(Refusal) {
        let log = log
        let accepted = ports.read { reader in
            do throws(StoreError) {
                guard let reader else { return then(.failure(.unreadable)) }
                then(.success(try look(reader)))
            } catch {
                log.error("the store could not be read", ["reason": "\(error)"])
                then(.failure(.unreadable))
            }
        }
        if !accepted { throw Refusal(.overloaded, "The server has too much to read. Try again.", retryAfter: 1) }
    }

    func checkActive(_ account: AccountID) throws(Refusal) {
        guard directory.accounts[account]?.state == .active else { throw .notLoggedIn }
    }

    /// An event for one log.
    func append(
        _ kind: EventKind, to log: LogID, by author: AccountID, about subject: Int64? = nil,
        body: [UInt8] = ServiceCore.emptyBody
    ) -> LogAppend {
        LogAppend(
            log: log,
            events: [EventDraft(author: author, kind: kind, subject: subject, at: ports.now(), body: body)])
    }

    static let emptyBody = Array("{}".utf8)
}

extension Refusal {
    static let unreadable = Refusal(.internalFault, "The server could not read its store. Try again later.")
}
