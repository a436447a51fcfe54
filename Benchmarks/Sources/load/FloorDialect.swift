/// The floor's frames: Sources/floor/main.c describes them. A sender's own message, come back, is its acknowledgement.
struct FloorDialect: Dialect {
    let textBytes: Int
    let answersJoining = false
    let numbersMessages = false

    func open(_ client: Client, _ run: Run) {
        client.write { out in
            withUnsafeBytes(of: UInt32(client.room).bigEndian) { out.append(contentsOf: $0) }
        }
        run.isLive(client)
    }

    func markRead(_ number: Int64, by client: Client) {}

    func send(from client: Client, at time: UInt64, _ run: Run) {
        client.write { out in
            withUnsafeBytes(of: UInt16(textBytes).bigEndian) { out.append(contentsOf: $0) }
            Stamp.append(of: client, at: time, length: textBytes, to: &out)
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer, for client: Client, _ run: Run) throws(LoadError) -> Int {
        var taken = 0
        while bytes.count - taken >= 2 {
            let length = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: taken, as: UInt16.self)))
            guard bytes.count - taken - 2 >= length else { break }
            let text = UnsafeRawBufferPointer(rebasing: bytes[(taken + 2)..<(taken + 2 + length)])
            taken += 2 + length
            run.echoed(text, to: client)
        }
        return taken
    }
}
