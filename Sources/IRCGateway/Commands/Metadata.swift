import ChatDomain
import ChatService
import ChatWire

/// What of a profile is metadata on IRC (draft/metadata-2), by its key in the registry of IRCv3.
enum MetadataKey: String, CaseIterable, Sendable {
    /// The address of the picture, which opens to who is logged in.
    case avatar
    case displayName = "display-name"
    case homepage
    case status

    /// `a-z`, `0-9` and `_./-`.
    static func isKey(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || (0x2D...0x2F).contains($0)
            }
    }
}

/// The values of one person that are set.
struct Metadata: Equatable, Sendable {
    private(set) var values: [MetadataKey: String] = [:]

    init(_ account: AccountView, homepage: String, in town: IRCTown) {
        self.init(
            id: account.id, name: account.name, status: account.status?.text ?? "", picture: account.picture,
            homepage: homepage, in: town)
    }

    init(id: Int64, name: String, status: String, picture: String?, homepage: String, in town: IRCTown) {
        values[.displayName] = name
        values[.status] = status.isEmpty ? nil : status
        values[.homepage] = homepage.isEmpty ? nil : homepage
        values[.avatar] = picture.flatMap { tag in
            town.settings.publicURL.map { "\($0)/v1/people/\(id)/picture?tag=\(tag)" }
        }
    }

    /// The keys whose values differ, in their order.
    func changes(from before: Metadata?) -> [MetadataKey] {
        MetadataKey.allCases.filter { values[$0] != before?.values[$0] }
    }
}

extension IRCRoom.Member {
    func metadata(of id: AccountID, in town: IRCTown) -> Metadata {
        Metadata(
            id: id.rawValue, name: name.displayName, status: statusText, picture: picture, homepage: homepage, in: town)
    }
}
