import ChatDomain

/// The part of a mail address behind the @, as it is compared: in ASCII and lower case.
enum MailDomain {
    /// The form in which a domain is kept. One with other letters has to come in the form that mail servers use.
    static func check(_ typed: String) throws(Refusal) -> String {
        guard typed.utf8.count <= 254 else { throw unfit("That") }
        let domain = typed.trimmed.lowercased()
        guard domain.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Refusal(
                .mailInvalid,
                "Write the domain \(domain.prefix(64)) in its ASCII form, as xn--mnchen-3ya.example for münchen.example."
            )
        }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, domain.utf8.count <= 253, labels.allSatisfy(isLabel) else { throw unfit("That") }
        return domain
    }

    /// RFC 1035, section 2.3.1, and digits in front, which RFC 1123 allows.
    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    private static func unfit(_ what: String) -> Refusal {
        Refusal(.mailInvalid, "\(what) is not a mail domain. It looks like example.org, without the @.")
    }

    /// Whether the address is of one of the domains themselves: mail.example.org is not of example.org.
    static func isAllowed(_ mail: String, by domains: [String]) -> Bool {
        guard !domains.isEmpty else { return true }
        guard let at = mail.lastIndex(of: "@") else { return false }
        return domains.contains(mail[mail.index(after: at)...].lowercased())
    }
}
