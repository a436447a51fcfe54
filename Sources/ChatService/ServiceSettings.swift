public import Secrets

/// How the house is run, as the configuration says.
public struct ServiceSettings: Sendable {
    /// Who may make an account (the first, which becomes the owner, always needs the one-time code).
    public enum Registration: String, Sendable {
        case open
        /// Only the owner adds people.
        case closed
    }

    public var registration: Registration
    /// What the first account must know, so that nobody else can take the house.
    public var ownerCode: OneTimeCode?
    public var passwordCost: PasswordCost
    public var limits: Limits

    public init(
        registration: Registration, ownerCode: OneTimeCode?, passwordCost: PasswordCost = .interactive,
        limits: Limits = Limits()
    ) {
        self.registration = registration
        self.ownerCode = ownerCode
        self.passwordCost = passwordCost
        self.limits = limits
    }
}
