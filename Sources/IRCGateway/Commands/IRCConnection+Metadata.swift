import ChatDomain
import ChatService
import IRCWire

// METADATA: what people say of themselves (draft/metadata-2). Channels have none of their own.
extension IRCConnection {
    /// METADATA target subcommand …; the target `*` is oneself.
    func metadata(_ message: IRCMessage) {
        guard let target = message.nonEmpty(0), let subcommand = message.nonEmpty(1)?.uppercased() else {
            return fail(.metadata, "NEED_MORE_PARAMS", [], "METADATA takes a target and a subcommand.")
        }
        let words = Array(message.parameters.dropFirst(2))
        switch subcommand {
        case "SUB": follow(words)
        case "UNSUB": unfollow(words)
        case "SUBS": showFollowed()
        case "GET": showMetadata(of: target, keys: words)
        case "LIST": showMetadata(of: target, keys: nil)
        case "SYNC": syncMetadata(of: target)
        case "SET": changeMetadata(of: target, words)
        case "CLEAR": changeMetadata(of: target, nil)
        default:
            fail(
                .metadata, "SUBCOMMAND_INVALID", [subcommand],
                "METADATA knows GET, LIST, SET, CLEAR, SUB, UNSUB, SUBS and SYNC.")
        }
    }

    // MARK: Reading

    /// - Parameter keys: nil for those that are set.
    private func showMetadata(of target: String, keys: [String]?) {
        withMetadata(of: target) { connection, name, metadata in
            let set = metadata?.changes(from: nil).map(\.rawValue) ?? []
            connection.send(batch: ["metadata", name]) { connection.lines(of: keys ?? set, of: name, metadata, $0) }
        }
    }

    func lines(of keys: [String], of name: String, _ metadata: Metadata?, _ batch: String?) -> [UInt8] {
        var lines = IRCLines()
        for key in keys {
            if let batch { lines.tag("batch", batch) }
            append(key, of: name, metadata, to: &lines)
        }
        return lines.bytes
    }

    /// RPL_KEYVALUE or RPL_KEYNOTSET
    func append(_ key: String, of name: String, _ metadata: Metadata?, to lines: inout IRCLines) {
        guard MetadataKey.isKey(key) else {
            let reply = StandardReply(.fail, .metadata, "KEY_INVALID", [key], text: "That is no key.")
            return lines.append(town.source, reply)
        }
        if let value = MetadataKey(rawValue: key).flatMap({ metadata?.values[$0] }) {
            lines.append(town.source, .rplKeyValue, for: nick, [name, key, "*"], trailing: value)
        } else {
            lines.append(town.source, .rplKeyNotSet, for: nick, [name, key])
        }
    }

    /// Finds what is to be known of somebody; nil for a channel.
    private func withMetadata(
        of target: String, _ then: @escaping @Sendable (IRCConnection, String, Metadata?) -> Void
    ) {
        guard let caller else {
            return fail(.metadata, "KEY_NO_PERMISSION", [target, "*"], "That is for who is logged in.")
        }
        if let room = roomsByName[CaseMapping.fold(target)], let channel = gateway.rooms[room]?.channel {
            return then(self, channel, nil)
        }
        let name = target == "*" ? nick : target
        ask({ service, answer in service.person(named: name, for: caller, answer: answer) }) { connection, result in
            guard case .success(let person) = result else {
                return connection.fail(
                    .metadata, "INVALID_TARGET", [target], "You are in no such channel, and there is no such person.")
            }
            let metadata = Metadata(person.account, homepage: person.homepage, in: connection.town)
            then(connection, person.account.username, metadata)
        }
    }

    /// What is followed, of a person or of everybody in a channel.
    private func syncMetadata(of target: String) {
        withMetadata(of: target) { connection, name, metadata in
            let room = connection.roomsByName[CaseMapping.fold(name)].flatMap { connection.gateway.rooms[$0] }
            let people =
                metadata.map { [(name, $0)] }
                ?? room?.members.sorted { $0.key < $1.key }.map { ($1.nick, $1.metadata(of: $0, in: connection.town)) }
            connection.send(batch: ["metadata", name]) { batch in
                var lines = IRCLines()
                for (name, metadata) in people ?? [] {
                    for key in metadata.changes(from: nil) where connection.followed.contains(key.rawValue) {
                        if let batch { lines.tag("batch", batch) }
                        connection.append(key, metadata.values[key], of: name, to: &lines)
                    }
                }
                return lines.bytes
            }
        }
    }

    /// METADATA, as the server tells it; without a value what was set is no more.
    func append(_ key: MetadataKey, _ value: String?, of name: String, to lines: inout IRCLines) {
        lines.append(town.source, .metadata, [name, key.rawValue, "*"], trailing: value)
    }

    /// Tells what has changed of somebody, as far as this client follows it.
    func tell(_ keys: [MetadataKey], of name: String, _ metadata: Metadata) {
        let told = keys.filter { followed.contains($0.rawValue) }
        guard !told.isEmpty else { return }
        push { lines in
            for key in told { append(key, metadata.values[key], of: name, to: &lines) }
        }
    }

    // MARK: Following

    /// SUB key …: what of others this client wants to be told. Also before the greeting.
    private func follow(_ keys: [String]) {
        var new: [String] = []
        for key in keys {
            guard MetadataKey.isKey(key) else {
                fail(.metadata, "KEY_INVALID", [key], "That is no key.")
                continue
            }
            guard followed.contains(key) || new.contains(key) || followed.count + new.count < IRCTown.mostFollowed
            else {
                fail(.metadata, "TOO_MANY_SUBS", [key], "At most \(IRCTown.mostFollowed) keys.")
                break
            }
            if !new.contains(key) { new.append(key) }
        }
        followed.formUnion(new)
        guard !new.isEmpty else { return }
        send { lines in
            lines.append(town.source, .rplMetadataSubOK, for: nick, new)
            for channel in subscriptions.compactMap({ gateway.rooms[$0.room]?.channel }) {
                lines.append(town.source, .rplMetadataSyncLater, for: nick, [channel])
            }
        }
    }

    private func unfollow(_ keys: [String]) {
        let good = keys.filter(MetadataKey.isKey)
        for key in keys where !good.contains(key) { fail(.metadata, "KEY_INVALID", [key], "That is no key.") }
        followed.subtract(good)
        if !good.isEmpty { numeric(.rplMetadataUnsubOK, good) }
    }

    private func showFollowed() {
        send(batch: ["metadata-subs"]) { batch in
            let keys = followed.sorted()
            var lines = IRCLines()
            // As many as fit into a line at their longest.
            for start in stride(from: 0, to: keys.count, by: 6) {
                if let batch { lines.tag("batch", batch) }
                lines.append(town.source, .rplMetadataSubs, for: nick, Array(keys[start...].prefix(6)))
            }
            return lines.bytes
        }
    }
}
