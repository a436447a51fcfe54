import ChatDomain
import FoundationEssentials

/// Reads transcripts of JSON lines back, as they were written.
public struct TranscriptReader: Sendable {
    public struct Limits: Sendable {
        /// The most bytes of a line: 1 MiB.
        public var lineBytes = 1 << 20
        /// The most events of a transcript: ten million.
        public var events = 10_000_000
        /// The most faults that are told one by one: 100. More are only counted.
        public var faults = 100

        public init() {}
    }

    /// A line that could not be read.
    public struct Fault: Equatable, Sendable {
        /// Counted from 1.
        public let line: Int
        /// A sentence.
        public let reason: String
    }

    /// Nil when the first line is not that of a transcript; then nothing is read.
    public private(set) var room: TranscriptRoom?
    public private(set) var events: [TranscriptEvent] = []
    public private(set) var faults: [Fault] = []
    public private(set) var faultCount = 0

    private let limits: Limits

    /// Reads a whole transcript. A bad line is told, and the rest goes in.
    public init(_ bytes: [UInt8], limits: Limits = Limits()) {
        self.limits = limits
        let decoder = JSONDecoder()
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            start = end + 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { continue }
            do throws(LineFault) {
                try read(line, decoder)
            } catch {
                tell(number, error.reason)
                if room == nil { return }
            }
            if events.count >= limits.events, start < bytes.count {
                tell(number + 1, "There are more than \(limits.events) events; the rest was not read.")
                return
            }
        }
        if room == nil, faultCount == 0 { tell(1, LineFault.noRoom.reason) }
    }

    private mutating func tell(_ line: Int, _ reason: String) {
        faultCount += 1
        if faults.count < limits.faults { faults.append(Fault(line: line, reason: reason)) }
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ decoder: JSONDecoder) throws(LineFault) {
        guard bytes.count <= limits.lineBytes else { throw .tooLong(limits.lineBytes) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUnicode }
        do {
            if room == nil {
                let head = try decoder.decode(TranscriptRecord.Head.self, from: Data(bytes))
                guard head.transcript == TranscriptJSON.version else { throw LineFault.version(head.transcript) }
                room = TranscriptRoom(id: head.room.id, handle: head.room.handle, title: head.room.title)
            } else {
                let record = try decoder.decode(TranscriptRecord.self, from: Data(bytes))
                events.append(try record.event())
            }
        } catch let fault as LineFault {
            throw fault
        } catch let error as DecodingError {
            throw room == nil ? .noRoom : .malformed(error.sentence)
        } catch {
            throw .malformed("It is not JSON.")
        }
    }
}

enum LineFault: Error, Equatable {
    case tooLong(Int)
    case notUnicode
    case noRoom
    case version(Int)
    case missing(String)
    case unknownKind(String)
    case malformed(String)

    var reason: String {
        switch self {
        case .tooLong(let limit): "The line is longer than \(limit) bytes."
        case .notUnicode: "The line is not UTF-8."
        case .noRoom: "The first line is not that of a transcript: {\"transcript\":1,\"room\":{…}}."
        case .version(let version): "This is a transcript of version \(version); only 1 is known."
        case .missing(let member): "The member \"\(member)\" is missing."
        case .unknownKind(let kind): "The kind \"\(kind.prefix(32))\" is not known."
        case .malformed(let reason): reason
        }
    }
}

extension DecodingError {
    /// What is wrong, for whoever has the file.
    var sentence: String {
        func name(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map(String.init) ?? String($0.stringValue.prefix(32)) }.joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context): return "The member \"\(name(context.codingPath + [key]))\" is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return context.codingPath.isEmpty
                ? "It is not of the expected form." : "The member \"\(name(context.codingPath))\" has another form."
        default: return "It is not JSON."
        }
    }
}
