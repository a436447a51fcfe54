import ChatStore

/// Who may make an account by himself, as it stands now.
public struct EntryRules: Sendable, Equatable {
    public var registration: ServiceSettings.Registration
    /// Mail addresses of these domains alone; empty for all.
    public var mailDomains: [String]

    public init(registration: ServiceSettings.Registration, mailDomains: [String] = []) {
        self.registration = registration
        self.mailDomains = mailDomains
    }
}

/// What the owner set of it while the server runs. Owner: 0; item: 1.
struct EntrySettings: RecordValue, Equatable {
    static var collection: RecordCollection { .serverSettings }
    static let item: Int64 = 1

    /// Nil while the configuration decides.
    var registration: ServiceSettings.Registration?
    var mailDomains: [String]?

    enum CodingKeys: String, CodingKey {
        case registration
        case mailDomains = "mail_domains"
    }

    /// Nothing is set where nothing is kept.
    static func find(in records: [Record]) -> EntrySettings {
        let key = RecordKey(collection, owner: 0, item: item)
        return records.first { $0.key == key }.flatMap(EntrySettings.init(_:)) ?? EntrySettings()
    }

    /// What was set goes before what the server was started with.
    func rules(startedWith registration: ServiceSettings.Registration) -> EntryRules {
        EntryRules(registration: self.registration ?? registration, mailDomains: mailDomains ?? [])
    }
}

/// What is to be changed of it. What is nil stays as it is.
public struct EntryChange: Sendable {
    public enum Registration: Sendable {
        case set(ServiceSettings.Registration)
        /// Back to what the server was started with.
        case asStarted
    }

    public var registration: Registration?
    /// Empty allows all.
    public var mailDomains: [String]?

    public init(registration: Registration? = nil, mailDomains: [String]? = nil) {
        self.registration = registration
        self.mailDomains = mailDomains
    }
}
