/// Who is meant, as a mask: `nick!user@host`, each with `*` and `?`.
public struct HostMask: Sendable, Hashable, CustomStringConvertible {
    public let nick: String
    public let user: String
    public let host: String
    private let globs: [Glob]

    public init(nick: String, user: String = "*", host: String = "*") {
        self.nick = nick.isEmpty ? "*" : nick
        self.user = user.isEmpty ? "*" : user
        self.host = host.isEmpty ? "*" : host
        globs = [Glob(self.nick), Glob(self.user), Glob(self.host)]
    }

    /// Completes what people write: `ada` is `ada!*@*`, `7@host` is `*!7@host`, `ada!7` is `ada!7@*`, and what has a dot and
    /// neither `!` nor `@`, which no nick has, is a host.
    public init(_ text: String) {
        let whole = text[...]
        let (beforeAt, host) = Self.halves(whole, at: "@")
        let (nick, user) = Self.halves(beforeAt, at: "!")
        switch (user, host) {
        case (let user?, _): self.init(nick: String(nick), user: String(user), host: String(host ?? ""))
        case (nil, let host?): self.init(nick: "*", user: String(nick), host: String(host))
        case (nil, nil) where nick.contains("."): self.init(nick: "*", host: String(nick))
        case (nil, nil): self.init(nick: String(nick))
        }
    }

    private static func halves(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let place = text.utf8.firstIndex(of: mark.asciiValue ?? 0) else { return (text, nil) }
        return (text[..<place], text[text.utf8.index(after: place)...])
    }

    public var description: String { "\(nick)!\(user)@\(host)" }

    public func matches(nick: String, user: String, host: String) -> Bool {
        globs[0].matches(nick) && globs[1].matches(user) && globs[2].matches(host)
    }

    /// The one nick that is meant, whoever and wherever that is; nil where the mask may mean several people.
    public var onlyNick: String? {
        globs[0].isLiteral && user == "*" && host == "*" ? nick : nil
    }
}

/// An entry of a channel's ban list: a mask, or `m:mask` for somebody who may not write (EXTBAN without a prefix).
public enum BanMask: Sendable, Hashable, CustomStringConvertible {
    case ban(HostMask)
    case mute(HostMask)

    public init(_ text: String) {
        if text.hasPrefix("m:") || text.hasPrefix("M:") {
            self = .mute(HostMask(String(text.dropFirst(2))))
        } else {
            self = .ban(HostMask(text))
        }
    }

    public var description: String {
        switch self {
        case .ban(let mask): mask.description
        case .mute(let mask): "m:\(mask)"
        }
    }
}
