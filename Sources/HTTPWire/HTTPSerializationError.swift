/// Why a message was not written. Nothing of it has been.
public enum HTTPSerializationError: Error, Sendable, Hashable {
    /// Not three digits.
    case invalidStatus(Int)
    /// Not a token.
    case invalidHeaderName(String)
    /// Has a control character or blanks at an end: it could begin another line.
    case invalidHeaderValue(name: String)
    /// The codec writes this field itself.
    case reservedHeader(String)
    case invalidTarget(String)
    case invalidHost(String)
    /// `HTTPMethod.other` with something that is not a token.
    case invalidMethod(String)
}

extension HTTPHeaders {
    /// Throws unless every field can be written and none is one of `reserved`.
    func checkWritable(reserved: [String]) throws(HTTPSerializationError) {
        for field in fields {
            guard HTTPGrammar.isToken(field.name) else { throw .invalidHeaderName(field.name) }
            guard HTTPGrammar.isWritableValue(field.value) else { throw .invalidHeaderValue(name: field.name) }
            if reserved.contains(where: { HTTPGrammar.equalIgnoringCase($0, field.name) }) {
                throw .reservedHeader(field.name)
            }
        }
    }

    /// Appends the fields and the empty line. They must have been checked.
    func append(to out: inout [UInt8]) {
        for field in fields { out.append(field: field.name, field.value) }
        out.append(text: "\r\n")
    }
}

extension [UInt8] {
    mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }

    mutating func append(field name: String, _ value: String) {
        append(text: name)
        append(text: ": ")
        append(text: value)
        append(text: "\r\n")
    }
}
