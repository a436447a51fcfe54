/// XMPP (RFC 6120) without TLS: SASL ANONYMOUS, then a room of XEP-0045. A sender's own message is its acknowledgement.
struct XMPPDialect: Dialect {
    let textBytes: Int
    let answersJoining = true
    let numbersMessages = false

    // MARK: To the server

    func open(_ client: Client, _ run: Run) {
        client.phase = .logIn
        beginStream(client)
    }

    private func beginStream(_ client: Client) {
        say(
            """
            <?xml version='1.0'?><stream:stream to='bench.example' version='1.0' xmlns='jabber:client' \
            xmlns:stream='http://etherx.jabber.org/streams'>
            """, client)
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            out.append(
                contentsOf: "<message to='\(Self.room(client))' type='groupchat' id='\(client.sent)'><body>".utf8)
            Stamp.append(of: client, at: time, length: textBytes, to: &out)
            out.append(contentsOf: "</body></message>".utf8)
        }
    }

    func markRead(_ number: Int64, by client: Client) {}

    private static func room(_ client: Client) -> String { "room\(client.room)@rooms.bench.example" }

    private func say(_ text: String, _ client: Client) {
        client.write { $0.append(contentsOf: text.utf8) }
    }

    // MARK: From the server

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while let end = Self.endOfStanza(bytes, at: taken) {
            let start = bytes.place(of: UInt8(ascii: "<"), from: taken) ?? taken
            try takeStanza(bytes.part(start, end), client, run)
            taken = end
        }
        return taken
    }

    private func takeStanza(_ stanza: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        if client.phase == .live, stanza.begins(with: "<message"), let start = Self.place(after: "<body>", stanza) {
            let end = stanza.place(of: UInt8(ascii: "<"), from: start) ?? stanza.count
            return run.echoed(stanza.part(start, end), to: client)
        }
        try takeOther(stanza, client, run)
    }

    /// What is said before the run, and beside it.
    private func takeOther(_ stanza: UnsafeRawBufferPointer, _ client: Client, _ run: Run) throws(LoadError) {
        if stanza.begins(with: "<stream:features") {
            say(
                client.phase == .logIn
                    ? "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"
                    : "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", client)
        } else if stanza.begins(with: "<success") {
            client.phase = .upgrade
            beginStream(client)
        } else if stanza.begins(with: "<iq"), client.phase == .upgrade {
            client.phase = .subscribe
            guard Self.place(after: "<jid>", stanza) != nil else { throw LoadError("not bound: \(stanza.text)") }
            say(
                """
                <presence/><presence to='\(Self.room(client))/person\(client.person)'>\
                <x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>
                """, client)
        } else if client.phase == .subscribe, stanza.begins(with: "<message"), Self.tellsSubject(stanza) {
            // The last that a room tells whoever comes in (XEP-0045, section 7.2.15).
            run.isLive(client)
        } else if Self.tellsFailure(stanza) {
            throw LoadError("refused: \(stanza.text)")
        }
    }

    private static func tellsSubject(_ stanza: UnsafeRawBufferPointer) -> Bool {
        place(after: "<subject>", stanza) != nil || place(after: "<subject/>", stanza) != nil
    }

    private static func tellsFailure(_ stanza: UnsafeRawBufferPointer) -> Bool {
        stanza.begins(with: "<failure") || stanza.begins(with: "<stream:error") || stanza.begins(with: "</stream")
            || place(after: "<error ", stanza) != nil
    }

    // MARK: Markup

    /// Where the tag ends in the bytes.
    private static func place(after tag: StaticString, _ bytes: UnsafeRawBufferPointer) -> Int? {
        var start = 0
        while let place = bytes.place(of: UInt8(ascii: "<"), from: start) {
            if bytes.part(place, bytes.count).begins(with: tag) { return place + tag.utf8CodeUnitCount }
            start = place + 1
        }
        return nil
    }

    /// Where the stanza ends that begins at a place; nil when it is not whole. What opens or ends a stream is one too.
    private static func endOfStanza(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        var (place, depth) = (start, 0)
        while let open = bytes.place(of: UInt8(ascii: "<"), from: place), let end = endOfTag(bytes, at: open) {
            let tag = bytes.part(open, end)
            place = end
            if depth == 0, tag.begins(with: "<stream:stream") || tag.begins(with: "</") || tag.begins(with: "<?") {
                return end
            }
            let isEmpty = tag.count >= 3 && tag[tag.count - 2] == UInt8(ascii: "/")
            depth += tag.begins(with: "</") ? -1 : isEmpty ? 0 : 1
            if depth == 0 { return end }
        }
        return nil
    }

    /// Quoted values may hold a greater-than sign.
    private static func endOfTag(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        var quote: UInt8 = 0
        for place in start..<bytes.count {
            let byte = bytes[place]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place + 1
            }
        }
        return nil
    }
}
