import FoundationEssentials
import Transcripts

/// A history in a file of JSON lines, or in the folder of a Slack export.
enum ImportSource {
    /// The most bytes of a transcript: 1 GiB. It is read whole.
    private static let transcriptBytes = 1 << 30
    private static let slackFileBytes = SlackExport.Limits().fileBytes

    /// - Returns: the history, and for each of its rooms what names its source for good.
    static func read(_ path: String) throws(Admin.Ending) -> (history: ImportedHistory, name: (ImportedRoom) -> String)
    {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .usage("There is no file \(path).")
        }
        if isFolder { return (try readFolder(path), { "slack:\($0.key)" }) }
        if path.lowercased().hasSuffix(".zip") {
            throw .usage("Unpack it first:  unzip \(path) -d slack-export  and then  roost import slack-export")
        }
        let transcript = TranscriptReader(try WholeFile.read(path, limit: transcriptBytes))
        let first = transcript.events.first
        let history = ImportedHistory(transcript, file: path)
        // The same room, exported again, begins with the same event.
        return (history, { "roost:\($0.key):\(first?.sequence ?? 0):\(first?.at.rawValue ?? 0)" })
    }

    private static func readFolder(_ path: String) throws(Admin.Ending) -> ImportedHistory {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .usage("\(path) cannot be read.")
        }
        var files = names.filter { $0.hasSuffix(".json") }
        for folder in names where !folder.hasSuffix(".json") {
            let days = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
            files += days.filter { $0.hasSuffix(".json") }.map { folder + "/" + $0 }
        }
        guard files.contains("users.json") || files.contains("channels.json") else {
            throw .usage("\(path) is no Slack export: it has neither users.json nor channels.json.")
        }
        var export = SlackExport()
        for file in files.sorted(by: SlackExport.comesBefore) {
            export.add(path: file, try WholeFile.read(path + "/" + file, limit: slackFileBytes))
        }
        return export.history()
    }
}
