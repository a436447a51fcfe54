import ChatDomain
import ChatStore
import ChatWire

// Keeping addresses out of the server, for those who manage people.
extension ServiceCore {
    /// The oldest first.
    func serverBans(for caller: Caller, answer: Answer<[AddressBanView]>) {
        do throws(Refusal) {
            try checkRate(caller.account)
            try checkManages(caller.account, .member)
            let now = ports.now()
            let bans = directory.addressBans.items(of: 0).filter { !$0.value.isOver(at: now) }
            answer(.success(bans.sorted { $0.key < $1.key }.map { $1.view(number: $0) }))
        } catch {
            answer(.failure(error))
        }
    }

    /// One for the same addresses is replaced. Whoever is connected from there is cut off.
    func addServerBan(_ form: AddressBanForm, by caller: Caller, answer: @escaping Answer<AddressBanView>) {
        decide(for: caller, holding: [.addressBans], answer: answer) { core throws(Refusal) in
            try core.checkManages(caller.account, .member)
            let range = try core.checkBannable(form.address, by: caller)
            let now = core.ports.now()
            if let until = form.until, until <= now {
                throw Refusal(.badRequest, "A ban must end in the future: \"until\" is past.")
            }
            let reason = try FreeText.checkOptional(
                form.reason, what: "A reason",
                limit: Refusal.Limit(name: "reason_length", value: core.settings.limits.reasonLength))
            let bans = core.directory.addressBans.items(of: 0)
            let same = bans.first { $0.value.range == "\(range)" }?.key
            let limit = core.settings.limits.addressBans
            guard same != nil || bans.count < limit else {
                throw .tooMany("There may be \(limit) bans of addresses. Remove one first.", "address_bans", limit)
            }
            let number = same ?? (bans.keys.max() ?? 0) + 1
            let ban = AddressBan(
                range: "\(range)", by: caller.account.rawValue, at: now.rawValue, until: form.until?.rawValue,
                reason: reason)
            let entry = core.audit(
                .addressBanned, by: caller, reason: reason.isEmpty ? nil : reason, detail: ban.range)
            return .commit(CommitUnit(appends: [entry], changes: [ban.put(owner: 0, item: number)])) { core, _ in
                core.cutOff(range)
                return ban.view(number: number)
            }
        }
    }

    func removeServerBan(_ number: Int64, by caller: Caller, answer: @escaping Answer<Void>) {
        decide(for: caller, holding: [.addressBans], answer: answer) { core throws(Refusal) in
            try core.checkManages(caller.account, .member)
            guard let ban = core.directory.addressBans[0, number] else {
                throw Refusal(.notFound, "There is no such ban.")
            }
            return .commit(
                CommitUnit(
                    appends: [core.audit(.addressUnbanned, by: caller, detail: ban.range)],
                    changes: [.removeRecord(RecordKey(.addressBan, owner: 0, item: number))])
            ) { _, _ in }
        }
    }

    /// Neither oneself, by mistake, nor everybody who comes through a proxy.
    private func checkBannable(_ text: String, by caller: Caller) throws(Refusal) -> AddressRange {
        guard let range = AddressRange(text.trimmed) else {
            throw Refusal(.badRequest, "That is no address and no block such as 192.0.2.0/24 or 2001:db8::/32.")
        }
        guard !range.contains(caller.address) else {
            throw Refusal(.badRequest, "You are at \(caller.address) yourself, which \(range) would keep out.")
        }
        guard !settings.trustedProxies.contains(where: range.overlaps) else {
            throw Refusal(
                .badRequest, "\(range) holds a proxy of this server (--trusted-proxies): it would keep everybody out.")
        }
        return range
    }

    private func cutOff(_ range: AddressRange) {
        for (connection, address) in addressOf where range.contains(address) {
            tell(connection, .endConnection(connection, reason: .banned))
        }
    }

    /// Those whose time is over.
    func dropOldAddressBans(at now: Timestamp) {
        let old = directory.addressBans.items(of: 0).filter { $0.value.isOver(at: now) }.keys
        guard !old.isEmpty else { return }
        let changes = old.map { StateChange.removeRecord(RecordKey(.addressBan, owner: 0, item: $0)) }
        submit(CommitUnit(changes: changes), reply: .call { _, _ in })
    }
}
