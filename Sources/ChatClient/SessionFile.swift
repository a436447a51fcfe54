import ChatWire
import FoundationEssentials
import Glibc

/// A log-in that outlives the process.
public struct StoredSession: Sendable, Equatable {
    public let server: ServerAddress
    public let username: String
    public let mail: String?
    public let token: String

    public init(server: ServerAddress, username: String, mail: String?, token: String) {
        self.server = server
        self.username = username
        self.mail = mail
        self.token = token
    }

    /// Whether a person who writes `login` to log in means this account.
    public func belongs(to login: String) -> Bool {
        let login = login.lowercased()
        return username.lowercased() == login || mail?.lowercased() == login
    }
}

/// The file of log-ins: one JSON object a line, the latest last, readable by its owner alone.
public struct SessionFile: Sendable {
    public let path: String
    private let directory: String

    public init(paths: StatePaths) {
        directory = paths.configuration
        path = directory + "/sessions"
    }

    /// The latest log-in to a server, of a certain account where one is named.
    public func latest(server: ServerAddress, login: String? = nil) throws(FileFailure) -> StoredSession? {
        guard access(path, F_OK) == 0 else { return nil }
        let file = try PrivateFile(path: path)
        return Self.read(try file.readAll()).last { session in
            session.server == server && login.map { session.belongs(to: $0) } ?? true
        }
    }

    /// Keeps a log-in, in place of one of the same account.
    public func store(_ session: StoredSession) throws(FileFailure) {
        try change { sessions in
            sessions.removeAll { $0.server == session.server && $0.username == session.username }
            sessions.append(session)
        }
    }

    public func remove(token: String) throws(FileFailure) {
        guard access(path, F_OK) == 0 else { return }
        try change { $0.removeAll { $0.token == token } }
    }

    /// Changes the file as a whole: a reader sees it as it was or as it is.
    private func change(_ body: (inout [StoredSession]) -> Void) throws(FileFailure) {
        try PrivateFile.makeDirectory(directory)
        let lock = try PrivateFile(path: path + ".lock")
        try lock.lock()
        var sessions = Self.read(try PrivateFile(path: path).readAll())
        body(&sessions)
        let fresh = try PrivateFile(path: path + ".new")
        try fresh.truncate(to: 0)
        try fresh.write(sessions.flatMap { Self.line($0) }, at: 0)
        try fresh.synchronize()
        guard rename(path + ".new", path) == 0 else { throw FileFailure(path: path, errno: errno) }
    }

    private static func line(_ session: StoredSession) -> [UInt8] {
        JSONObject.make { object in
            object.set("server", session.server.description)
            object.set("username", session.username)
            if let mail = session.mail { object.set("mail", mail) }
            object.set("token", session.token)
        } + [UInt8(ascii: "\n")]
    }

    private static func read(_ content: [UInt8]) -> [StoredSession] {
        struct Fields: Decodable {
            var server: String
            var username: String
            var mail: String?
            var token: String
        }
        return content.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(line)),
                let server = try? ServerAddress(fields.server)
            else { return nil }
            return StoredSession(server: server, username: fields.username, mail: fields.mail, token: fields.token)
        }
    }
}
