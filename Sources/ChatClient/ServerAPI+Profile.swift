public import ChatWire

/// What one says of oneself, and of whom one wants to hear nothing.
extension ServerAPI {
    public func profile(of person: Int64) async throws(ClientError) -> ProfileView {
        try await call(.get, "/v1/people/\(person)")
    }

    public func changeProfile(_ change: OwnChange) async throws(ClientError) -> OwnProfile {
        try await call(.patch, "/v1/me", body: change.json)
    }

    /// Takes one's picture away.
    public func removePicture() async throws(ClientError) -> OwnProfile {
        try await call(.delete, "/v1/me/picture")
    }

    public func blocks() async throws(ClientError) -> [BlockView] {
        struct Answer: Decodable { var blocks: [BlockView] }
        let answer: Answer = try await call(.get, "/v1/me/blocks")
        return answer.blocks
    }

    public func block(_ person: Int64, _ isOn: Bool = true) async throws(ClientError) {
        try await exchange(isOn ? .put : .delete, "/v1/me/blocks/\(person)")
    }

    /// For good. Messages stay, by nobody.
    public func removeAccount(password: String) async throws(ClientError) {
        try await impatient.exchange(.delete, "/v1/me", body: JSONObject.make { $0.set("password", password) })
    }
}

public struct OwnProfile: Sendable, Equatable, Decodable {
    public var account: AccountView
    public var profile: OwnProfileView

    public init(account: AccountView, profile: OwnProfileView) {
        (self.account, self.profile) = (account, profile)
    }
}

/// One change to what one says of oneself. Choices are those of docs/protocol/http.md.
public enum OwnChange: Sendable, Equatable {
    case name(String)
    case about(String)
    case pronouns(String)
    /// As IANA names it; empty takes it away.
    case timeZone(String)
    /// An address of the web; empty takes it away.
    case homepage(String)
    /// Nil takes it away.
    case status(StatusView?)
    case presence(String)
    case mayWriteToMe(String)
    case hidesPresence(Bool)
    case sendsReadReceipts(Bool)

    var json: [UInt8] {
        JSONObject.make { object in
            switch self {
            case .name(let text): object.set("name", text)
            case .about(let text): object.set("about", text)
            case .pronouns(let text): object.set("pronouns", text)
            case .timeZone(let zone): object.set("time_zone", zone)
            case .homepage(let address): object.set("homepage", address)
            case .status(let status): object.set("status", json: status?.json ?? Array("null".utf8))
            case .presence(let presence): object.set("presence", presence)
            case .mayWriteToMe(let who): object.set("may_write_to_me", who)
            case .hidesPresence(let isOn): object.set("hides_presence", isOn)
            case .sendsReadReceipts(let isOn): object.set("sends_read_receipts", isOn)
            }
        }
    }
}
