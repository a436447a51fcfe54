import ChatDomain
import ChatStore
import Digests
import UnicodeText

/// A session that just began by SCRAM, and what the client is told so that it knows its server.
public struct SCRAMLoggedIn: Sendable {
    public var session: LoggedIn
    public var serverSignature: [UInt8]
}

/// Whether somebody may log in by SCRAM.
public struct SCRAMState: Sendable, Equatable {
    public var isOn: Bool
    /// Whether the keys are there, so that it works. They are made at the next log-in by password.
    public var isReady: Bool
}

// Logging in by a proof of the password in place of the password itself, for who has allowed it.
extension ServiceCore {
    // MARK: The log-in

    /// Nobody learns from the answer whether there is such an account, or whether it allows SCRAM: where there is nothing
    /// to tell, a salt is made up that is always the same for the name.
    func scramVerifier(of login: String, address: String, answer: Answer<SCRAMVerifier>) {
        do throws(Refusal) {
            try checkRunning()
            try checkAddress(address)
            let account = find(login)
            try checkThrottle(throttleName(account, login))
            try checkThrottle("address \(address)")
            let keys = account.flatMap { directory.scram[$0.id.rawValue]?.keys }
            answer(
                .success(
                    keys?.verifier
                        ?? SCRAMVerifier(salt: madeUpSalt(login), iterations: settings.scramIterations)))
        } catch {
            answer(.failure(error))
        }
    }

    private func madeUpSalt(_ login: String) -> [UInt8] {
        let name = Handle.lookUpKey(login.trimmed) ?? login.trimmed.lowercased()
        let (text, secret) = (Array("salt \(name)".utf8), directory.secret)
        let keyed = Digest.hmacSHA256(text.span.bytes, key: secret.span.bytes)
        return Array(keyed.prefix(SCRAMKeys.saltBytes))
    }

    /// The same answer, after the same work, whether there is no such account, it does not allow SCRAM, or the proof is
    /// wrong. Failures count as those of passwords do.
    func logIn(
        _ login: String, proof: SCRAMProof, client: String, lasts: SessionKind, address: String,
        answer: @escaping Answer<SCRAMLoggedIn>
    ) {
        do throws(Refusal) {
            let (account, attempt) = try attemptLogIn(login, client: client, lasts: lasts, address: address)
            let keys = account.flatMap { directory.scram[$0.id.rawValue]?.keys }
            let signature = (keys ?? SCRAMKeys(ofNobody: random)).serverSignature(for: proof)
            finishLogIn(signature == nil ? nil : account, attempt) { result in
                answer(result.map { SCRAMLoggedIn(session: $0, serverSignature: signature ?? []) })
            }
        } catch {
            answer(.failure(error))
        }
    }

    // MARK: Allowing it

    func scram(of caller: Caller, answer: Answer<SCRAMState>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(scramState(caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    private func scramState(_ account: AccountID) -> SCRAMState {
        let setting = directory.scram[account.rawValue]
        return SCRAMState(isOn: setting != nil, isReady: setting?.keys != nil)
    }

    /// Forbidding it forgets the keys.
    func allowSCRAM(_ isOn: Bool, of caller: Caller, answer: @escaping Answer<SCRAMState>) {
        let account = caller.account
        decide(for: caller, holding: [.account(account)], answer: answer) { core throws(Refusal) in
            guard isOn != core.scramState(account).isOn else { return .done(core.scramState(account)) }
            if isOn, core.directory.accounts[account]?.passwordHash.isEmpty != false {
                throw .notAllowed("This account has no password that anything could be proven of.")
            }
            let change =
                isOn
                ? SCRAMSetting().put(owner: account.rawValue)
                : .removeRecord(RecordKey(.scram, owner: account.rawValue))
            return .commit(CommitUnit(changes: [change])) { core, _ in core.scramState(account) }
        }
    }

    // MARK: The keys

    /// Makes them on a password thread, for who allows SCRAM and has none that are as the settings want them, and comes
    /// back to this thread; at once and with nil for everybody else.
    ///
    /// - Parameters:
    ///   - password: known to be right, as it was typed.
    ///   - anew: also for who has some already, since the password is another.
    func makeSCRAMKeys<Value: Sendable>(
        of account: AccountID, from password: String, anew: Bool = false, answer: @escaping Answer<Value>,
        then: @escaping @Sendable (ServiceCore, SCRAMKeys?) -> Void
    ) {
        let iterations = settings.scramIterations
        // What SASLprep prohibits no client could prove: the password serves all the same, and SCRAM waits for another.
        guard let setting = directory.scram[account.rawValue], anew || setting.keys?.iterations != iterations,
            let prepared = TextForm.saslPrepared(password, maximumBytes: settings.limits.passwordBytes)
        else { return then(self, nil) }
        let (random, service) = (random, ports.service)
        let accepted = ports.hash {
            let keys = SCRAMKeys(
                password: prepared, salt: random.bytes(SCRAMKeys.saltBytes), iterations: iterations)
            service(.run { core in then(core, keys) })
        }
        if !accepted { answer(.failure(.passwordQueueFull(settings.limits.passwordQueue))) }
    }

    /// The change that goes with another password: keys of the new one, or none until the next log-in.
    func scramChange(of account: AccountID, to keys: SCRAMKeys?) -> [StateChange] {
        guard directory.scram[account.rawValue] != nil else { return [] }
        return [SCRAMSetting(keys: keys).put(owner: account.rawValue)]
    }
}
