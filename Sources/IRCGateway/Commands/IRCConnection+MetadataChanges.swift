import ChatDomain
import ChatService
import ChatWire
import IRCWire

// Changing what one says of oneself, by METADATA.
extension IRCConnection {
    /// SET and CLEAR.
    /// - Parameter words: a key and a value; nil for everything that may be taken away.
    func changeMetadata(of target: String, _ words: [String]?) {
        guard let caller, target == "*" || CaseMapping.areSame(target, nick) else {
            return fail(.metadata, "KEY_NO_PERMISSION", [target, words?.first ?? "*"], "One says of oneself alone.")
        }
        do throws(Refusal) {
            try caller.check(.write)
        } catch {
            return refuseMetadata([nick, words?.first ?? "*"], error)
        }
        guard let words else { return clearMetadata() }
        guard let word = words.first, MetadataKey.isKey(word) else {
            return fail(.metadata, "KEY_INVALID", [words.first ?? "*"], "That is no key.")
        }
        guard let key = MetadataKey(rawValue: word) else {
            let keys = MetadataKey.allCases.map(\.rawValue).joined(separator: ", ")
            return fail(.metadata, "KEY_NO_PERMISSION", [nick, word], "Roost keeps \(keys) alone.")
        }
        let value = words.count > 1 ? words[1] : nil
        withOwnMetadata { connection, before in
            guard value != nil || before.values[key] != nil else {
                return connection.fail(.metadata, "KEY_NOT_SET", [connection.nick, word], "That is not set.")
            }
            connection.change([key], to: value) { connection, now in
                connection.send { connection.append(word, of: connection.nick, now, to: &$0) }
            }
        }
    }

    /// All but the name, without which nobody is.
    private func clearMetadata() {
        withOwnMetadata { connection, before in
            let keys = MetadataKey.allCases.filter { $0 != .displayName && before.values[$0] != nil }
            connection.change(keys, to: nil) { connection, now in
                connection.send(batch: ["metadata", connection.nick]) { batch in
                    connection.lines(of: keys.map(\.rawValue), of: connection.nick, now, batch)
                }
            }
        }
    }

    /// - Parameter then: with what holds afterwards.
    private func change(
        _ keys: [MetadataKey], to value: String?, then: @escaping @Sendable (IRCConnection, Metadata) -> Void
    ) {
        guard let caller else { return }
        var change = ProfileChange()
        for key in keys {
            switch key {
            // Without a name of one's own, the username serves.
            case .displayName: change.name = value ?? nick
            case .homepage: change.homepage = value ?? ""
            case .status: change.status = StatusView(text: value ?? "", emoji: "")
            case .avatar:
                guard value == nil else {
                    return fail(
                        .metadata, "KEY_NO_PERMISSION", [nick, key.rawValue], "Pictures are put up in the page.")
                }
            }
        }
        let context = [nick, keys.count == 1 ? keys[0].rawValue : "*"]
        let finish = { @Sendable (connection: IRCConnection, result: Result<OwnAccount, Refusal>) in
            switch result {
            case .success(let own):
                let now = Metadata(own.account, homepage: own.profile.homepage, in: connection.town)
                connection.ownMetadata = now
                then(connection, now)
            case .failure(let refusal): connection.refuseMetadata(context, refusal)
            }
        }
        ask({ [change] service, answer in
            service.changeProfile(change, of: caller, answer: answer)
        }) { connection, result in
            guard case .success = result, keys.contains(.avatar) else { return finish(connection, result) }
            connection.ask({ service, answer in service.removePicture(of: caller, answer: answer) }, then: finish)
        }
    }

    private func refuseMetadata(_ context: [String], _ refusal: Refusal) {
        switch refusal.code {
        case .rateLimited:
            fail(.metadata, "RATE_LIMITED", context + [String(refusal.retryAfter ?? 1)], refusal.message)
        case .nameInvalid, .textInvalid, .badRequest: fail(.metadata, "VALUE_INVALID", context, refusal.message)
        case .notAllowed, .scopeNeeded: fail(.metadata, "KEY_NO_PERMISSION", context, refusal.message)
        default: refuse(.metadata, context, refusal)
        }
    }

    // MARK: One's own

    func withOwnMetadata(_ then: @escaping @Sendable (IRCConnection, Metadata) -> Void) {
        guard let caller else { return }
        ask(as: .metadata, { service, answer in service.ownAccount(of: caller, answer: answer) }) { connection, own in
            then(connection, Metadata(own.account, homepage: own.profile.homepage, in: connection.town))
        }
    }

    /// After the greeting, or when the capability is asked for: what is known of oneself.
    func showOwnMetadata() {
        guard capabilities.contains(.metadata), registration.isWelcome else { return }
        withOwnMetadata { connection, metadata in
            connection.ownMetadata = metadata
            connection.send(batch: ["metadata", connection.nick]) { batch in
                var lines = IRCLines()
                for key in metadata.changes(from: nil) {
                    if let batch { lines.tag("batch", batch) }
                    connection.append(key, metadata.values[key], of: connection.nick, to: &lines)
                }
                return lines.bytes
            }
        }
    }

    /// Something of one's own was changed, perhaps on another device.
    func lookAtOwnMetadata() {
        guard capabilities.contains(.metadata), let caller else { return }
        inquire({ service, answer in service.ownAccount(of: caller, answer: answer) }) { connection, result in
            guard case .success(let own) = result else { return }
            let now = Metadata(own.account, homepage: own.profile.homepage, in: connection.town)
            connection.tell(now.changes(from: connection.ownMetadata), of: connection.nick, now)
            connection.ownMetadata = now
        }
    }
}
