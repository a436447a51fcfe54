/// The member file: one member a line, `mail:password[:name]`, in plain text (docs/operating/members.md).
///
/// A pure reader and writer; what is done with the members is another's.
public struct MemberFile: Sendable, Equatable {
    public var members: [Member] = []
    public var faults: [Fault] = []

    public struct Member: Sendable, Equatable {
        /// A mail address, or a username where there is no `@` in it.
        public var login: String
        /// Empty: an existing password stays, and a new account opens by a token alone.
        public var password: String
        public var name: String?
        /// For a new account with a mail address; made from that when absent.
        public var username: String?
        /// For a new account: owner, admin, member or guest.
        public var role: String?
        /// Where it stands in the file, from 1.
        public var line: Int

        public init(
            login: String, password: String, name: String? = nil, username: String? = nil, role: String? = nil,
            line: Int = 0
        ) {
            self.login = login
            self.password = password
            self.name = name
            self.username = username
            self.role = role
            self.line = line
        }

        public var isMail: Bool { login.contains("@") }
        /// Whether the password is an argon2id hash.
        public var isHashed: Bool { password.hasPrefix("$argon2id$") }
    }

    /// A line that cannot be used.
    public struct Fault: Sendable, Equatable, Error {
        /// From 1.
        public let line: Int
        /// A sentence. It never has the line's content, which may be a password.
        public let reason: String

        public init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }
    }

    // MARK: Reading

    /// Reads a file's bytes. Blank lines, and lines that begin with `#`, are passed over.
    public init(_ bytes: [UInt8]) {
        var lines: [String: Int] = [:]
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            var content = line.last == 0x0D ? line.dropLast() : line
            // A byte order mark, as some editors write it.
            if index == 0, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
            guard let text = String(validating: content, as: UTF8.self) else {
                faults.append(Fault(line: number, reason: "It is not valid UTF-8."))
                continue
            }
            let first = text.first { !$0.isWhitespace }
            if first == nil || first == "#" { continue }
            do throws(Fault) {
                let member = try Self.member(text, line: number)
                let key = member.login.lowercased()
                if let before = lines[key] {
                    throw Fault(line: number, reason: "Line \(before) is for the same member.")
                }
                lines[key] = number
                members.append(member)
            } catch {
                faults.append(error)
            }
        }
    }

    private static func member(_ text: String, line: Int) throws(Fault) -> Member {
        func fault(_ reason: String) -> Fault { Fault(line: line, reason: reason) }
        var rest = text[...]
        var fields: [String] = []
        repeat {
            guard let field = takeField(from: &rest) else {
                throw fault("A quoted field must end with a quote, before a colon or the end of the line.")
            }
            fields.append(field)
        } while takeColon(from: &rest)
        guard fields.count >= 2 else { throw fault("It needs at least mail:password.") }
        var member = Member(login: fields[0].trimmingSpace(), password: fields[1], line: line)
        guard !member.login.isEmpty else { throw fault("The mail address or username is missing.") }
        guard !member.login.contains(where: \.isWhitespace) else {
            throw fault("A mail address or username has no spaces.")
        }
        if fields.count > 2 {
            let name = fields[2].trimmingSpace()
            member.name = name.isEmpty ? nil : name
        }
        for field in fields.dropFirst(3) {
            if let username = value(of: "username", in: field), member.username == nil {
                member.username = username
            } else if let role = value(of: "role", in: field), member.role == nil {
                guard ["owner", "admin", "member", "guest"].contains(role) else {
                    throw fault("A role is owner, admin, member or guest.")
                }
                member.role = role
            } else {
                throw fault("It has too many fields. A password with colons stands in quotes: mail:\"pass:word\":name.")
            }
        }
        return member
    }

    private static func value(of key: String, in field: String) -> String? {
        let field = field.trimmingSpace()
        guard field.hasPrefix(key + "=") else { return nil }
        let value = field.dropFirst(key.count + 1)
        return value.isEmpty ? nil : String(value)
    }

    private static func takeColon(from rest: inout Substring) -> Bool {
        guard rest.first == ":" else { return false }
        rest.removeFirst()
        return true
    }

    /// Up to the next colon, or what stands in quotes, in which `""` is one quote. Nil for a quote that does not fit.
    private static func takeField(from rest: inout Substring) -> String? {
        guard rest.first == "\"" else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            defer { rest = rest[end...] }
            return String(rest[..<end])
        }
        rest.removeFirst()
        var field = ""
        while let character = rest.popFirst() {
            if character != "\"" {
                field.append(character)
            } else if rest.first == "\"" {
                field.append("\"")
                rest.removeFirst()
            } else {
                return rest.isEmpty || rest.first == ":" ? field : nil
            }
        }
        return nil
    }

    // MARK: Writing

    /// The line that is read as this member.
    public static func line(_ member: Member) -> String {
        var line = field(member.login) + ":" + field(member.password)
        if member.name != nil || member.username != nil || member.role != nil { line += ":" + field(member.name ?? "") }
        if let username = member.username { line += ":username=" + username }
        if let role = member.role { line += ":role=" + role }
        return line
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { ":\"$".contains($0) }) || text.first == "#" else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate func trimmingSpace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
