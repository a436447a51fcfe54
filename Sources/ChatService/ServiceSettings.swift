public import Secrets

/// How the house is run, as the configuration says.
public struct ServiceSettings: Sendable {
    /// Who may make an account (the first, which becomes the owner, always needs the one-time code).
    public enum Registration: String, Sendable, Codable, CaseIterable {
        case open
        /// Who has a link that somebody made who manages people.
        case link
        /// Only owners and admins add people.
        case closed
    }

    /// What the server is called, and who may make an account: as long as an owner has set nothing else while it ran.
    public var name: String
    public var registration: Registration
    /// What the first account must know, so that nobody else can take the house.
    public var ownerCode: OneTimeCode?
    public var passwordCost: PasswordCost
    /// Of PBKDF2, for those who log in by SCRAM-SHA-256. RFC 7677 wants 4096 at least.
    public var scramIterations: Int
    /// Proxies, whose addresses cannot be kept out.
    public var trustedProxies: [AddressRange]
    /// Whether anyone may come in under a free name, until an owner has set it.
    public var guests: Bool
    public var limits: Limits

    public init(
        name: String = "Roost", registration: Registration, ownerCode: OneTimeCode?,
        passwordCost: PasswordCost = .interactive, scramIterations: Int = 100_000,
        trustedProxies: [AddressRange] = [], guests: Bool = false, limits: Limits = Limits()
    ) {
        self.name = name
        self.registration = registration
        self.ownerCode = ownerCode
        self.passwordCost = passwordCost
        self.scramIterations = scramIterations
        self.trustedProxies = trustedProxies
        self.guests = guests
        self.limits = limits
    }
}
