import ChatClient
import ChatWire

/// `roost admin users export`: the member file of a running server.
struct MemberExport {
    let api: ServerAPI
    /// Nil is standard output.
    let path: String?

    func run() async throws(Admin.Ending) {
        let (people, hashes): ([AccountView], [Int64: String])
        do throws(ClientError) {
            hashes = try await api.passwordHashes()
            people = try await api.people()
        } catch {
            throw Admin.Ending(error)
        }
        try WholeFile.write(MemberFile.text(of: people, hashes: hashes), to: path)
    }
}
