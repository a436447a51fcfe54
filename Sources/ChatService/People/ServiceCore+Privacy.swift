import ChatDomain
import ChatStore
import ChatWire

// Of whom one wants to hear nothing, and who may write to whom.
extension ServiceCore {
    func blocks(_ caller: Caller, answer: Answer<[BlockView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            answer(.success(blockViews(of: caller.account)))
        } catch {
            answer(.failure(error))
        }
    }

    func blockViews(of account: AccountID) -> [BlockView] {
        directory.blocks.items(of: account.rawValue).sorted { $0.key < $1.key }.compactMap { person, block in
            directory.accounts[AccountID(rawValue: person)].map { BlockView(account: AccountView($0), at: block.at) }
        }
    }

    /// Blocking again, and unblocking whom one has not blocked, is no error. All devices of his are told; the other is
    /// told nothing.
    func setBlocked(_ isBlocked: Bool, _ person: AccountID, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.account(caller.account)], answer: answer) { core throws(Refusal) in
            let known = core.directory.blocks.items(of: caller.account.rawValue)
            guard (known[person.rawValue] != nil) != isBlocked else { return .done(()) }
            let key = RecordKey(.block, owner: caller.account.rawValue, item: person.rawValue)
            var change = StateChange.removeRecord(key)
            if isBlocked {
                guard person != caller.account else { throw Refusal(.badRequest, "One cannot block oneself.") }
                guard core.directory.mayKnow(of: person, caller.account) else { throw .personUnknown }
                let limit = core.settings.limits.blocksPerAccount
                guard known.count < limit else {
                    throw .tooMany("One may block \(limit) people.", "blocks_per_account", limit)
                }
                change = Block(at: core.ports.now().rawValue).put(owner: key.owner, item: key.item)
            }
            let news = core.tell(caller.account, .changed) { $0.topic = "blocks" }
            return .commit(CommitUnit(appends: [news], changes: [change])) { _, _ in }
        }
    }
}
