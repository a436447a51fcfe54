import ChatStore

/// What the server says of itself at the door: its name, and who may make an account by himself. As it stands now.
public struct EntryRules: Sendable, Equatable {
    public var name: String
    public var registration: ServiceSettings.Registration
    /// Mail addresses of these domains alone; empty for all.
    public var mailDomains: [String]
    /// Whether anyone may come in under a free name, as a guest who is gone when he leaves.
    public var guests: Bool

    public init(
        name: String, registration: ServiceSettings.Registration, mailDomains: [String] = [], guests: Bool = false
    ) {
        self.name = name
        self.registration = registration
        self.mailDomains = mailDomains
        self.guests = guests
    }
}

/// What the owner set of it while the server runs. Owner: 0; item: 1.
struct EntrySettings: RecordValue, Equatable {
    static var collection: RecordCollection { .serverSettings }
    static let item: Int64 = 1

    /// Nil while the configuration decides.
    var name: String?
    var registration: ServiceSettings.Registration?
    var mailDomains: [String]?
    var guests: Bool?

    enum CodingKeys: String, CodingKey {
        case name, registration, guests
        case mailDomains = "mail_domains"
    }

    /// Nothing is set where nothing is kept.
    static func find(in records: [Record]) -> EntrySettings {
        let key = RecordKey(collection, owner: 0, item: item)
        return records.first { $0.key == key }.flatMap(EntrySettings.init(_:)) ?? EntrySettings()
    }

    /// What was set goes before what the server was started with.
    func rules(startedWith settings: ServiceSettings) -> EntryRules {
        EntryRules(
            name: name ?? settings.name, registration: registration ?? settings.registration,
            mailDomains: mailDomains ?? [], guests: guests ?? settings.guests)
    }
}

/// What is to be changed of it. What is nil stays as it is.
public struct EntryChange: Sendable {
    public enum Setting<Value: Sendable>: Sendable {
        case set(Value)
        /// Back to what the server was started with.
        case asStarted
    }

    public var name: Setting<String>?
    public var registration: Setting<ServiceSettings.Registration>?
    /// Empty allows all.
    public var mailDomains: [String]?
    public var guests: Setting<Bool>?

    public init(
        name: Setting<String>? = nil, registration: Setting<ServiceSettings.Registration>? = nil,
        mailDomains: [String]? = nil, guests: Setting<Bool>? = nil
    ) {
        self.name = name
        self.registration = registration
        self.mailDomains = mailDomains
        self.guests = guests
    }
}
