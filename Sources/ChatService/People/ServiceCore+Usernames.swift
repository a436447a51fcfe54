import ChatDomain

// A username for somebody who gave none.
extension ServiceCore {
    /// The part before the @, without what stands behind a +, in the form of a handle; with a number when it is taken.
    func freeUsername(for mail: String) throws(Refusal) -> String {
        let local = mail.prefix { $0 != "@" && $0 != "+" }
        let form = String(
            local.unicodeScalars.map { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_".unicodeScalars.contains(scalar)
                    ? Character(scalar) : "-"
            }.drop { $0 == "-" || $0 == "_" }.prefix(Handle.maximumLength - 4))
        for number in 1...999 {
            let name = number == 1 ? form : "\(form)\(number)"
            let handle = try Handle.make(from: name, what: "The username made from the mail address")
            if directory.account(username: handle.key) == nil { return name }
        }
        throw Refusal(.usernameTaken, "No free username could be made from \(mail). Choose one.")
    }
}
