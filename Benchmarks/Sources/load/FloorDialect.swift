/// The floor's frames: Sources/floor/floor.c describes them. A sender's own message, come back, is its acknowledgement.
struct FloorDialect: Dialect {
    let textBytes: Int

    func open(_ client: Client, _ run: Run) {
        client.phase = .subscribe
        client.write { out in
            Self.append(UInt32(5), to: &out)
            out.append(UInt8(ascii: "j"))
            Self.append(UInt32(client.room), to: &out)
        }
    }

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            Self.append(UInt32(1 + textBytes), to: &out)
            out.append(UInt8(ascii: "m"))
            Stamp.append(sender: client.index, at: time, padding: textBytes - Stamp.length, to: &out)
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while bytes.count - taken >= 12 {
            let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: taken, as: UInt32.self)))
            guard length >= 8 else { throw LoadError("the floor sent a frame of \(length) bytes") }
            guard bytes.count - taken - 4 >= length else { break }
            let number = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: taken + 4, as: Int64.self))
            let text = UnsafeRawBufferPointer(rebasing: bytes[(taken + 12)..<(taken + 4 + length)])
            taken += 4 + length
            if client.phase == .subscribe {
                run.isLive(client, from: number)
            } else {
                run.delivered(number, text, to: client)
                if client.isSender, Stamp.sender(of: text) == client.index { run.acknowledged(client) }
            }
        }
        return taken
    }

    private static func append(_ value: UInt32, to out: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
    }
}
