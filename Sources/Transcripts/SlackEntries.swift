import ChatDomain

/// The entries of a Slack export, as they are decoded. Source: Slack, "How to read Slack data exports".
enum SlackEntries {
    struct User: Decodable {
        struct Profile: Decodable {
            let email: String?
            let display_name: String?
            let real_name: String?
        }

        let id: String
        let name: String?
        let real_name: String?
        let deleted: Bool?
        let is_bot: Bool?
        let profile: Profile?
    }

    struct Room: Decodable {
        struct Remark: Decodable {
            let value: String?
        }

        let id: String
        let name: String?
        let members: [String]?
        let is_archived: Bool?
        let topic: Remark?
        let purpose: Remark?
    }

    struct Message: Decodable {
        struct Edited: Decodable {
            let ts: String?
        }

        struct Reaction: Decodable {
            let name: String
            let users: [String]?
        }

        struct File: Decodable {
            let name: String?
            let title: String?
            let mimetype: String?
            let size: Int64?
            let url_private: String?
            let permalink: String?
        }

        struct Attachment: Decodable {
            let fallback: String?
            let text: String?
            let pretext: String?
        }

        struct Profile: Decodable {
            let name: String?
            let real_name: String?
            let display_name: String?
        }

        let type: String?
        let subtype: String?
        let ts: String
        let user: String?
        let username: String?
        let bot_id: String?
        let bot_profile: Profile?
        let user_profile: Profile?
        let text: String?
        let thread_ts: String?
        let edited: Edited?
        let reactions: [Reaction]?
        let files: [File]?
        let attachments: [Attachment]?
    }

    /// An entry, or why it is none: one bad entry must not cost the others.
    struct Entry<Value: Decodable>: Decodable {
        let value: Value?
        let reason: String

        init(from decoder: any Decoder) {
            do {
                value = try Value(from: decoder)
                reason = ""
            } catch let error as DecodingError {
                value = nil
                reason = error.sentence(from: decoder.codingPath.count)
            } catch {
                value = nil
                reason = "It cannot be read."
            }
        }
    }

    /// A time as Slack writes it, "1609459200.000200", in microseconds.
    static func microseconds(_ text: String) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...11).contains(whole.count) else { return nil }
        let fraction = parts.count > 1 ? Array(parts[1]) : []
        guard fraction.count <= 6 else { return nil }
        let padded = fraction + Array(repeating: 0x30, count: 6 - fraction.count)
        var value: Int64 = 0
        // Seventeen digits at most: no overflow.
        for digit in Array(whole) + padded {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }
}

extension DecodingError {
    /// The sentence without the path down to the entry.
    fileprivate func sentence(from depth: Int) -> String {
        switch self {
        case .keyNotFound(let key, let context):
            DecodingError.keyNotFound(key, context.cut(depth)).sentence
        case .typeMismatch(let type, let context): DecodingError.typeMismatch(type, context.cut(depth)).sentence
        case .valueNotFound(let type, let context): DecodingError.valueNotFound(type, context.cut(depth)).sentence
        default: sentence
        }
    }
}

extension DecodingError.Context {
    fileprivate func cut(_ depth: Int) -> Self {
        Self(codingPath: Array(codingPath.dropFirst(depth)), debugDescription: "")
    }
}
