import HTTPWire

/// Finds the operation for a method and a path, in as many look-ups as the path has segments.
struct Router: Sendable {
    private struct Node {
        var words: [String: Int] = [:]
        var placeholder: Int?
        /// In the order of the table. A path has few methods.
        var operations: [Operation] = []
    }

    enum Match {
        case operation(Operation, values: [Int64])
        /// The path is there, for these methods.
        case otherMethods([HTTPMethod])
        case nothing
    }

    private var nodes = [Node()]

    init(_ operations: [Operation]) {
        for operation in operations {
            var place = 0
            for segment in operation.segments { place = child(of: place, for: segment) }
            nodes[place].operations.append(operation)
        }
    }

    private mutating func child(of place: Int, for segment: Operation.Segment) -> Int {
        let next = nodes.count
        switch segment {
        case .word(let word):
            if let known = nodes[place].words[word] { return known }
            nodes[place].words[word] = next
        case .placeholder:
            if let known = nodes[place].placeholder { return known }
            nodes[place].placeholder = next
        }
        nodes.append(Node())
        return next
    }

    /// - Parameter segments: of the path, decoded.
    func match(_ method: HTTPMethod, _ segments: [String]) -> Match {
        var place = 0
        var values: [Int64] = []
        for segment in segments {
            if let next = nodes[place].words[segment] {
                place = next
            } else if let next = nodes[place].placeholder, let value = Self.number(segment) {
                values.append(value)
                place = next
            } else {
                return .nothing
            }
        }
        let found = nodes[place].operations
        let method = method == .head ? .get : method
        if let operation = found.first(where: { $0.method == method }) { return .operation(operation, values: values) }
        return found.isEmpty ? .nothing : .otherMethods(found.map(\.method))
    }

    /// A positive integer that JSON can hold, in its one spelling: no sign, no leading zero.
    private static func number(_ segment: String) -> Int64? {
        guard let value = Int64(segment), (1...Schema.mostInteger).contains(value), String(value) == segment else {
            return nil
        }
        return value
    }
}
